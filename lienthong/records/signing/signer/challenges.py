"""What passkeys are asked to sign: each challenge for ten minutes, once, and lost when the signer stops.

A question is not kept. It is made again, when it is answered, from a secret of this start, so that whoever opens
pages without end pushes out nobody's question. Asked in one browser it is answered in that one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from dataclasses import dataclass
from typing import Final

from lienthong.records.signing.messages import answer_challenge, canonical

GOOD_FOR_SECONDS: Final = 600
_MINUTE: Final = 60
_NONCE_BYTES: Final = 16


@dataclass(frozen=True)
class Question:
    handle: str
    verb: str
    key: str
    browser: str


class Challenges:
    """Secret and answers are in memory only, so that no proof outlives a restart or a restored disk."""

    def __init__(self) -> None:
        self._secret = os.urandom(32)
        # How often each question was answered lately, and until when that matters.
        self._answered: dict[Question, tuple[int, float]] = {}

    def ask(self, handle: str, verb: str, key: str, browser: str = "") -> bytes:
        question = Question(handle, verb, key, browser)
        self._forget_old()
        if question in self._answered:
            # What is asked now is counted behind the answers before it, for as long as it is good.
            self._answered[question] = (self._times(question), time.time() + GOOD_FOR_SECONDS)
        return self._challenge(question, self._nonce(question, _this_minute()))

    def use(
        self, challenge: bytes, handle: str, verb: str, key: str, browser: str = ""
    ) -> bytes | None:
        """The nonce of a challenge, if exactly this was asked here lately; asked once, it is used once."""
        self._forget_old()
        question, now = Question(handle, verb, key, browser), _this_minute()
        for minute in range(now, now - GOOD_FOR_SECONDS // _MINUTE, -1):
            nonce = self._nonce(question, minute)
            if hmac.compare_digest(challenge, self._challenge(question, nonce)):
                times = self._times(question) + 1
                self._answered[question] = (times, time.time() + GOOD_FOR_SECONDS)
                return nonce
        return None

    def _challenge(self, question: Question, nonce: bytes) -> bytes:
        return answer_challenge(question.handle, nonce, question.verb, question.key)

    def _nonce(self, question: Question, minute: int) -> bytes:
        """Another one each minute, and after each answer."""
        said = [*question.__dict__.values(), minute, self._times(question)]
        return hmac.new(self._secret, canonical(said), hashlib.sha256).digest()[:_NONCE_BYTES]

    def _times(self, question: Question) -> int:
        return self._answered.get(question, (0, 0.0))[0]

    def _forget_old(self) -> None:
        now = time.time()
        for question in [one for one, (_times, until) in self._answered.items() if until < now]:
            del self._answered[question]


def _this_minute() -> int:
    return int(time.time() // _MINUTE)
