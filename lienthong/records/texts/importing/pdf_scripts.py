"""A PDF that carries programs is refused."""

from __future__ import annotations

import io
from typing import Any

import pypdf.filters  # noqa: F401 - asked for when the first stream is unpacked: too late for a child
from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from lienthong.records.texts.importing.refusals import BROKEN, SCRIPTS, Unreadable

_DANGEROUS = {"/JavaScript", "/Launch", "/RichMedia"}
_MOST_OBJECTS = 200_000


def refuse_scripts(data: bytes) -> None:
    """Walk every object the document reaches; a script anywhere among them refuses the file."""
    try:
        root = PdfReader(io.BytesIO(data), strict=False).trailer
        _walk(root)
    except Unreadable:
        raise
    except (
        PdfReadError,
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        OSError,
        AttributeError,
    ) as error:
        raise Unreadable(BROKEN) from error


def _walk(root: Any) -> None:
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [root]
    steps = 0
    while waiting and steps < _MOST_OBJECTS:
        steps += 1
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            key = (item.idnum, item.generation)
            if key in seen:
                continue
            seen.add(key)
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            _refuse_action(item)
            waiting += [item.raw_get(name) for name in item]
        elif isinstance(item, ArrayObject):
            waiting += list(item)


def _refuse_action(item: DictionaryObject) -> None:
    if (
        "/JS" in item
        or str(item.get("/S")) in _DANGEROUS
        or str(item.get("/Subtype")) == "/RichMedia"
    ):
        raise Unreadable(SCRIPTS)
