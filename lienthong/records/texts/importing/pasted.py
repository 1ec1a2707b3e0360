"""Lines pasted into a draft, read as clauses by the recogniser of files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lienthong.records.texts.clauses.identity import give_wids, pieces
from lienthong.records.texts.clauses.pieces import Piece, flat
from lienthong.records.texts.importing.uploads import read_upload

SHOWN = 300
PARTS = ("marker", "heading", "text")


@dataclass(frozen=True)
class Pasted:
    """The pieces to be put in, and the lines that are no clauses: head and signature of a whole paper."""

    pieces: list[Piece]
    left_out: list[str]


def read_pasted(words: str) -> Pasted:
    """Read pasted lines, each as one of its own, since nothing says that the next one continues it.

    Raises FileRefused as for a file: too much, a mark of secrecy, a font of before Unicode.
    """
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    read = read_upload("\n\n".join(lines).encode(), "text", "")
    body: list[dict[str, Any]] = [node for one in read.documents for node in one["body"]]
    return Pasted(flat(give_wids(body)), _left_out(lines, body))


def _left_out(lines: list[str], body: list[dict[str, Any]]) -> list[str]:
    """The lines of which no word came into a clause."""
    kept: set[str] = set()
    for piece in pieces(body):
        said = [piece.get(part) or "" for part in PARTS]
        kept |= set(" ".join([*said, *piece.get("cells", ()), *piece.get("columns", ())]).split())
    outside = (one for one in lines if not one.startswith("<table") and not kept & set(one.split()))
    return [line[:SHOWN] for line in outside]
