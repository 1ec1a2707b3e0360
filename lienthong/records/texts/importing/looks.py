"""How a run of letters looks, whatever program wrote it, and runs as recognition reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from lienthong.records.texts.recognition.lines import BOLD_OFF, BOLD_ON, ITALIC_OFF, ITALIC_ON

Value = TypeVar("Value")


@dataclass(frozen=True)
class Look:
    """None means: not said here."""

    font: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None

    def over(self, other: Look) -> Look:
        """This look where it says something, the other elsewhere."""
        return Look(
            _first(self.font, other.font),
            _first(self.bold, other.bold),
            _first(self.italic, other.italic),
            _first(self.capitals, other.capitals),
            _first(self.hidden, other.hidden),
        )


def _first(mine: Value | None, theirs: Value | None) -> Value | None:
    return mine if mine is not None else theirs


def written(pieces: list[tuple[str, Look]]) -> str:
    """Runs of letters as recognition reads them, emphasis marked."""
    return "\n".join(line.strip() for line in _emphasised(pieces).split("\n"))


def _emphasised(pieces: list[tuple[str, Look]]) -> str:
    """Runs of one look joined and marked; a run that is blank takes its neighbour's look."""
    joined: list[tuple[str, bool, bool]] = []
    for text, look in pieces:
        bold, italic = bool(look.bold), bool(look.italic)
        if joined and (not text.strip() or joined[-1][1:] == (bold, italic)):
            joined[-1] = (joined[-1][0] + text, *joined[-1][1:])
        else:
            joined.append((text, bold, italic))
    return "".join(_marked(*piece) for piece in joined)


def _marked(text: str, bold: bool, italic: bool) -> str:
    if not text.strip() or not (bold or italic):
        return text
    on, off = (
        (BOLD_ON if bold else "") + (ITALIC_ON if italic else ""),
        (ITALIC_OFF if italic else "") + (BOLD_OFF if bold else ""),
    )
    return "\n".join(f"{on}{line}{off}" if line.strip() else line for line in text.split("\n"))
