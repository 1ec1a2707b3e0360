"""Making a key known in one more browser: its holder proves it there, to read what was done with it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from lienthong.records.signing import messages
from lienthong.records.signing.messages import BADLY_WRITTEN
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import factors
from lienthong.records.signing.signer.challenges import Challenges
from lienthong.records.signing.signer.treatment import Holdings

KNOW: Final = "know"

Prove: TypeAlias = Callable[[str, Callable[[bytes], bool], dict[str, Any], str], factors.Proof]


class Knowing:
    """Agrees to nothing. A key that is withdrawn is read as well; `prove` and `caller` are the desk's."""

    def __init__(
        self, holdings: Holdings, challenges: Challenges, prove: Prove, caller: Callable[[], int]
    ) -> None:
        self._has, self._challenges = holdings, challenges
        self._prove, self._caller = prove, caller

    @property
    def acts(self) -> dict[str, Callable[..., dict[str, Any]]]:
        return {"ask_to_know": self.ask_to_know, "know": self.know}

    def ask_to_know(self, *, key: str) -> dict[str, Any]:
        """What a passkey signs for this, and for nothing else."""
        self._has.roster.key(key)
        challenge = self._challenges.ask(messages.knowing_handle(key), KNOW, key)
        passkeys = self._has.roster.passkeys.get(key, {})
        return {
            "challenge": base64.b64encode(challenge).decode("ascii"),
            "passkeys": [
                {"credential_id": one, "rp_id": kept["rp_id"]}
                for one, kept in sorted(passkeys.items())
            ],
        }

    def know(self, *, key: str, proof: dict[str, Any], browser: str) -> dict[str, Any]:
        """From now on the key is known in this browser; its holder reads of that, wherever it was."""
        self._has.journal.refuse_if_closed()
        self._has.journal.refuse_late_clock()
        self._has.roster.key(key)
        if not messages.is_sha256(browser):
            raise Refused(BADLY_WRITTEN)

        def is_asked(challenge: bytes) -> bool:
            handle = messages.knowing_handle(key)
            return self._challenges.use(challenge, handle, KNOW, key) is not None

        proven = self._prove(key, is_asked, proof, browser)
        self._has.journal.write("browser known", key=key, **proven.facts, uid=self._caller())
        return {}
