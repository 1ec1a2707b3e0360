"""What a reader met in a file: every run of words with its place, and what became of it.

All readers hand a `Source` to recognition. What a reader does not hand on as text it sets aside with
a reason or refuses; it never drops a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

BODY = "body"


class Reason(StrEnum):
    """Why words are no part of what was read; `importing/saying.py` says it in words."""

    PAGE_NUMBER = "page_number"
    PAGE_HEADER = "page_header"
    ARRIVAL_STAMP = "arrival_stamp"
    SIGNING_STAMP = "signing_stamp"
    SIGNATURE = "signature"
    WATERMARK = "watermark"
    SCANNER = "scanner"
    HANDWRITING = "handwriting"
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    LAID_ON = "laid_on"
    DELETED = "deleted"
    HIDDEN = "hidden"
    PROMPT = "prompt"
    NOT_SHOWN = "not_shown"
    DRAWING = "drawing"
    NOT_GIVEN = "not_given"
    SECOND = "second"
    UNDER_TYPE = "under_type"
    COVER = "cover"
    OPEN_PURPOSE = "open_purpose"
    SIGNS_BESIDE = "signs_beside"
    REPEATED = "repeated"
    UNKNOWN_LETTER = "unknown_letter"
    UNPLACED = "unplaced"


@dataclass(frozen=True)
class Place:
    """Where words stand: in which part of the file, on which page, in which line or paragraph of it."""

    part: str = BODY
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True)
class Run:
    """Words a reader hands on, in the form recognition reads: one paragraph, table or page."""

    text: str
    place: Place


@dataclass(frozen=True)
class Aside:
    """Words that are no part of the text, and why."""

    text: str
    reason: Reason
    place: Place | None = None

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"text": self.text, "reason": self.reason.value}
        return said | {"place": asdict(self.place)} if self.place else said


@dataclass
class Source:
    """Everything a reader met, in reading order."""

    runs: list[Run] = field(default_factory=list)
    set_aside: list[Aside] = field(default_factory=list)
    refused: list[Aside] = field(default_factory=list)
    # Notes whose figures stand in the words, by these figures.
    notes: dict[str, str] = field(default_factory=dict)
    # Margins in millimetres, size and spacing in points, where the file says them.
    measures: dict[str, float] = field(default_factory=dict)

    def take(self, text: str, place: Place) -> None:
        """Words for recognition to read."""
        self.runs.append(Run(text, place))

    def put_aside(self, text: str, reason: Reason, place: Place) -> None:
        """Words a person sees that are no part of the text."""
        if text.strip():
            self.set_aside.append(Aside(text, reason, place))

    def refuse(self, text: str, reason: Reason, place: Place) -> None:
        """Words that cannot be read; `text` shows them as far as that is possible."""
        self.refused.append(Aside(text, reason, place))

    @property
    def text(self) -> str:
        """The text as recognition reads it: blank lines part the runs."""
        return "\n\n".join(run.text for run in self.runs)

    def lines(self) -> Iterator[tuple[Place, str]]:
        """Every line that is not blank, with its place."""
        for run in self.runs:
            first = run.place.line or 1
            for number, line in enumerate(run.text.split("\n"), first):
                if line.strip():
                    yield Place(run.place.part, run.place.page, number), line
