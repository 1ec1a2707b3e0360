"""A look inside the files of office programs; runs in the bounded child only."""

import io
import zipfile

from django.utils.translation import gettext_noop

from lienthong.kernel.files.refusals import FileRefused

MEBIBYTE = 1024 * 1024
MOST_PARTS = 3000
MOST_UNPACKED = 160 * MEBIBYTE
MOST_RATIO = 200
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

OTHER_KIND = gettext_noop("The content of the file is not what its name says.")
DAMAGED = gettext_noop("The file cannot be read. It may be damaged.")
LOCKED = gettext_noop("The file is protected by a password. Remove the protection and try again.")
BOMB = gettext_noop("The file unpacks to far more than a document holds.")
MACROS = gettext_noop("The file contains macros. Save it without macros and try again.")
OBJECTS = gettext_noop("The file contains embedded programs or objects. Remove them and try again.")


def check_office_file(data: bytes, main_part: str) -> None:
    """A file of an office program, which holds `main_part` and nothing that could do harm."""
    if data.startswith(OLD_OFFICE):
        raise FileRefused(LOCKED)  # a locked file, or an old .doc or .xls under a new name
    if not data.startswith(b"PK\x03\x04"):
        raise FileRefused(OTHER_KIND)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            check_package(package.infolist(), len(data), main_part)
            for part in package.infolist():
                check_part(part.filename, package.read(part))
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise FileRefused(DAMAGED) from error


def check_package(parts: list[zipfile.ZipInfo], packed: int, main_part: str) -> None:
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
    if main_part not in names or "[Content_Types].xml" not in names:
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
        raise FileRefused(DAMAGED)  # no office file declares entities; bombs do
    if name == "[content_types].xml" and b"macroenabled" in text.lower():
        raise FileRefused(MACROS)
    if name.endswith(".rels") and b"/attachedtemplate" in text.lower() and b'"External"' in text:
        raise FileRefused(OBJECTS)  # a template fetched from elsewhere
