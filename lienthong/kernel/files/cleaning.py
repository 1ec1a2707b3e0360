"""A cleaned copy: what acts is cut out of its part, every other byte of it stays as it was."""

import html
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

from lienthong.kernel.files.acting import Cut, acting_in
from lienthong.kernel.files.packages import CONTENT_TYPES, WORD, Package, plain_xml
from lienthong.kernel.files.refusals import FileRefused

_START_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^'">])*>""")
_ATTRIBUTE = re.compile(rb"""\s+([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")


@dataclass
class Span:
    """Where an element stands: its first tag, and its last, which an empty one has not."""

    start: int
    opened: int
    closing: int = 0
    end: int = 0


def cleaned(data: bytes) -> bytes:
    """The Word file without what acts; refuses if something cannot be cut, or acts afterwards."""
    package = Package(data)
    found = acting_in(package)
    for one in found:
        if not one.cuts:
            raise FileRefused(one.message, **one.facts)
    copy = _without(package, {cut for one in found for cut in one.cuts})
    again = Package(copy)
    again.expect(WORD)
    for one in acting_in(again):
        raise FileRefused(one.message, **one.facts)
    return copy


def _without(package: Package, cuts: set[Cut]) -> bytes:
    gone = {cut.part.lower() for cut in cuts if cut.element < 0}
    cuts |= _lists_of(package, gone)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.names:
            if name.lower() in gone:
                continue
            content = package.read(name) or b""
            own = [cut for cut in cuts if cut.part.lower() == name.lower()]
            copy.writestr(zipfile.ZipInfo(name), cut_out(plain_xml(content), own) if own else content,
                          compress_type=zipfile.ZIP_DEFLATED)  # fmt: skip
    return stream.getvalue()


def _lists_of(package: Package, gone: set[str]) -> set[Cut]:
    """What the list of types says of parts that are gone."""
    root = package.xml(CONTENT_TYPES)
    lines = enumerate(root.iter() if root is not None else ())
    return {
        Cut(CONTENT_TYPES, at)
        for at, line in lines
        if line.get("PartName", "").lstrip("/").lower() in gone
    }


def cut_out(plain: bytes, cuts: Iterable[Cut]) -> bytes:
    """The part without the pieces; pieces may lie within one another."""
    spans = _spans(plain, {cut.element for cut in cuts})
    pieces = sorted(piece for cut in cuts for piece in _pieces(plain, cut, spans[cut.element]))
    kept, reached = [], 0
    for start, end in pieces:
        kept.append(plain[reached : max(start, reached)])
        reached = max(reached, end)
    return b"".join([*kept, plain[reached:]])


def _pieces(plain: bytes, cut: Cut, span: Span) -> Iterable[tuple[int, int]]:
    if cut.keeps_content:
        return [(span.start, span.opened), (span.closing, span.end)]
    if not cut.attribute:
        return [(span.start, span.end)]
    tag = plain[span.start : span.opened]
    return [
        (span.start + one.start(), span.start + one.end())
        for one in _ATTRIBUTE.finditer(tag)
        if one[1].decode().rpartition(":")[2] == cut.attribute
        and html.unescape(one[2][1:-1].decode()) == cut.value
    ]


def _spans(plain: bytes, wanted: set[int]) -> dict[int, Span]:
    """The places of elements, counted in the order in which they begin."""
    spans: dict[int, Span] = {}
    opened: list[int] = []
    parser = expat.ParserCreate("utf-8")
    count = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        opened.append(count)
        if count in wanted:
            tag = _START_TAG.match(plain, parser.CurrentByteIndex)
            assert tag is not None
            spans[count] = Span(tag.start(), tag.end())
        count += 1

    def end(name: str) -> None:
        span = spans.get(opened.pop())
        if span is None:
            return
        if plain[span.opened - 2 : span.opened] == b"/>":
            span.closing = span.end = span.opened
        else:
            span.closing = parser.CurrentByteIndex
            span.end = plain.index(b">", span.closing) + 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.Parse(plain, True)
    return spans
