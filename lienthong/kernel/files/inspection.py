"""A look inside a file; runs in the bounded child only."""

import io
from typing import Any
from unicodedata import normalize

import pypdf
import pypdf.filters  # asked for when the first stream is unpacked: too late for a child
import pypdfium2
from django.utils.translation import gettext_noop
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from lienthong.kernel.files.office import (
    BOMB,
    DAMAGED,
    LOCKED,
    OLD_OFFICE,
    OTHER_KIND,
    check_office_file,
)
from lienthong.kernel.files.refusals import FileRefused

MOST_PAGES = 1000
MOST_OBJECTS = 300_000

JAVASCRIPT = gettext_noop("The PDF contains JavaScript. Print it to a new PDF and try again.")
LAUNCH = gettext_noop(
    "The PDF starts programs or opens other files. Print it to a new PDF and try again."
)
ATTACHED = gettext_noop("The PDF carries other files inside. Remove them and try again.")
TOO_LONG = gettext_noop("The PDF has more than %(pages)d pages.")
NOT_UNICODE = gettext_noop("The text is not in Unicode. Save it as UTF-8 and try again.")

FORBIDDEN_KEYS = {
    "/JS": JAVASCRIPT,
    "/JavaScript": JAVASCRIPT,
    "/EmbeddedFiles": ATTACHED,
    "/EF": ATTACHED,
    "/XFA": JAVASCRIPT,
    "/RichMediaContent": ATTACHED,
}
FORBIDDEN_ACTIONS = {
    "/JavaScript": JAVASCRIPT,
    "/Rendition": LAUNCH,
    "/Launch": LAUNCH,
    "/ImportData": LAUNCH,
    "/SubmitForm": LAUNCH,
    "/GoToR": LAUNCH,
    "/GoToE": LAUNCH,
}
FORBIDDEN_TYPES = {"/EmbeddedFile": ATTACHED, "/FileAttachment": ATTACHED, "/RichMedia": ATTACHED}
FORBIDDEN_VALUES = {"/S": FORBIDDEN_ACTIONS, "/Type": FORBIDDEN_TYPES, "/Subtype": FORBIDDEN_TYPES}


_VIETNAMESE = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)


def inspect_text(data: bytes) -> None:
    """Unicode text, or Vietnamese in the Windows encoding, and nothing else."""
    if data.startswith((b"%PDF-", b"PK\x03\x04", b"{\\rtf", OLD_OFFICE)):
        raise FileRefused(OTHER_KIND)
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        text = _in_windows_encoding(data, error)
    if any(character < " " and character not in "\t\n\r\f\v" for character in text):
        raise FileRefused(OTHER_KIND)


def _in_windows_encoding(data: bytes, error: UnicodeDecodeError) -> str:
    """Bytes that are no Unicode are text only if every letter they spell is a Vietnamese one."""
    try:
        text = normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        raise FileRefused(NOT_UNICODE) from error
    if any(c > "~" and c.isalpha() and c not in _VIETNAMESE for c in text):
        raise FileRefused(NOT_UNICODE) from error
    return text


def inspect_docx(data: bytes) -> None:
    """A Word document without macros, objects, locks or tricks of size."""
    check_office_file(data, "word/document.xml")


def inspect_pdf(data: bytes) -> None:
    """A PDF that opens, is not locked, and does nothing but show pages."""
    if b"%PDF-" not in data[:1024]:
        raise FileRefused(LOCKED if data.startswith(OLD_OFFICE) else OTHER_KIND)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise FileRefused(LOCKED)
        check_objects(reader)
        check_pages(data)
    except (pypdf.errors.PyPdfError, pypdfium2.PdfiumError) as error:
        raise FileRefused(DAMAGED) from error


def check_pages(data: bytes) -> None:
    """The engine that will show the pages opens them too."""
    document = pypdfium2.PdfDocument(data)
    if not len(document):
        raise FileRefused(DAMAGED)
    if len(document) > MOST_PAGES:
        raise FileRefused(TOO_LONG, pages=MOST_PAGES)


def check_objects(reader: pypdf.PdfReader) -> None:
    numbers = {number for table in reader.xref.values() for number in table}
    numbers |= set(reader.xref_objStm)
    if len(numbers) > MOST_OBJECTS:
        raise FileRefused(BOMB)
    waiting: list[Any] = [reader.trailer]
    for number in numbers:
        waiting.append(whole_object(reader, number))
    while waiting:
        part = waiting.pop()
        if isinstance(part, DictionaryObject):
            check_dictionary(part)
            waiting.extend(part.values())
        elif isinstance(part, ArrayObject):
            waiting.extend(part)


def whole_object(reader: pypdf.PdfReader, number: int) -> Any:
    generations = [generation for generation, table in reader.xref.items() if number in table]
    return IndirectObject(number, generations[0] if generations else 0, reader).get_object()


def check_dictionary(part: DictionaryObject) -> None:
    for key, sentence in FORBIDDEN_KEYS.items():
        if not isinstance(part.get(key), NullObject | None):
            raise FileRefused(sentence)
    for key, forbidden in FORBIDDEN_VALUES.items():
        value = part.get(key)
        if isinstance(value, str) and value in forbidden:
            raise FileRefused(forbidden[value])
