"""Every byte of a file belongs to an object that a table names, to a table, or to the frame around them."""

from __future__ import annotations

import re
from typing import Final

from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _

_HEAD: Final = re.compile(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n\s*")
_BETWEEN: Final = re.compile(rb"\s*")
_TABLE: Final = re.compile(rb"xref\s[\s\dfn]+trailer\s*")
_TRAILER: Final = re.compile(rb"<<[^%]*>>\s*")
_TAIL: Final = re.compile(rb"startxref\s+\d+\s+%%EOF\s*")
_OBJECT: Final = re.compile(rb"\d+ 0 obj\s")
_STREAM: Final = re.compile(rb"\bstream\r?\n")
_LENGTH: Final = re.compile(rb"/Length (\d+)")
_END: Final = re.compile(rb"\s*endobj\s*")
_END_OF_STREAM: Final = re.compile(rb"\s*endstream\s+endobj\s*")
_STRING: Final = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)", re.DOTALL)


def refuse_bytes_of_nobody(reader: PdfFileReader, data: bytes) -> None:
    """Nothing stands between the objects, behind them or in remarks, where only some programs look."""
    end = 0
    for revision in range(reader.xrefs.total_revisions):
        table = reader.xrefs.get_xref_container_info(revision)
        touched = reader.xrefs.explicit_refs_in_revision(revision)
        objects = {reader.xrefs.get_historical_ref(reference, revision) for reference in touched}
        places = [*sorted(map(_offset, objects)), table.declared_startxref]
        _expect(_BETWEEN if revision else _HEAD, data[end : places[0]])
        for start, stop in zip(places, places[1:], strict=False):
            _refuse_more_than_one(data[start:stop])
        _expect(_TABLE, data[table.declared_startxref : table.end_location])
        last = data.index(b"startxref", table.end_location)
        _expect(_TRAILER, _STRING.sub(b"", data[table.end_location : last]))
        tail = _TAIL.match(data, last)
        if tail is None:
            raise _not_accounted_for()
        end = tail.end()
    # What follows the last revision is outside the seal: that is asked by the check of the steps.


def end_of_last_revision(reader: PdfFileReader, data: bytes) -> int:
    """Where the newest revision ends: the last byte that belongs to the file."""
    table = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    tail = _TAIL.match(data, data.index(b"startxref", table.end_location))
    return tail.end() if tail else 0


def _offset(place: object) -> int:
    if not isinstance(place, int):
        raise _not_accounted_for()
    return place


def _refuse_more_than_one(raw: bytes) -> None:
    """Exactly one object, without remarks; of a stream exactly as many bytes as it says."""
    if not _OBJECT.match(raw):
        raise _not_accounted_for()
    begin = _STREAM.search(raw)
    words = _STRING.sub(b"", raw[: begin.start()] if begin else raw)
    if b"%" in words:
        raise _not_accounted_for()
    if begin is None:
        _expect(_END, words[words.find(b"endobj") :])
        return
    lengths = _LENGTH.findall(words)
    if len(lengths) != 1:
        raise _not_accounted_for()
    _expect(_END_OF_STREAM, raw[begin.end() + int(lengths[0]) :])


def _expect(pattern: re.Pattern[bytes], found: bytes) -> None:
    if not pattern.fullmatch(found):
        raise _not_accounted_for()


def _not_accounted_for() -> Refused:
    return Refused(_("The file holds bytes that belong to none of its parts."))
