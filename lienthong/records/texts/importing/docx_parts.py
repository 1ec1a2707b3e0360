"""The parts of a Word file, opened with limits."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from lienthong.records.texts.importing.refusals import (
    BROKEN,
    ENCRYPTED,
    MACROS,
    TOO_LARGE,
    WRONG_TYPE,
    Unreadable,
)

MAX_PART_BYTES = 60 * 1024 * 1024
MAX_TOTAL_BYTES = 150 * 1024 * 1024
MAX_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted .docx and an old .doc both are such containers
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def w(name: str) -> str:
    """A name of WordprocessingML."""
    return _W + name


class Package:
    """A Word file whose parts are read one by one."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise Unreadable(ENCRYPTED)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise Unreadable(WRONG_TYPE) from error
        self._refuse_what_is_dangerous()

    def _refuse_what_is_dangerous(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
            raise Unreadable(TOO_LARGE)
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable(ENCRYPTED)
        names = {entry.filename.lower() for entry in entries}
        if any(
            name.endswith(("vbaproject.bin", "vbadata.xml")) or "activex" in name for name in names
        ):
            raise Unreadable(MACROS)
        if "word/document.xml" not in names:
            raise Unreadable(WRONG_TYPE)
        if b"macroEnabled" in (self.read("[Content_Types].xml") or b""):
            raise Unreadable(MACROS)

    def read(self, name: str) -> bytes | None:
        try:
            with self._zip.open(name) as part:
                data = part.read(MAX_PART_BYTES + 1)
        except KeyError:
            return None
        except (
            zipfile.BadZipFile,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
        ) as error:
            raise Unreadable(BROKEN) from error
        except Exception as error:  # zlib and lzma each raise their own
            raise Unreadable(BROKEN) from error
        if len(data) > MAX_PART_BYTES:
            raise Unreadable(TOO_LARGE)
        return data

    def xml(self, name: str) -> ElementTree.Element | None:
        """A part as XML; one that declares entities is refused before it can expand them."""
        data = self.read(name)
        if data is None:
            return None
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Unreadable(BROKEN)
        try:
            return ElementTree.fromstring(data)  # noqa: S314 - entities were refused above
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise Unreadable(BROKEN) from error

    def headers(self) -> list[ElementTree.Element]:
        names = sorted(
            n for n in self._zip.namelist() if n.startswith("word/header") and n.endswith(".xml")
        )
        return [root for name in names[:20] if (root := self.xml(name)) is not None]
