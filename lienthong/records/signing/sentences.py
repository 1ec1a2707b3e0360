"""Plain sentences that travel untranslated between processes and are said in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def gettext_noop(message: str) -> str:
    """Marks a sentence for the catalogue; the signer and the verifier run without Django."""
    return message


@dataclass(frozen=True)
class Sentence:
    """A sentence and the facts it names."""

    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str]) -> str:
        return translate(self.message) % self.facts

    def __str__(self) -> str:
        return self.message % self.facts


class Refused(Exception):
    """Something was asked that must not be done; the sentence says why."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message % facts)
        self.sentence = Sentence(message, facts)
