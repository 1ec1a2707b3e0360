"""Marks of secrecy: what bears one is not handled on a connected system (Luật Bảo vệ bí mật nhà nước)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from lienthong.kernel.text.cleaning import nfc
from lienthong.kernel.text.folding import fold

SECRECY: Final = {"mat": "mat", "toi mat": "toi_mat", "tuyet mat": "tuyet_mat"}
_LABEL = re.compile(r"^(?:muc )?do (?:mat|khan)\s*[:.]?\s*")
_DECORATION = re.compile(r"[^\w\s]+")
_LONGEST_MARK = 40
# Bold and italic travel inside a text as characters no keyboard makes.
_EMPHASIS = re.compile("[\ue000-\uf8ff]")
_BREAKS = re.compile(r"[\n;,|]")
_NAME_BREAKS = re.compile(r"[-_.,()\[\]{}–]+")
_LONG_MARKS = ("toi mat", "tuyet mat", "do mat")
_SPELLED_IN_NAMES = {"mat", "toimat", "tuyetmat"}
_NO_MARK_AFTER = {"bi", "bao", "co", "can", "than"}


def is_capitals(text: str) -> bool:
    """Whether a line is printed in capitals, as names of types and organisations are."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and all(c == c.upper() for c in letters)


def mark_in(cells: Sequence[str], marks: Mapping[str, str]) -> str | None:
    """A line, cell by cell, that is nothing but a mark; "M Ậ T" and "[ MẬT ]" count, "mật" in lower case does not."""
    for cell in cells:
        labelled = _LABEL.sub("", fold(cell))
        has_label = labelled != fold(cell)
        words = _DECORATION.sub(" ", labelled).split()
        bare = "".join(words) if words and all(len(word) == 1 for word in words) else ""
        name = " ".join(words)
        if name.startswith("hoa toc hen gio"):
            name = "hoa toc hen gio"
        spaced = {key.replace(" ", ""): code for key, code in marks.items()}
        code = marks.get(name) or spaced.get(bare)
        if code and (has_label or _begins_upper(cell)):
            return code
    return None


def _begins_upper(cell: str) -> bool:
    letters = [c for c in cell if c.isalpha()]
    return bool(letters) and letters[0].isupper()


def is_secret_beside(pieces: Iterable[str]) -> bool:
    """Whether a mark of secrecy stands beside the text: in a footer, a property, a note, a drawing."""
    lines = (
        line for piece in pieces for line in _BREAKS.split(piece) if len(line) <= _LONGEST_MARK
    )
    return any(mark_in((_EMPHASIS.sub("", line).strip(),), SECRECY) for line in lines)


def is_secret_within(text: str) -> bool:
    """Whether a stamped mark stands anywhere in a text; a list of the degrees bears none.

    Outside the head only capitals count, alone on their line and not in a table.
    """
    for raw in text.splitlines():
        line = _EMPHASIS.sub("", raw).strip()
        is_stamp = len(line) <= _LONGEST_MARK and is_capitals(line) and "\t" not in raw
        if is_stamp and line[0] not in "-–—+*•|" and mark_in((line,), SECRECY):
            return True
    return False


def is_secret_by_name(filename: str) -> bool:
    """Whether the name of a file bears the mark: a scan has no text to read it from."""
    for piece in _NAME_BREAKS.split(nfc(PurePath(filename).stem)):
        words = piece.split()
        folded = fold(piece).strip()
        if folded in _SPELLED_IN_NAMES or any(f" {mark} " in f" {folded} " for mark in _LONG_MARKS):
            return True
        if len(words) > 1 and words[-1] in ("Mật", "MẬT") and fold(words[-2]) not in _NO_MARK_AFTER:
            return True
    return False
