"""An OpenDocument text read as the lines of an official document, numbers and tables kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element

from lienthong.kernel.files.public import OpenDocument
from lienthong.records.texts.importing import odt_tables
from lienthong.records.texts.importing.letters import is_headed, is_part
from lienthong.records.texts.importing.odt_letters import controls_of, formula
from lienthong.records.texts.importing.odt_numbering import OdtLists, RunningList
from lienthong.records.texts.importing.odt_paragraphs import NOTHING_TO_READ, Paragraph, Words
from lienthong.records.texts.importing.odt_parts import (
    PARAGRAPHS,
    TextParts,
    named,
    number_said,
    said,
    within,
)
from lienthong.records.texts.importing.odt_styles import OdtStyles
from lienthong.records.texts.importing.pictures import holds_pictures
from lienthong.records.texts.importing.plain import documents_of, refuse_secret
from lienthong.records.texts.importing.plain import rehearse as rehearse
from lienthong.records.texts.importing.refusals import BROKEN, Unreadable, refusal
from lienthong.records.texts.recognition.lines import read_lines, without_emphasis
from lienthong.records.texts.recognition.marks import is_mark
from lienthong.records.texts.recognition.source import BODY, Place, Reason, Source

_DEEPEST_NESTING = 60
_HEADERS: Final = {
    "style:header": "header",
    "style:footer": "footer",
    **{f"style:{one}-{side}": one for one in ("header", "footer") for side in ("left", "first")},
    **{f"loext:{one}-first": one for one in ("header", "footer")},
}
_NOTE_REASONS = {
    "text:note": Reason.FOOTNOTE,
    "office:annotation": Reason.COMMENT,
}


def read_odt(data: bytes) -> dict[str, Any]:
    """The documents of an OpenDocument text and whether it holds pictures, or the code of a refusal."""
    try:
        has_pictures = holds_pictures(OpenDocument(data).names)
        return documents_of(source_of(data)) | {"has_scans": has_pictures}
    except Unreadable as unreadable:
        return refusal(unreadable)
    except RecursionError:
        return refusal(Unreadable(BROKEN))


def source_of(data: bytes) -> Source:
    """What an OpenDocument text holds, in reading order, emphasis and table cells marked."""
    parts = TextParts(data)
    body = parts.body()
    if body is None:
        raise Unreadable(BROKEN)
    reader = Reader(parts, body)
    refuse_secret(parts.properties())
    heads_itself = is_headed(body.itertext())
    for header in within(parts.styles, *_HEADERS):
        if said(header, "style:display") != "false":
            _read_beside(reader, header, _HEADERS[named(header.tag)], may_head=not heads_itself)
            heads_itself = heads_itself or is_headed(run.text for run in reader.source.runs)
    reader.part = BODY
    for number, block in enumerate(reader.blocks(body), 1):
        reader.source.take(block, Place(line=number))
        reader.line = number + 1
    for root, part in ((parts.styles, "header"), (body, BODY)):
        if root is not None:
            _account_for_the_rest(reader, root, part)
    return reader.source


def _read_beside(reader: Reader, root: Element, kind: str, *, may_head: bool) -> None:
    """Headers and footers: kept aside; of the headers marks are read, and the head of a document that has
    none of its own."""
    reader.part, reader.line = kind, 1
    blocks = list(reader.blocks(root))
    is_head = kind == "header" and may_head and is_headed(blocks)
    for number, block in enumerate(blocks, 1):
        place = Place(kind, line=number)
        if is_head or (kind == "header" and any(is_mark(line) for line in read_lines(block))):
            reader.source.take(block, place)
        else:
            if kind != "header":
                refuse_secret([block])
            reader.source.put_aside(block, Reason.PAGE_HEADER, place)


def _account_for_the_rest(reader: Reader, root: Element, part: str) -> None:
    """Every paragraph that was not read: deleted in revision, hidden, or left by the reader."""
    for number, (paragraph, reason) in enumerate(_unread(root, Reason.UNPLACED), 1):
        if id(paragraph) not in reader.met:
            reader.met.add(id(paragraph))
            words = " ".join("".join(paragraph.itertext()).split())
            reader.source.put_aside(words, reason, Place(part, line=number))


def _unread(parent: Element, reason: Reason) -> Iterator[tuple[Element, Reason]]:
    """The paragraphs below an element, and why they may not be read."""
    for child in parent:
        name = named(child.tag)
        if name in PARAGRAPHS:
            yield child, reason
        if name == "text:deletion":
            yield from _unread(child, Reason.DELETED)
        elif name == "office:forms":
            continue  # what a control shows is read where it stands
        elif name == "table:covered-table-cell" or _is_hidden(child) or name in _HEADERS:
            yield from _unread(child, Reason.HIDDEN)
        else:
            yield from _unread(child, reason)


def _is_hidden(section: Element) -> bool:
    """A section that is not shown, by itself or by its condition as it was last worked out."""
    return named(section.tag) == "text:section" and (
        said(section, "text:display") == "none" or said(section, "text:is-hidden") == "true"
    )


@dataclass(frozen=True)
class ListPlace:
    """Where in a list an item stands."""

    running: RunningList
    style: str
    level: int

    def below(self, element: Element) -> ListPlace:
        """A list within an item; without a style of its own it has that of the list around it."""
        return ListPlace(
            self.running, said(element, "text:style-name") or self.style, self.level + 1
        )


class Reader:
    """Walks a document and writes each paragraph as one block of lines."""

    def __init__(self, parts: TextParts, body: Element) -> None:
        self.parts = parts
        self.styles = OdtStyles.read(parts.styles, parts.content)
        roots = (parts.styles, parts.content)
        self.lists = OdtLists.read(*roots, is_by_word=parts.is_by_word)
        self.words = Words(parts, self.styles, controls_of(body))
        self.source = Source()
        self.part, self.line = BODY, 1
        # How many cells the paragraph stands in.
        self.cells = 0
        # The paragraphs that were read.
        self.met: set[int] = set()

    def blocks(self, parent: Iterable[Element], depth: int = 0) -> Iterator[str]:
        """Paragraphs, lists and tables below an element, in order."""
        if depth > _DEEPEST_NESTING:
            raise Unreadable(BROKEN)
        for child in parent:
            name = named(child.tag)
            if name in _NOTE_REASONS:
                self.put_aside_note(child, depth)
            elif name in _BLOCKS:
                yield from _BLOCKS[name](self, child, depth)
            elif name.startswith("draw:"):
                yield from self._drawing(child, depth + 1)
            elif name not in NOTHING_TO_READ and not _is_hidden(child):
                yield from self.blocks(child, depth + 1)

    def _table(self, element: Element, depth: int) -> Iterator[str]:
        yield from odt_tables.written(element, lambda cell: self._in_cell(cell, depth + 1))

    def _in_cell(self, cell: Iterable[Element], depth: int) -> Iterator[str]:
        self.cells += 1
        yield from self.blocks(cell, depth)
        self.cells -= 1

    def _outer_list(self, element: Element, depth: int) -> Iterator[str]:
        running, style = self.lists.begin(element), said(element, "text:style-name")
        yield from self._list(element, ListPlace(running, style, 0), depth + 1)

    def _list(self, element: Element, place: ListPlace, depth: int) -> Iterator[str]:
        if depth > _DEEPEST_NESTING:
            raise Unreadable(BROKEN)
        for item in element:
            if named(item.tag) in ("text:list-item", "text:list-header"):
                yield from self._item(item, place, depth)

    def _item(self, item: Element, place: ListPlace, depth: int) -> Iterator[str]:
        """The first paragraph of an item bears its number; lists within it are a level below."""
        is_numbered, inner = named(item.tag) == "text:list-item", 0
        for child in item:
            name = named(child.tag)
            if name == "text:list":
                # A second list within one item begins anew unless it says that it goes on.
                if inner and said(child, "text:continue-numbering") != "true":
                    self.lists.begin_anew(place.running, place.level + 1)
                inner += 1
                yield from self._list(child, place.below(child), depth + 1)
            elif name in PARAGRAPHS:
                mark = self._mark(item, place) if is_numbered else ""
                is_numbered = False
                yield from self._paragraph(child, mark, depth)
            else:
                yield from self.blocks([child], depth + 1)

    def _mark(self, item: Element, place: ListPlace) -> str:
        start = number_said(item, "text:start-value", -1)
        style = said(item, "text:style-override") or place.style
        return self.lists.mark(place.running, style, place.level, start if start >= 0 else None)

    def _plain(self, element: Element, depth: int) -> Iterator[str]:
        yield from self._paragraph(element, self._of_the_outline(element), depth)

    def _numbered(self, element: Element, depth: int) -> Iterator[str]:
        """A paragraph that names its list and its level itself."""
        style = said(element, "text:style-name")
        running = self.lists.of_id(said(element, "text:list-id"), style)
        level = max(number_said(element, "text:level", 1) - 1, 0)
        mark = self._mark(element, ListPlace(running, style, level))
        for child in element:
            if named(child.tag) in PARAGRAPHS:
                yield from self._paragraph(child, mark, depth)

    def _of_the_outline(self, heading: Element) -> str:
        """The number of a heading that stands in no list."""
        if named(heading.tag) != "text:h" or said(heading, "text:is-list-header") == "true":
            return ""
        if self.styles.leaves_the_outline(said(heading, "text:style-name")):
            return ""
        level = max(number_said(heading, "text:outline-level", 1) - 1, 0)
        if not self.lists.numbers_outline(level):
            return ""
        begins_anew = said(heading, "text:restart-numbering") == "true"
        start = number_said(heading, "text:start-value", 1) if begins_anew else None
        return self.lists.mark(self.lists.outline, self.lists.outline.style, level, start)

    def _paragraph(self, element: Element, mark: str, depth: int) -> Iterator[str]:
        """What is drawn at a paragraph, and the paragraph itself with its number."""
        self.met.add(id(element))
        paragraph = Paragraph(element, self.words)
        text = paragraph.read()
        for note in paragraph.notes:
            self.put_aside_note(note, depth)
        for words in paragraph.hidden:
            self.put_aside(words, Reason.HIDDEN)
        for drawing in paragraph.drawings:
            yield from self._drawing(drawing, depth + 1)
        if text.strip():
            yield f"{mark} {text}" if mark else text
        elif mark and (is_part(mark) or (self.cells and any(map(str.isalnum, mark)))):
            yield mark  # "Chương I", its title in the next paragraph; the number of a row

    def _drawing(self, element: Element, depth: int) -> Iterator[str]:
        """Words in frames and shapes; those that lie across a page are its watermark."""
        if depth > _DEEPEST_NESTING:
            raise Unreadable(BROKEN)
        name = named(element.tag)
        if name == "draw:control":
            yield from filter(None, [self.words.controls.get(said(element, "draw:control"), "")])
        elif name == "draw:object":
            yield from self._object(element)
        elif _lies_across(element):
            words = " ".join(self.blocks(element, depth))
            refuse_secret([words])
            self.put_aside(words, Reason.WATERMARK)
        else:
            yield from self.blocks(element, depth)

    def _object(self, element: Element) -> Iterator[str]:
        """A formula that stands in no line is one of its own; the words of a chart are set aside."""
        root = self.words.drawn(element)
        if root is None or id(element) in self.words.met:
            return
        if named(root.tag) == "math:math":
            yield from filter(None, [formula(root)])
            return
        words = " ".join(" ".join(root.itertext()).split())
        refuse_secret([words])
        self.put_aside(words, Reason.DRAWING)

    def put_aside_note(self, note: Element, depth: int) -> None:
        """A note at the foot or the end, or a comment beside the text."""
        reason = _NOTE_REASONS[named(note.tag)]
        bodies = list(within(note, "text:note-body")) or [note]
        words = "\n".join(self.blocks(bodies[0], depth + 1))
        refuse_secret([words])
        mark = self.words.called.get(id(note))
        if mark and words.strip():
            self.source.notes[mark] = " ".join(without_emphasis(words).split())
        else:
            self.put_aside(words, reason)

    def put_aside(self, words: str, reason: Reason) -> None:
        self.source.put_aside(words, reason, Place(self.part, line=self.line))


_BLOCKS: Final[dict[str, Callable[[Reader, Element, int], Iterator[str]]]] = {
    **dict.fromkeys(PARAGRAPHS, Reader._plain),
    "text:list": Reader._outer_list,
    "text:numbered-paragraph": Reader._numbered,
    "table:table": Reader._table,
}


def _lies_across(shape: Element) -> bool:
    turned = "rotate" in said(shape, "draw:transform")
    drawn = (said(one, "draw:text-path") for one in within(shape, "draw:enhanced-geometry"))
    return turned or "true" in drawn
