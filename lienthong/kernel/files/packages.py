"""The packages of office programs: opened strictly, parts and relationships by content.

One reader for all who look into such a file: inspection, texts, spreadsheets. It runs in the bounded
child only. What two programs could read in two ways is refused here.
"""

import encodings.cp437  # noqa: F401 - zipfile asks for it when it first opens a file
import io
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_noop

from lienthong.kernel.files.refusals import FileRefused

MEBIBYTE = 1024 * 1024
MOST_PARTS = 3000
MOST_UNPACKED = 160 * MEBIBYTE
LARGEST_PART = 40 * MEBIBYTE
LARGEST_XML = 24 * MEBIBYTE
MOST_RATIO = 200
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_PART, OLD_WORD, OLD_EXCEL = (
    name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument", "Workbook")
)
WORD, SHEET = "wordprocessingml.document.main+xml", "spreadsheetml.sheet.main+xml"
CONTENT_TYPES = "[Content_Types].xml"

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_LONGEST_DESCRIPTOR = 24  # sizes and sum written after an entry by who did not know them before
_ENCRYPTED, _SIZES_FOLLOW, _NAME_IN_UTF8 = 1 << 0, 1 << 3, 1 << 11
_FLAGS_THAT_COUNT = _ENCRYPTED | _SIZES_FOLLOW | _NAME_IN_UTF8
_UNIX = 3
STRICT_NAMES = "//purl.oclc.org/ooxml/"
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([^"']*)["']""")
_ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii"}
_PLAIN_LINK = re.compile(r"(?:https?://[^\s\\/]|mailto:[^\s\\])[^\\\0-\x1f]*", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")

OTHER_KIND = gettext_noop("The content of the file is not what its name says.")
DAMAGED = gettext_noop("The file cannot be read. It may be damaged.")
LOCKED = gettext_noop("The file is protected by a password. Remove the protection and try again.")
OLD_KIND = gettext_noop(
    "The file is of an old kind under a new name. Open it, save it as .docx or .xlsx and try again."
)
RICH_TEXT = gettext_noop(
    "The file is an .rtf document under another name. Open it, save it as .docx and try again."
)
BOMB = gettext_noop("The file unpacks to far more than a document holds.")
PACKED = gettext_noop(
    "The file is packed as no office program does it. Open it, save it anew and try again."
)
STRICT = gettext_noop(
    "The workbook is saved as “Strict Open XML”, which is not read here. Open it, save it as an "
    "ordinary .xlsx and try again."
)
MACROS = gettext_noop("The file contains macros. Save it without macros and try again.")


@dataclass(frozen=True)
class Relationship:
    """A line of a `.rels` part: what its owner draws in, from the package or from elsewhere."""

    owner: str  # "" for the package
    listed_in: str
    element: int
    id: str
    kind: str  # the last word of the type, in lower case
    target: str
    is_external: bool

    @property
    def part(self) -> str:
        """The part within the package it names."""
        place = posixpath.join("/", posixpath.dirname(self.owner), unquote(self.target))
        return posixpath.normpath(place.partition("#")[0]).lstrip("/")


class Archive:
    """A package whose every entry is whole, apart from the others and named as it should be."""

    LISTED_IN: ClassVar[str]  # without the list of its parts it is a package of another kind

    def __init__(self, data: bytes) -> None:
        if data.startswith(OLD_OFFICE):
            old = OLD_WORD in data or OLD_EXCEL in data
            raise FileRefused(OLD_KIND if old and LOCKED_PART not in data else LOCKED)
        if data.startswith(b"{\\rtf"):
            raise FileRefused(RICH_TEXT)
        if not data.startswith(b"PK\x03\x04"):
            raise FileRefused(OTHER_KIND)
        self.data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                entries, ends_at = package.infolist(), package.start_dir
                has_tail = bool(package.comment)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise FileRefused(DAMAGED) from error
        _refuse_sizes(entries, len(data))
        if has_tail or not data[-22:].startswith(b"PK\x05\x06"):
            raise FileRefused(PACKED)
        self._starts = _starts_of(data, entries, ends_at)
        self._entries = _named(entries)
        if self.LISTED_IN not in self:
            raise FileRefused(OTHER_KIND)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    @property
    def names(self) -> list[str]:
        """The parts in the order in which they lie; folders are none."""
        return [one.filename for one in self._entries.values() if not one.is_dir()]

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, no more and no fewer than the package says."""
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        start = self._starts[entry.header_offset]
        content = self.data[start : start + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            content = _inflated(content, entry.file_size)
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise FileRefused(PACKED)
        return content

    def plain(self, name: str) -> bytes:
        """A part in UTF-8 without a declaration."""
        return plain_xml(self.read(name) or b"")

    def xml(self, name: str) -> Element | None:
        """A part as XML."""
        return parsed(self.plain(name)) if name in self else None

    def lines_of(self, names: set[str]) -> set[tuple[str, int]]:
        """Where the package lists parts: the list, and which element of it."""
        root = self.xml(self.LISTED_IN)
        lines = enumerate(root.iter() if root is not None else ())
        return {(self.LISTED_IN, at) for at, line in lines if self._listed(line).lower() in names}

    def _listed(self, line: Element) -> str:
        """The part a line of the list is about."""
        raise NotImplementedError


class Package(Archive):
    """A package of the Open Packaging Conventions: parts are found by relationships."""

    LISTED_IN = CONTENT_TYPES

    def _listed(self, line: Element) -> str:
        return line.get("PartName", "").lstrip("/")

    @cached_property
    def main_part(self) -> str:
        """The part that is the document, whatever it is called."""
        mains = [one.part for one in self.relationships_of("") if one.kind == "officedocument"]
        if len(mains) != 1 or mains[0] not in self:
            raise FileRefused(OTHER_KIND)
        return mains[0]

    def expect(self, kind: str) -> None:
        """Refuse a package whose main part is of another kind than the name of the file says."""
        content_type = self.content_type(self.main_part)
        is_strict = STRICT_NAMES in _root_name(self.plain(self.main_part))
        if is_strict and kind != WORD:
            raise FileRefused(STRICT)
        if "macroenabled" in content_type:
            raise FileRefused(MACROS)
        if not content_type.endswith(kind):
            raise FileRefused(OTHER_KIND)

    @cached_property
    def _types(self) -> dict[str, str]:
        root = self.xml(CONTENT_TYPES)
        types: dict[str, str] = {}
        for one in root if root is not None else ():
            name = one.get("PartName") or "." + one.get("Extension", "")
            if types.setdefault(name.lower(), content := one.get("ContentType", "")) != content:
                raise FileRefused(PACKED)
        return types

    def content_type(self, name: str) -> str:
        """What the package says a part is, in lower case; nothing, if it says nothing."""
        suffix = "." + name.rpartition(".")[2]
        own = self._types.get(f"/{name}".lower())
        return (own or self._types.get(suffix.lower(), "")).strip().lower()

    def relationships_of(self, owner: str) -> list[Relationship]:
        folder, name = posixpath.split(owner)
        return self.relationships_in(posixpath.join(folder, "_rels", f"{name}.rels"))

    def relationships_in(self, listed_in: str) -> list[Relationship]:
        root = self.xml(listed_in)
        return [] if root is None else list(_relationships(root, listed_in))

    def related(self, owner: str, kind: str) -> list[str]:
        """The parts of the package that `owner` draws in as such."""
        lines = self.relationships_of(owner)
        return [one.part for one in lines if one.kind == kind and not one.is_external]


def _refuse_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(one.file_size for one in entries)
    if len(entries) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise FileRefused(BOMB)
    if unpacked > MEBIBYTE and unpacked > MOST_RATIO * packed:
        raise FileRefused(BOMB)
    if any(one.file_size > LARGEST_PART for one in entries):
        raise FileRefused(BOMB)
    if any(one.flag_bits & _ENCRYPTED for one in entries):
        raise FileRefused(LOCKED)
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in entries):
        raise FileRefused(PACKED)


def _starts_of(data: bytes, entries: list[zipfile.ZipInfo], ends_at: int) -> dict[int, int]:
    """Where the bytes of each entry begin: one after the other from the first byte on, no gaps."""
    starts: dict[int, int] = {}
    reached, may_follow = 0, 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if not 0 <= entry.header_offset - reached <= may_follow:
            raise FileRefused(PACKED)
        start = starts[entry.header_offset] = _start_of(data, entry)
        reached = start + entry.compress_size
        may_follow = _LONGEST_DESCRIPTOR if entry.flag_bits & _SIZES_FOLLOW else 0
    if not 0 <= ends_at - reached <= may_follow:
        raise FileRefused(PACKED)
    return starts


def _start_of(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Where an entry begins; what stands before it says the same as the list at the end."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size:
        raise FileRefused(DAMAGED)
    mark, _, flags, method, _, _, crc, packed, size, name, extra = _LOCAL_HEADER.unpack(header)
    name_at = entry.header_offset + _LOCAL_HEADER.size
    encoding = "utf-8" if flags & _NAME_IN_UTF8 else "cp437"
    told = entry.flag_bits & _FLAGS_THAT_COUNT
    same = (b"PK\x03\x04", told, entry.compress_type, entry.orig_filename)
    own = data[name_at : name_at + name].decode(encoding, "replace")
    sizes = (entry.CRC, entry.compress_size, entry.file_size)
    has_sizes = not flags & _SIZES_FOLLOW and 0xFFFFFFFF not in (packed, size)
    if (mark, flags & _FLAGS_THAT_COUNT, method, own) != same or (
        has_sizes and (crc, packed, size) != sizes
    ):
        raise FileRefused(PACKED)
    return int(name_at + name + extra)


def _named(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The entries by name; none twice, none that would lie outside, no links."""
    named = {one.filename.lower(): one for one in entries}
    if len(named) != len(entries):
        raise FileRefused(PACKED)
    for one in entries:
        is_link = one.create_system == _UNIX and stat.S_ISLNK(one.external_attr >> 16)
        steps = one.orig_filename.rstrip("/").split("/")
        is_strange = any(c < " " or c in '\\:*?"<>|\u202e' for c in one.orig_filename)
        if is_link or is_strange or any(step in ("", ".", "..") for step in steps):
            raise FileRefused(PACKED)
        if one.is_dir() and one.file_size:
            raise FileRefused(PACKED)
    return named


def _inflated(packed: bytes, size: int) -> bytes:
    """All that was packed, provided it is as much as was said."""
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacking.decompress(packed, size + 1)
    except zlib.error as error:
        raise FileRefused(DAMAGED) from error
    if not unpacking.eof or unpacking.unused_data:
        raise FileRefused(PACKED)
    return content


def is_xml(content: bytes) -> bool:
    """Whether a part begins as XML does, in any of the encodings XML may have."""
    return content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def plain_xml(content: bytes) -> bytes:
    """A part in UTF-8 without a declaration; packages know two encodings and no entities."""
    if len(content) > LARGEST_XML:
        raise FileRefused(BOMB)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16-le" if content[0] else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(DAMAGED) from error
    declaration = _DECLARATION.match(text)
    if declaration:
        named = _ENCODING.search(declaration[0])
        if named and named[1].lower() not in _ENCODINGS:
            raise FileRefused(DAMAGED)
        text = text[declaration.end() :]
    if "<!DOCTYPE" in text or "<!ENTITY" in text or "\0" in text:
        raise FileRefused(DAMAGED)  # no office file declares entities; bombs do
    return text.encode()


def parsed(plain: bytes) -> Element:
    try:
        parser = ElementTree.XMLParser(encoding="utf-8")  # noqa: S314 - entities were refused before
        return ElementTree.fromstring(plain, parser)  # noqa: S314 - likewise
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise FileRefused(DAMAGED) from error


def _root_name(plain: bytes) -> str:
    """The name of the outermost element with its namespace."""
    try:
        _event, root = next(ElementTree.iterparse(io.BytesIO(plain), ("start",)))  # noqa: S314 - likewise
    except (ElementTree.ParseError, ValueError, LookupError, StopIteration) as error:
        raise FileRefused(DAMAGED) from error
    return str(root.tag)


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def leads_out(target: str) -> bool:
    """Whether a target lies outside the package, whatever the package calls it."""
    plain = unquote(target).strip()
    return plain.startswith(("//", "\\", "/\\")) or bool(_SCHEME.match(plain))


def is_plain_link(target: str) -> bool:
    """A web page or a mail address, opened by who clicks on it."""
    return bool(_PLAIN_LINK.fullmatch(target))


def _relationships(root: Element, listed_in: str) -> Iterator[Relationship]:
    folder, name = posixpath.split(listed_in)
    owner = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
    seen = set()
    for element, one in enumerate(root.iter()):
        if local(one.tag) != "Relationship":
            continue
        if one.get("Id") in seen:
            raise FileRefused(PACKED)
        seen.add(one.get("Id"))
        kind = one.get("Type", "").strip().rstrip("/").rpartition("/")[2].lower()
        target = one.get("Target", "").strip()
        is_inside = one.get("TargetMode", "Internal").strip().lower() == "internal"
        is_external = not is_inside or leads_out(target)
        yield Relationship(owner, listed_in, element, one.get("Id", ""), kind, target, is_external)
