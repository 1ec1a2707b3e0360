"""The permanent identity of a clause: given once, kept through every edit and version."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from typing import Any

_BYTES_FOR_TEN_LETTERS = 7
WID_LENGTH = 11


def new_wid() -> str:
    """ "c" and ten letters: what opinions and tasks hang on."""
    letters = base64.b32encode(secrets.token_bytes(_BYTES_FOR_TEN_LETTERS)).decode().lower()
    return "c" + letters[: WID_LENGTH - 1]


def give_wids(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give an identity to every clause and row that has none; none is ever changed."""
    for piece in pieces(body):
        if not piece.get("wid"):
            piece["wid"] = new_wid()
    return body


def pieces(body: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every clause, table group and table row, in reading order."""
    waiting = list(reversed(body))
    while waiting:
        node = waiting.pop()
        yield node
        for group in node.get("groups") or ():
            yield group
            yield from group["rows"]
        waiting += reversed(node.get("children") or [])
