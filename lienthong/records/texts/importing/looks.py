"""How a run of letters looks, whatever program wrote it, and runs as recognition reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from lienthong.records.texts.importing.letters import RAISED
from lienthong.records.texts.recognition.lines import BOLD_OFF, BOLD_ON, ITALIC_OFF, ITALIC_ON

Value = TypeVar("Value")
# A note or a power; a year in a raised sentence is none.
_FEW_FIGURES = re.compile(r"(?<!\d)\d{1,3}(?!\d)")


@dataclass(frozen=True)
class Look:
    """None means: not said here."""

    font: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None

    def over(self, other: Look) -> Look:
        """This look where it says something, the other elsewhere."""
        return Look(
            _first(self.font, other.font),
            _first(self.bold, other.bold),
            _first(self.italic, other.italic),
            _first(self.capitals, other.capitals),
            _first(self.hidden, other.hidden),
            _first(self.raised, other.raised),
        )


def as_shown(text: str, look: Look) -> str:
    """Letters as they are seen: all in capitals, or figures raised ("2027³", "m²")."""
    if look.raised:
        text = _FEW_FIGURES.sub(lambda found: found[0].translate(RAISED), text)
    return text.upper() if look.capitals else text


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
