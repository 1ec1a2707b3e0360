"""The signer keeps the heads of the history: what the audit asks of a keeper, asked over the socket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lienthong.kernel.audit.public import KeeperAway, KeeperRefused, Place, SignedHead

from .client import SignerClient, SignerUnavailable
from .pki import certificate_pem
from .queries import the_signer, trust_of_this_installation
from .record_trust import RecordTrust
from .sentences import Refused
from .trust import Trust


class SignerKeeper:
    """Asks the signer, and says in the audit's words why it was refused."""

    def __init__(
        self,
        signer: Callable[[], SignerClient] = the_signer,
        trust: Callable[[], Trust] = trust_of_this_installation,
    ) -> None:
        self._signer, self._trust = signer, trust

    def installation(self) -> str:
        said = _asked(self._signer().hello)
        if not said.is_founded:
            raise KeeperAway("The signer has not been founded yet.")
        return str(said.installation)

    def extend(self, start: Place, entries: Sequence[str]) -> SignedHead:
        return _head(
            _asked(self._signer().extend, start.epoch, (start.number, start.link), list(entries))
        )

    def closing(self) -> SignedHead:
        return _head(_asked(self._signer().closing))

    def epoch(self) -> SignedHead:
        return _head(_asked(self._signer().epoch))

    def certificates(self) -> list[str]:
        return [certificate_pem(one) for one in self._trust().records]

    def records(self) -> RecordTrust:
        return RecordTrust(self._trust())


def _asked(ask: Callable[..., Any], *question: Any) -> Any:
    try:
        return ask(*question)
    except SignerUnavailable as away:
        raise KeeperAway(str(away)) from None
    except Refused as refused:
        raise KeeperRefused(str(refused)) from None


def _head(said: dict[str, Any]) -> SignedHead:
    return SignedHead(said["content"], said["signature"])
