"""One document as printed: what recognition hands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lienthong.records.texts.recognition.grounds import (
    Ground,
    grounds_as_json,
)
from lienthong.records.texts.recognition.signing import leading
from lienthong.records.texts.recognition.source import Aside, Reason
from lienthong.records.texts.recognition.vocabulary import PrintedType


@dataclass
class RecognisedDocument:
    """One document as printed; what is not printed is None, never guessed."""

    number: str | None = None
    kind: PrintedType | None = None
    title: str | None = None
    place: str | None = None
    date: str | None = None
    superior: dict[str, str] | None = None
    issuer: dict[str, str | None] | None = None
    signings: list[dict[str, Any]] = field(default_factory=list)
    addressees: list[str] | None = None
    addressed_as: str | None = None
    recipients: list[dict[str, Any]] | None = None
    file_copy: list[str] | None = None
    dissemination_scope: dict[str, str] | None = None
    arrival: dict[str, str | None] | None = None
    secrecy: str | None = None
    urgency: str | None = None
    draft: str | None = None
    attached: str | None = None
    set_aside: list[Aside] = field(default_factory=list)
    grounds: dict[str, Ground] = field(default_factory=dict)
    body: list[dict[str, Any]] = field(default_factory=list)
    # Figures of notes as they stand in the file, where they count on here.
    recounted: list[str] = field(default_factory=list)
    # What the printed form has otherwise than the guidance of its day.
    form: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        fields = {
            name: value
            for name, value in vars(self).items()
            if name not in {"kind", "signings", "set_aside", "grounds"}
        }
        kind = self.kind
        fields |= {
            "type": {"name": kind.name, "code": kind.code, "key": kind.key} if kind else None,
            "signing": leading(self.signings, (self.issuer or {}).get("name") or "")
            if self.signings
            else None,
            "signings": self.signings,
        }
        aside = [one.as_json() for one in self.set_aside]
        printed = {
            name: value
            for name, value in fields.items()
            if name not in {"body", "recounted", "form"}
        }
        return {**fields, **grounds_as_json(printed, self.grounds), "set_aside": aside}

    def leave(self, words: Iterable[str], reason: Reason) -> None:
        self.set_aside += [Aside(text, reason) for text in words]
