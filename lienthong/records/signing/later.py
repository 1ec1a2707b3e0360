"""What was added to an issued file afterwards: archive data, which is allowed, or anything else, which is named."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.records.signing.kinds import DocumentKind
from lienthong.records.signing.sentences import Refused, Sentence
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.tiling import end_of_last_revision, refuse_bytes_of_nobody
from lienthong.records.signing.walk import Walk

ARCHIVE: Final = "/DSS"
MOST_REVISIONS: Final = 20
_TEXTS: Final = frozenset({"/Stamp", "/FreeText", "/Watermark"})


def issued_part(reader: PdfFileReader, data: bytes, kind: DocumentKind) -> bytes:
    """The file up to the last byte that the last signature of its kind covers; the whole file if there is none."""
    last = kind.signatures[-1].field
    for signature in reader.embedded_signatures:
        if signature.field_name == last:
            *_gap, start, length = (int(at) for at in signature.byte_range)
            return data[: start + length]
    return data


def refuse_more_than_archive_data(data: bytes, kind: DocumentKind) -> None:
    """After the last signature comes only what checks need years later: certificates and lists.

    They are held by the catalog, which stays as it was otherwise.
    """
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=True)
        steps, total = len(kind.revisions), reader.xrefs.total_revisions
        _refuse_unless_archive(reader, steps, total)
        refuse_bytes_of_nobody(reader, data)
        Walk(reader).all_revisions()
        is_whole = end_of_last_revision(reader, data) == len(data)
    except Refused:
        raise
    except Exception as unreadable:
        raise _added() from unreadable
    if not is_whole:
        raise _added()


def _refuse_unless_archive(reader: PdfFileReader, steps: int, total: int) -> None:
    before = _plain(reader.get_historical_root(steps - 1))
    if not steps < total <= steps + MOST_REVISIONS:
        raise _added()
    issued = {
        reference
        for revision in range(steps)
        for reference in reader.xrefs.explicit_refs_in_revision(revision)
    }
    for revision in range(steps, total):
        replaced = reader.xrefs.explicit_refs_in_revision(revision) & issued
        now = _plain(reader.get_historical_root(revision))
        if replaced - {reader.root_ref} or before != {**now, ARCHIVE: None}:
            raise _added()


def _plain(catalog: Any) -> dict[str, str | None]:
    return {ARCHIVE: None} | {str(key): repr(catalog.raw_get(key)) for key in catalog}


def _added() -> Refused:
    return Refused(_("Something was added to the file after it was sealed."))


def additions(data: bytes, kind: DocumentKind) -> list[Sentence]:
    """In plain words what a file bears that it did not bear when it was issued."""
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    issued = reader.get_historical_root(len(kind.revisions) - 1)
    known = {place for _page, place, _one in _laid_over(issued["/Pages"])}
    new = [
        _named(one, page)
        for page, place, one in _laid_over(reader.root["/Pages"])
        if place not in known
    ]
    return new or [
        Sentence(_("Added after the seal: a change inside the file that no page shows."))
    ]


def _laid_over(pages: Any) -> Iterator[tuple[int, Any, Any]]:
    """Number of the page, place in the file and contents of everything laid over the pages."""
    for number, page in enumerate(_pages(pages), start=1):
        laid = page.get("/Annots", ())
        for at in range(len(laid)):
            yield number, repr(laid.raw_get(at)), laid[at]


def _pages(node: Any) -> Iterator[Any]:
    for kid in node["/Kids"]:
        inside = kid.get_object()
        yield from _pages(inside) if "/Kids" in inside else [inside]


def _named(one: Any, page: int) -> Sentence:
    facts = {"page": page}
    if one.get("/FT") == "/Sig":
        return Sentence(_("Added after the seal: a further signature, on page %(page)d."), facts)
    if one.get("/Subtype") in _TEXTS:
        return Sentence(_("Added after the seal: a stamp or a text, on page %(page)d."), facts)
    return Sentence(_("Added after the seal: a remark or a link, on page %(page)d."), facts)
