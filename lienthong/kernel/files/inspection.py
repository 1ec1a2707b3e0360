"""A look inside a file; runs in the bounded child only."""

import io
import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

import pypdf
import pypdf.filters  # asked for when the first stream is unpacked: too late for a child
import pypdfium2
from django.utils.translation import gettext_noop
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject

from lienthong.kernel.files.acting import Found, acting_in
from lienthong.kernel.files.acting_opendocument import acting_in_text
from lienthong.kernel.files.cleaning import cleaned, cleaned_text
from lienthong.kernel.files.opendocument import OpenDocument
from lienthong.kernel.files.packages import (
    BOMB,
    DAMAGED,
    LOCKED,
    OLD_OFFICE,
    OTHER_KIND,
    WORD,
    Package,
    is_plain_link,
)
from lienthong.kernel.files.refusals import FileRefused

MOST_PAGES = 1000
MOST_OBJECTS = 300_000
Sentences = list[tuple[str, dict[str, Any]]]

OPENS_LOCKED = gettext_noop(
    "The PDF opens without a password, but one forbids to change or copy it. Print it to a new PDF and "
    "try again."
)
JAVASCRIPT = gettext_noop("The PDF contains JavaScript. Print it to a new PDF and try again.")
LAUNCH = gettext_noop(
    "The PDF starts programs or opens other files. Print it to a new PDF and try again."
)
ATTACHED = gettext_noop("The PDF carries other files inside. Remove them and try again.")
SENDS = gettext_noop(
    "The PDF sends or takes in what is typed into a form. Print it to a new PDF and try again."
)
XFA = gettext_noop(
    "The PDF is a form that is drawn by a program (XFA). Print it to a new PDF and try again."
)
PLAYS = gettext_noop(
    "The PDF plays films, sounds or models in space. Print it to a new PDF and try again."
)
PORTFOLIO = gettext_noop("The PDF is a portfolio of other files. Bring the files one by one.")
BY_ITSELF = gettext_noop(
    "The PDF does something by itself when it is opened, shown or printed. Print it to a new PDF "
    "and try again."
)
ELSEWHERE = gettext_noop(
    "The PDF leads to something that is no web page and no mail address. Print it to a new PDF and "
    "try again."
)
AFTER_A_LINE = gettext_noop(
    "The PDF begins only after other lines, as some scanners write it. Print it to a new PDF and try "
    "again."
)
TOO_LONG = gettext_noop("The PDF has more than %(pages)d pages.")
NOT_UNICODE = gettext_noop("The text is not in Unicode. Save it as UTF-8 and try again.")

FORBIDDEN_KEYS = {
    "/JS": JAVASCRIPT,
    "/JavaScript": JAVASCRIPT,
    "/EmbeddedFiles": ATTACHED,
    "/EF": ATTACHED,
    "/RF": ATTACHED,
    "/AF": ATTACHED,
    "/XFA": XFA,
    "/RichMediaContent": PLAYS,
    "/RichMediaSettings": PLAYS,
    "/Renditions": PLAYS,
    "/AlternatePresentations": PLAYS,
    "/Collection": PORTFOLIO,
    "/Subtype2": BY_ITSELF,
    "/AA": BY_ITSELF,
    "/Alternates": BY_ITSELF,
    "/OPI": LAUNCH,
}
FORBIDDEN_TYPES = {
    "/EmbeddedFile": ATTACHED,
    "/FileAttachment": ATTACHED,
    "/Filespec": LAUNCH,
    "/F": LAUNCH,
    "/Collection": PORTFOLIO,
    **dict.fromkeys(("/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"), PLAYS),
    "/PS": BY_ITSELF,
}
# What an action may do: go to a page of this file, to a web page, one page on or back.
ACTIONS = {"/GoTo", "/URI", "/Named"}
NAMED = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
FORBIDDEN_ACTIONS = {
    "/JavaScript": JAVASCRIPT,
    **dict.fromkeys(("/Launch", "/GoToR", "/GoToE", "/Thread"), LAUNCH),
    **dict.fromkeys(("/SubmitForm", "/ImportData", "/ResetForm"), SENDS),
    **dict.fromkeys(("/Rendition", "/Sound", "/Movie", "/GoTo3DView"), PLAYS),
    **dict.fromkeys(("/RichMediaExecute", "/Trans", "/Hide", "/SetOCGState"), BY_ITSELF),
}
FORBIDDEN_VALUES = {"/S": FORBIDDEN_ACTIONS, "/Type": FORBIDDEN_TYPES, "/Subtype": FORBIDDEN_TYPES}
HOLD_ACTIONS = ("/A", "/OpenAction", "/Next", "/PA")
# Wherever they lie, also in objects that later ones hide; long enough never to occur by chance.
HIDDEN = {
    **dict.fromkeys((b"/JavaScript",), JAVASCRIPT),
    **dict.fromkeys((b"/EmbeddedFile", b"/FileAttachment"), ATTACHED),
    **dict.fromkeys((b"/SubmitForm", b"/ImportData"), SENDS),
    **dict.fromkeys((b"/RichMedia", b"/Rendition"), PLAYS),
    b"/Launch": LAUNCH,
}
PRINTERS_LINE = re.compile(rb"(?:\x1b%-12345X)?(?:@PJL|%|[A-Za-z-]+: |\Z)[\x20-\x7e]*")
BLANK = b"\xef\xbb\xbf\0 \t\r\n"
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


_VIETNAMESE = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)


def inspect_text(data: bytes) -> Sentences:
    """Unicode text, or Vietnamese in the Windows encoding, and nothing else."""
    if data.startswith((b"%PDF-", b"PK\x03\x04", b"{\\rtf", OLD_OFFICE)):
        raise FileRefused(OTHER_KIND)
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        text = _in_windows_encoding(data, error)
    if any(character < " " and character not in "\t\n\r\f\v" for character in text):
        raise FileRefused(OTHER_KIND)
    return []


def _in_windows_encoding(data: bytes, error: UnicodeDecodeError) -> str:
    """Bytes that are no Unicode are text only if every letter they spell is a Vietnamese one."""
    try:
        text = normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        raise FileRefused(NOT_UNICODE) from error
    if any(c > "~" and c.isalpha() and c not in _VIETNAMESE for c in text):
        raise FileRefused(NOT_UNICODE) from error
    return text


def inspect_docx(data: bytes) -> Sentences:
    """A Word document without macros, objects, locks or tricks of size; what can be taken out of it."""
    package = Package(data)
    package.expect(WORD)
    return _said_of(acting_in(package))


def inspect_odt(data: bytes) -> Sentences:
    """An OpenDocument text, likewise."""
    package = OpenDocument(data)
    package.expect_text()
    return _said_of(acting_in_text(package))


def _said_of(found: list[Found]) -> Sentences:
    """What can be taken out, each kind of it once; what cannot refuses the file."""
    for one in found:
        if not one.cuts:
            raise FileRefused(one.message, **one.facts)
    said: dict[str, tuple[str, dict[str, Any]]] = {}
    for one in found:
        said.setdefault(one.message % one.facts, (one.message, one.facts))
    return list(said.values())


def clean_docx(data: bytes) -> str:
    """The Word document without what acts, as text that JSON can hold."""
    return b64encode(cleaned(data)).decode()


def clean_odt(data: bytes) -> str:
    """The OpenDocument text without what acts, likewise."""
    return b64encode(cleaned_text(data)).decode()


def inspect_pdf(data: bytes) -> Sentences:
    """A PDF that opens, is not locked, and does nothing but show pages."""
    before, mark, _ = data[:1024].partition(b"%PDF-")
    if not mark:
        raise FileRefused(LOCKED if data.startswith(OLD_OFFICE) else OTHER_KIND)
    after = data.rpartition(b"%%EOF")[2]
    if b"PK\x05\x06" in after:
        raise FileRefused(OTHER_KIND)  # something else as well, to another program
    if before.strip(BLANK):
        are_a_printers = all(map(PRINTERS_LINE.fullmatch, before.splitlines()))
        raise FileRefused(AFTER_A_LINE if are_a_printers else OTHER_KIND)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise FileRefused(OPENS_LOCKED if reader.decrypt("") else LOCKED)
        check_objects(reader)
        check_hidden(data)
        check_pages(data)
    except (pypdf.errors.PyPdfError, pypdfium2.PdfiumError, RecursionError) as error:
        raise FileRefused(DAMAGED) from error
    return []


def check_hidden(data: bytes) -> None:
    """Objects of earlier states of the file, and such as no table leads to."""
    plain = ESCAPED.sub(lambda escape: bytes([int(escape[1], 16)]), data)
    for name, sentence in HIDDEN.items():
        if name in plain:
            raise FileRefused(sentence)


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


def value_of(part: DictionaryObject, key: str) -> Any:
    """What stands under a key, also where the file only says where to find it."""
    value = part.get(key)
    return value.get_object() if isinstance(value, IndirectObject) else value


def check_dictionary(part: DictionaryObject) -> None:
    for key, sentence in FORBIDDEN_KEYS.items():
        if key in part and not isinstance(value_of(part, key), NullObject | None):
            raise FileRefused(sentence)
    for key, forbidden in FORBIDDEN_VALUES.items():
        value = value_of(part, key)
        if isinstance(value, str) and value in forbidden:
            raise FileRefused(forbidden[value])
    for action in actions_of(part):
        check_action(action)
    refuse_what_lies_elsewhere(part)
    if isinstance(part, StreamObject) and value_of(part, "/Type") == "/ObjStm":
        check_hidden(part.get_data())


def refuse_what_lies_elsewhere(part: DictionaryObject) -> None:
    is_a_stream = isinstance(part, StreamObject)
    if is_a_stream and (value_of(part, "/F") or value_of(part, "/FFilter")):
        raise FileRefused(LAUNCH)  # its bytes lie in another file
    if isinstance(value_of(part, "/Ref"), DictionaryObject):
        raise FileRefused(LAUNCH)  # a page of another file
    addresses = value_of(part, "/URI")
    if isinstance(addresses, DictionaryObject) and value_of(addresses, "/Base"):
        raise FileRefused(ELSEWHERE)  # where every address without a beginning would begin


def actions_of(part: DictionaryObject) -> Iterator[DictionaryObject]:
    """What is done when this is clicked, opened or finished."""
    for key in HOLD_ACTIONS:
        held = value_of(part, key)
        for one in held if isinstance(held, ArrayObject) else [held]:
            action = one.get_object() if isinstance(one, IndirectObject) else one
            if isinstance(action, DictionaryObject) and isinstance(value_of(action, "/S"), str):
                yield action


def check_action(action: DictionaryObject) -> None:
    """An action of a kind nobody knows is none that only shows."""
    kind, target = str(value_of(action, "/S")), str(value_of(action, "/URI") or "").strip()
    if kind not in ACTIONS:
        raise FileRefused(FORBIDDEN_ACTIONS.get(kind, BY_ITSELF))
    if kind == "/URI" and not (is_plain_link(target) or target.startswith(("www.", "#"))):
        raise FileRefused(ELSEWHERE)
    if kind == "/Named" and value_of(action, "/N") not in NAMED:
        raise FileRefused(BY_ITSELF)
