"""Sentences of a clause, and the parts of a sentence that stand on their own."""

from __future__ import annotations

import re
from typing import Final

from lienthong.records.texts.clauses.alphabet import vietnamese

# A stop before a capital, not within "TP. Huế", "đ/c.", "2.1." or brackets.
_STOP: Final = re.compile(
    vietnamese(
        r"(?<=[^\s\d.][.!?])(?<!\bTP\.)(?<!\bT\.)(?<!\bđ/c\.)\s+(?=[\"“(]?[A-ZÀ-Ỹ\d])|(?<=\d[.])\s+(?=[A-ZÀ-Ỹ])|\n"
    )
)
_PARTS: Final = re.compile(r";\s*")


# "Một là, …", "Thứ hai, …": the number of a sentence, in words.
_ORDINAL: Final = re.compile(
    r"^(?:(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là|thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))\s*[,:]\s*",
    re.IGNORECASE,
)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text without their numbers in words, brackets kept together."""
    return [
        _ORDINAL.sub("", one) for one in _joined([one.strip() for one in _STOP.split(text)], " ")
    ]


def parts_of(sentence: str) -> list[str]:
    """What stands between semicolons."""
    return _joined([one.strip() for one in _PARTS.split(sentence)], "; ")


def _joined(pieces: list[str], joint: str) -> list[str]:
    """Pieces again in one where a bracket was torn."""
    whole: list[str] = []
    for piece in filter(None, pieces):
        if whole and whole[-1].count("(") > whole[-1].count(")"):
            whole[-1] += joint + piece
        else:
            whole.append(piece)
    return whole
