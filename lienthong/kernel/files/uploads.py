"""Which files people may bring in."""

from base64 import b64decode
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal
from unicodedata import category

from django.conf import settings
from django.utils.translation import gettext_noop

from lienthong.kernel.files.bounded import run_bounded
from lienthong.kernel.files.refusals import FileActs, FileRefused

Kind = Literal["docx", "odt", "pdf", "text"]

MEDIA_TYPES: dict[Kind, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "text": "text/plain",
}
KINDS: dict[str, Kind] = {".docx": "docx", ".odt": "odt", ".pdf": "pdf", ".txt": "text"}
ENDINGS = {MEDIA_TYPES[kind]: suffix for suffix, kind in KINDS.items()}
MACRO_SUFFIXES = {".docm", ".dotm", ".xlsm", ".pptm"}
# What cannot be read, by the program it is known under.
OLD_SUFFIXES = {
    ".doc": "Word 97–2003",
    ".dot": "Word 97–2003",
    ".rtf": "Rich Text",
    ".wps": "Works, WPS Writer",
    ".ott": "OpenDocument",
    ".fodt": "OpenDocument",
    ".sxw": "OpenOffice.org",
}

EMPTY = gettext_noop("The file is empty.")
TOO_LARGE = gettext_noop("The file is larger than %(megabytes)d MB.")
UNKNOWN = gettext_noop("Files of this kind are not accepted. Use a .docx, .odt, .pdf or .txt file.")
HIDES = gettext_noop("The name of the file holds signs nobody sees. Rename it and try again.")
OLD = gettext_noop(
    "A file ending in %(ending)s (%(program)s) cannot be read. Open it, save it as .docx and try again."
)
MACROS = gettext_noop("The file may contain macros. Save it as .docx without macros and try again.")


LOOK_INSIDE = "lienthong.kernel.files.inspection"
SECONDS, MEGABYTES = 20, 512


@dataclass(frozen=True)
class Inspected:
    """What a file is, after a look inside."""

    media_type: str
    kind: Kind


def ending_of(media_type: str) -> str:
    """How the name of such a file ends, so that a program knows it."""
    return ENDINGS[media_type]


def inspect_upload(data: bytes, filename: str) -> Inspected:
    """Take a look inside a file somebody brought; refuse, in a sentence, what may do harm.

    Raises FileActs where everything that acts in it could be taken out: see `cleaned_copy`.
    """
    kind = kind_named(filename)
    if not data:
        raise FileRefused(EMPTY)
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(TOO_LARGE, megabytes=settings.UPLOAD_MAX_BYTES // 2**20)
    found = run_bounded(f"{LOOK_INSIDE}.inspect_{kind}", data, seconds=SECONDS, megabytes=MEGABYTES)
    if found:
        raise FileActs([FileRefused(message, **facts) for message, facts in found])
    return Inspected(MEDIA_TYPES[kind], kind)


def cleaned_copy(data: bytes, filename: str) -> bytes:
    """A Word or OpenDocument file of which FileActs was said, without what acts; every word as it stands."""
    clean = f"{LOOK_INSIDE}.clean_{kind_named(filename)}"
    return b64decode(run_bounded(clean, data, seconds=SECONDS, megabytes=MEGABYTES))


def refuse_hidden_signs(filename: str) -> None:
    if any(category(letter) in ("Cc", "Cf") for letter in filename):
        raise FileRefused(HIDES)  # turned round, "fdp.exe" is read as "exe.pdf"


def kind_named(filename: str) -> Kind:
    refuse_hidden_signs(filename)
    suffix = PurePath(filename).suffix.lower()
    if suffix in MACRO_SUFFIXES:
        raise FileRefused(MACROS)
    if suffix in OLD_SUFFIXES:
        raise FileRefused(OLD, ending=suffix, program=OLD_SUFFIXES[suffix])
    if suffix not in KINDS:
        raise FileRefused(UNKNOWN)
    return KINDS[suffix]
