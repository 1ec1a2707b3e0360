"""Plain text in the encodings Vietnamese offices use."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import Any

from lienthong.kernel.text.public import in_marks, is_secret_beside, is_secret_within, nfc
from lienthong.records.texts.clauses.notes import called, hang_notes, without_calls
from lienthong.records.texts.importing.refusals import (
    BROKEN,
    EMPTY,
    LEGACY_FONT,
    MARKED,
    TOO_LARGE,
    WRONG_TYPE,
    Unreadable,
    refusal,
)
from lienthong.records.texts.recognition.account import Account, reckon
from lienthong.records.texts.recognition.documents import recognise
from lienthong.records.texts.recognition.grounds import ACROSS_THE_PAGE, grounds_as_json
from lienthong.records.texts.recognition.heads import is_draft_mark
from lienthong.records.texts.recognition.lines import read_lines
from lienthong.records.texts.recognition.printed_form import faults_of_measures
from lienthong.records.texts.recognition.source import Place, Reason, Source

MAX_CHARACTERS = 2_000_000
# Letters no Vietnamese text has, but every text typed in a font of before Unicode.
_LEGACY_LETTERS = frozenset("µ¸¶·¹¨»¾¼½©®ª«¬\u00ad")
_LEGACY_SHARE = 0.03
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAY_MARK = (Reason.WATERMARK, Reason.PAGE_HEADER)
_REHEARSED = """ĐẢNG BỘ TỈNH THỬ
TỈNH ỦY
*
Số 01-NQ/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Thử, ngày 02 tháng 01 năm 2026

NGHỊ QUYẾT
về việc đọc thử

I. MỤC TIÊU
1. Mục tiêu chung: đọc thử.
a) Đến năm 2030 đạt 95%, trong đó 10 xã;
- Giao Văn phòng Tỉnh ủy (kèm theo Phụ lục).
Điều 1. Nghị quyết này có hiệu lực từ ngày ký.

Nơi nhận:
- Ban Bí thư (để báo cáo),
- Lưu Văn phòng.
T/M TỈNH ỦY
BÍ THƯ

Nguyễn Văn Thử
"""
_BINARY = (
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"{\\rtf",
)


def read_plain(data: bytes) -> dict[str, Any]:
    """The documents of a plain text file, or the code of a refusal."""
    try:
        return documents_of(written(decoded(data)))
    except Unreadable as unreadable:
        return refusal(unreadable)


def written(text: str) -> Source:
    """A text in which every line is its own place."""
    source = Source()
    source.take(in_marks(text), Place(line=1))
    return source


def rehearse() -> None:
    """Read a text of our own: what is made ready at a first reading is ready for every child after it."""
    documents_of(written(_REHEARSED))


def documents_of(source: Source) -> dict[str, Any]:
    """What a source holds and the account of it, as data that can leave the child process."""
    text = source.text
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(TOO_LARGE)
    letters = sum(c.isalpha() for c in text)
    # "¹" is such a letter too, where it calls no note.
    strange = sum(c in _LEGACY_LETTERS for c in text) - sum(
        mark.count("¹") for mark in source.notes
    )
    if strange > max(letters * _LEGACY_SHARE, 10):
        raise Unreadable(LEGACY_FONT)
    recognised = recognise(text)
    if not recognised:
        raise Unreadable(EMPTY)
    documents = [document.as_json() for document in recognised]
    measured = faults_of_measures(source.measures, documents[0]["date"])
    documents[0]["form"] += [fault.as_json() for fault in measured]
    if is_secret_within(text) and not any(document["secrecy"] for document in documents):
        raise Unreadable(MARKED)
    _hang_notes(source, documents)
    account = reckon(source, documents)
    _take_draft_marks(source, documents, account)
    return {"refused": None, "documents": documents, "text": text, "account": account.as_json()}


def _hang_notes(source: Source, documents: list[dict[str, Any]]) -> None:
    """Each note to the clause that calls it; one called in a head or a title is set aside."""
    left = dict(source.notes)
    for document in documents:
        for mark in hang_notes(document["body"], left):
            source.take(f"{mark} {left.pop(mark)}", Place("notes"))
    for document in documents:
        title = document["title"] or ""
        document["recounted"] += [mark for mark in called([title]) if mark in left]
        document["title"] = without_calls(title, list(left)) or None
    for mark, words in left.items():
        source.put_aside(f"{mark} {words}", Reason.FOOTNOTE, Place("notes"))


def _take_draft_marks(source: Source, documents: list[dict[str, Any]], account: Account) -> None:
    """ "DỰ THẢO" across a page or in its head makes a draft of each document on that page; where its page is
    not said, of all."""
    for mark, page in _draft_marks(source):
        for at, document in enumerate(documents):
            pages = {one.place.page for one in account.taken if one.document == at}
            if not document["draft"] and (page is None or page in pages):
                document["draft"] = mark
                known = grounds_as_json({"draft": mark}, {"draft": ACROSS_THE_PAGE})
                for part, said in known.items():
                    document[part]["draft"] = said["draft"]


def _draft_marks(source: Source) -> Iterator[tuple[str, int | None]]:
    for one in source.set_aside:
        page = one.place.page if one.place else None
        if one.reason in _MAY_MARK:
            yield from ((line.text, page) for line in read_lines(one.text) if is_draft_mark(line))


def refuse_secret(pieces: Iterable[str]) -> None:
    """What stands beside the text is not imported, but a mark of secrecy on it counts."""
    if is_secret_beside(pieces):
        raise Unreadable(MARKED)


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16, else the Vietnamese Windows encoding."""
    if data.startswith(_BINARY):
        raise Unreadable(WRONG_TYPE)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded_as(data, encoding)
    if encoding := _utf16_without_mark(data):
        return _decoded_as(data, encoding)
    if b"\x00" in data:
        raise Unreadable(WRONG_TYPE)
    try:
        return nfc(data.decode("utf-8"))
    except UnicodeDecodeError:
        return nfc(data.decode("cp1258", errors="replace"))


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        return nfc(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise Unreadable(BROKEN) from error


def _utf16_without_mark(data: bytes) -> str:
    """Every second byte of Latin text in UTF-16 is zero."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.25 and even < odd / 4:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) * 0.25 and odd < even / 4 else ""
