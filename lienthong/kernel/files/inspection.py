"""A look inside a file; runs in the bounded child only."""

import io
import zipfile
from typing import Any
from unicodedata import normalize

import pypdf
import pypdfium2
from django.utils.translation import gettext_noop
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from lienthong.kernel.files.refusals import FileRefused

MEBIBYTE = 1024 * 1024
MOST_PARTS = 3000
MOST_UNPACKED = 160 * MEBIBYTE
MOST_RATIO = 200
MOST_PAGES = 1000
MOST_OBJECTS = 300_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

OTHER_KIND = gettext_noop("The content of the file is not what its name says.")
DAMAGED = gettext_noop("The file cannot be read. It may be damaged.")
LOCKED = gettext_noop("The file is protected by a password. Remove the protection and try again.")
BOMB = gettext_noop("The file unpacks to far more than a document holds.")
MACROS = gettext_noop("The file contains macros. Save it as .docx without macros and try again.")
OBJECTS = gettext_noop("The file contains embedded programs or objects. Remove them and try again.")
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
    if data.startswith(OLD_OFFICE):
        raise FileRefused(LOCKED)  # a locked .docx, or an old .doc under a new name
    if not data.startswith(b"PK\x03\x04"):
        raise FileRefused(OTHER_KIND)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            check_package(package.infolist(), len(data))
            for part in package.infolist():
                check_part(part.filename, package.read(part))
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise FileRefused(DAMAGED) from error


def check_package(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise FileRefused(BOMB)
    if unpacked > MEBIBYTE and unpacked > MOST_RATIO * packed:
        raise FileRefused(BOMB)
    names = [part.filename for part in parts]
    if len(set(names)) != len(names):
        raise FileRefused(DAMAGED)
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(LOCKED)
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise FileRefused(OTHER_KIND)


def check_part(name: str, content: bytes) -> None:
    lower = name.lower()
    if "vbaproject" in lower or "vbadata" in lower:
        raise FileRefused(MACROS)
    if "/activex/" in lower or content.startswith(OLD_OFFICE):
        raise FileRefused(OBJECTS)
    if lower.endswith((".xml", ".rels")):
        check_xml(lower, content)


def check_xml(name: str, content: bytes) -> None:
    text = content.replace(b"\0", b"")  # the same words in UTF-16
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise FileRefused(DAMAGED)  # no Word document declares entities; bombs do
    if name == "[content_types].xml" and b"macroenabled" in text.lower():
        raise FileRefused(MACROS)
    if name.endswith(".rels") and b"/attachedtemplate" in text.lower() and b'"External"' in text:
        raise FileRefused(OBJECTS)  # a template fetched from elsewhere


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
