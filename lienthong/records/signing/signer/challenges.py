"""What passkeys are asked to sign: each challenge for ten minutes, once, and lost when the signer stops."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Final

from lienthong.records.signing.messages import answer_challenge
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _

GOOD_FOR_SECONDS: Final = 600
MOST: Final = 10_000
MOST_A_KEY: Final = 20


@dataclass(frozen=True)
class Question:
    handle: str
    verb: str
    key: str
    nonce: bytes
    until: float


class Challenges:
    """Kept in memory only, so that no proof outlives a restart or a restored disk."""

    def __init__(self) -> None:
        self._asked: dict[bytes, Question] = {}

    def ask(self, handle: str, verb: str, key: str) -> bytes:
        self._forget_old()
        self._forget_first(key)
        if len(self._asked) >= MOST:
            raise Refused(_("The signer has been asked too much at once. Try again shortly."))
        question = Question(handle, verb, key, os.urandom(16), time.time() + GOOD_FOR_SECONDS)
        challenge = answer_challenge(handle, question.nonce, verb, key)
        self._asked[challenge] = question
        return challenge

    def use(self, challenge: bytes, handle: str, verb: str, key: str) -> bytes | None:
        """The nonce of a challenge, if exactly this was asked lately; asked once, it is used once."""
        self._forget_old()
        asked = self._asked.get(challenge)
        if asked is None or (asked.handle, asked.verb, asked.key) != (handle, verb, key):
            return None
        del self._asked[challenge]
        return asked.nonce

    def _forget_old(self) -> None:
        now = time.time()
        for challenge in [one for one, asked in self._asked.items() if asked.until < now]:
            del self._asked[challenge]

    def _forget_first(self, key: str) -> None:
        """Who asks one key without end pushes out what it was asked first, and nobody else's questions."""
        of_key = [challenge for challenge, asked in self._asked.items() if asked.key == key]
        for challenge in of_key[: max(0, len(of_key) - MOST_A_KEY + 1)]:
            del self._asked[challenge]
