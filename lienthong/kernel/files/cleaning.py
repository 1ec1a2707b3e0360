"""A cleaned copy: what acts is cut out of its part, every other byte of it stays as it was."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.parsers import expat

from lienthong.kernel.files.acting import Cut, Found, acting_in
from lienthong.kernel.files.acting_opendocument import acting_in_text
from lienthong.kernel.files.opendocument import MIMETYPE, OpenDocument
from lienthong.kernel.files.packages import WORD, Archive, Package
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
    return _cleaned(data, _word)


def cleaned_text(data: bytes) -> bytes:
    """The OpenDocument text without what acts, on the same terms."""
    return _cleaned(data, _open_document)


def _word(data: bytes) -> tuple[Archive, list[Found]]:
    package = Package(data)
    package.expect(WORD)
    return package, acting_in(package)


def _open_document(data: bytes) -> tuple[Archive, list[Found]]:
    package = OpenDocument(data)
    package.expect_text()
    return package, acting_in_text(package)


def _cleaned(data: bytes, opened: Callable[[bytes], tuple[Archive, list[Found]]]) -> bytes:
    package, found = opened(data)
    for one in found:
        if not one.cuts:
            raise FileRefused(one.message, **one.facts)
    copy = _without(package, {cut for one in found for cut in one.cuts})
    for one in opened(copy)[1]:
        raise FileRefused(one.message, **one.facts)
    return copy


def _without(package: Archive, cuts: set[Cut]) -> bytes:
    gone = {cut.part.lower() for cut in cuts if cut.element < 0}
    cuts |= {Cut(*line) for line in package.lines_of(gone)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.names:
            if name.lower() in gone:
                continue
            own = [cut for cut in cuts if cut.part.lower() == name.lower()]
            content = cut_out(package.plain(name), own) if own else package.read(name) or b""
            is_plain = name == MIMETYPE  # which others read without unpacking
            method = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
            copy.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return stream.getvalue()


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
