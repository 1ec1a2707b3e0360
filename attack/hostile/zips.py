"""Packages that two programs would read in two ways, or that grow when they are unpacked."""

import io
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from lienthong.kernel.files import packages
from lienthong.kernel.files.tests.made import word, zipped

from .nature import Nature

PICTURE = b"\x89PNG\r\n\x1a\n"


def with_entries(*entries: tuple[str, bytes], parts: dict[str, bytes] | None = None) -> bytes:
    stream = io.BytesIO(zipped(parts or word().everything()))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries:
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def link() -> bytes:
    stream = io.BytesIO(word().data())
    with zipfile.ZipFile(stream, "a") as package:
        entry = zipfile.ZipInfo("word/media/a.png")
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        package.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def doubled(first: str, second: str) -> bytes:
    with warnings.catch_warnings(action="ignore"):  # the library says what we do on purpose
        return with_entries((first, PICTURE), (second, PICTURE + b"x"))


def with_bytes(change: Callable[[bytearray, int, int], None]) -> bytes:
    """Change a whole package by hand, given where its first entry's header and listing begin."""
    data = bytearray(with_entries(("word/media/a.png", PICTURE + bytes(500))))
    name = b"word/media/a.png"
    change(data, data.index(name) - 30, data.rindex(name) - 46)
    return bytes(data)


def _put(data: bytearray, at: int, number: int) -> None:
    data[at : at + 4] = struct.pack("<I", number)


def size_smaller(data: bytearray, header: int, listing: int) -> None:
    """Both say eight bytes with the right sum of these, and more are packed."""
    for size_at, sum_at in ((header + 22, header + 14), (listing + 24, listing + 16)):
        _put(data, size_at, len(PICTURE))
        _put(data, sum_at, zlib.crc32(PICTURE))


def size_other_in_header(data: bytearray, header: int, listing: int) -> None:
    _put(data, header + 22, 8)


def sum_wrong(data: bytearray, header: int, listing: int) -> None:
    for at in (header + 14, listing + 16):
        _put(data, at, 1)


def name_other_in_header(data: bytearray, header: int, listing: int) -> None:
    data[header + 30 : header + 34] = b"evil"


def method_other(data: bytearray, header: int, listing: int) -> None:
    data[header + 8] = 0


def overlapping() -> bytes:
    """Two names for the same bytes: what a small file grows from."""
    data = bytearray(with_entries(("word/media/a.png", PICTURE), ("word/media/b.png", PICTURE)))
    start, second = data.index(b"word/media/a.png") - 30, data.rindex(b"word/media/b.png") - 46
    _put(data, second + 42, start)
    return bytes(data)


def hidden_between() -> bytes:
    """Bytes between two entries that no list names."""
    data = word().data()
    end = data.rindex(b"PK\x05\x06")
    listing = struct.unpack("<I", data[end + 16 : end + 20])[0]
    hidden = b"MZ" + bytes(5000)
    tail = bytearray(data[end:])
    _put(tail, 16, listing + len(hidden))
    return data[:listing] + hidden + data[listing:end] + bytes(tail)


def locked() -> bytes:
    data = bytearray(word().data())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def nested(depth: int) -> bytes:
    inner = zipped({"a": bytes(1000)})
    for _ in range(depth):
        inner = zipped({"a.zip": inner})
    return with_entries(("word/media/a.png", inner))


def growing(size: int, name: str) -> bytes:
    return with_entries((name, bytes(size)))


def deep(levels: int) -> bytes:
    body = b"<w:a xmlns:w='urn:w'>" * levels
    return with_entries(("word/deep.xml", body))


def greedy(elements: int) -> bytes:
    """Millions of elements, no two alike, so that it packs no better than a document does."""
    body = "".join(f'<a b="{at:x}"/>' for at in range(elements))
    return with_entries(("word/greedy.xml", f"<a>{body}</a>".encode()))


def torn(share: float) -> bytes:
    data = word().data()
    return data[: int(len(data) * share)]


def _nature(name: str, carries: str, caught_by: str, *makers: Callable[[], bytes]) -> Nature:
    def examples() -> Iterator[bytes]:
        yield from (maker() for maker in makers)

    return Nature(name, carries, caught_by, ".docx", examples)


NATURES = [
    _nature("path that leads out", "zip slip: .., absolute, drives, backslashes", packages.PACKED,
            *(partial(with_entries, (name, b"x")) for name in
              ("../../etc/cron.d/a", "/etc/passwd", "word/../../a", "C:/a.xml", "word\\..\\a", "word//a", "./a", "word/\x01a", "word/\u202egpj.exe"))),
    _nature("link in a package", "a symbolic link", packages.PACKED, link),
    _nature("doubled entry", "the same name twice, also in other letters", packages.PACKED,
            partial(doubled, "word/media/a.png", "word/media/a.png"), partial(doubled, "word/media/a.png", "WORD/media/A.png")),
    _nature("overlapping entries", "one name more for the same bytes", packages.PACKED, overlapping),
    _nature("wrong sizes", "sizes and sums that are not those of the bytes", packages.PACKED,
            *(partial(with_bytes, change) for change in (size_smaller, size_other_in_header, sum_wrong))),
    _nature("two lists that differ", "another name or method at the entry than in the list", packages.PACKED,
            *(partial(with_bytes, change) for change in (name_other_in_header, method_other))),
    _nature("bytes outside the list", "a program before, between or after the entries", packages.PACKED,
            hidden_between, lambda: word().data() + b"MZ" + bytes(100)),
    _nature("another file before the package", "a polyglot", packages.OTHER_KIND,
            lambda: b"MZ" + bytes(98) + word().data(), lambda: b"%PDF-1.7\n" + word().data(), lambda: b"GIF89a" + word().data()),
    _nature("locked package", "a password", packages.LOCKED, locked),
    _nature("nested package", "packages within packages", "The file contains embedded programs or objects. Remove them and try again.",
            *(partial(nested, depth) for depth in (0, 1, 5, 40))),
    _nature("bomb", "a part that grows a thousand times", packages.BOMB,
            partial(growing, 50 * 2**20, "word/media/a.png"), partial(growing, 200 * 2**20, "word/media/a.png"), partial(growing, 30 * 2**20, "word/a.xml"),
            lambda: with_entries(*((f"word/p{at}.xml", b"<a/>") for at in range(3100)))),
    _nature("endless depth", "elements within elements", packages.DAMAGED, *(partial(deep, levels) for levels in (1000, 20_000, 40_000))),
    _nature("part that wants memory", "millions of elements", packages.DAMAGED, partial(greedy, 1_500_000)),
    _nature("torn package", "a part of a file", packages.DAMAGED, *(partial(torn, share) for share in (0.1, 0.5, 0.9, 0.99))),
    _nature("other packing", "methods no office program uses", packages.PACKED,
            lambda: zipped(word().everything(), zipfile.ZIP_BZIP2), lambda: zipped(word().everything(), zipfile.ZIP_LZMA)),
    _nature("no document inside", "a package without a main part, or with two", packages.OTHER_KIND,
            lambda: zipped({"[Content_Types].xml": b"<Types/>", "a.xml": b"<a/>"}), lambda: zipped({"a": b"b"})),
    _nature("old file under a new name", "a .doc called .docx", packages.OLD_KIND,
            lambda: packages.OLD_OFFICE + bytes(500) + packages.OLD_WORD + bytes(500), lambda: packages.OLD_OFFICE + bytes(500) + packages.OLD_EXCEL),
]  # fmt: skip
