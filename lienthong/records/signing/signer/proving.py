"""A key is proven for what agrees to nothing: to read its list, and to add or remove its passkeys."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from lienthong.records.signing.messages import knowing_handle
from lienthong.records.signing.signer.challenges import Challenges
from lienthong.records.signing.signer.factors import Proof

Prove: TypeAlias = Callable[[str, Callable[[bytes], bool], dict[str, Any], str], Proof]


@dataclass(frozen=True)
class Proving:
    """What these acts need of the desk: `prove` checks a proof, `caller` says whose process asks."""

    challenges: Challenges
    prove: Prove
    caller: Callable[[], int]

    def ask(self, verb: str, key: str, browser: str, *about: str) -> str:
        """What a passkey signs in this browser for this, and for nothing else."""
        challenge = self.challenges.ask(knowing_handle(key, *about), verb, key, browser)
        return base64.b64encode(challenge).decode("ascii")

    def proven(
        self, verb: str, key: str, proof: dict[str, Any], browser: str, *about: str
    ) -> Proof:
        handle = knowing_handle(key, *about)

        def is_asked(challenge: bytes) -> bool:
            return self.challenges.use(challenge, handle, verb, key, browser) is not None

        return self.prove(key, is_asked, proof, browser)
