"""Making a key known in one more browser: its holder proves it there, to read what was done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lienthong.records.signing import messages
from lienthong.records.signing.messages import BADLY_WRITTEN
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.passkeys import usable_sites
from lienthong.records.signing.signer.proving import Proving
from lienthong.records.signing.signer.treatment import Holdings

KNOW: Final = "know"


class Knowing:
    """Agrees to nothing. A key that is withdrawn is read as well."""

    def __init__(self, holdings: Holdings, proving: Proving) -> None:
        self._has, self._proving = holdings, proving

    @property
    def acts(self) -> dict[str, Callable[..., dict[str, Any]]]:
        return {"ask_to_know": self.ask_to_know, "know": self.know}

    def ask_to_know(self, *, key: str, browser: str = "") -> dict[str, Any]:
        """What a passkey signs in this browser for this, and for nothing else."""
        self._has.roster.key(key)
        challenge = self._proving.ask(KNOW, key, browser)
        return {"challenge": challenge, "passkeys": usable_sites(self._has.roster, key)}

    def know(self, *, key: str, proof: dict[str, Any], browser: str) -> dict[str, Any]:
        """From now on the key is known in this browser; its holder reads of that, wherever it was."""
        self._has.journal.refuse_if_closed()
        self._has.journal.refuse_late_clock()
        self._has.roster.key(key)
        if not messages.is_sha256(browser):
            raise Refused(BADLY_WRITTEN)
        proven = self._proving.proven(KNOW, key, proof, browser)
        facts = {**proven.facts, "uid": self._proving.caller()}
        self._has.journal.write("browser known", key=key, **facts)
        return {}
