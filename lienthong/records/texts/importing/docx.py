"""A Word file read as the lines of an official document, numbers and tables kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from lienthong.kernel.files.public import Package
from lienthong.kernel.text.public import converted, in_marks
from lienthong.records.texts.importing import docx_tables
from lienthong.records.texts.importing.docx_letters import FORMULA, Notes, formula, letters
from lienthong.records.texts.importing.docx_measures import measures_of
from lienthong.records.texts.importing.docx_numbering import Numbering
from lienthong.records.texts.importing.docx_parts import Parts, w
from lienthong.records.texts.importing.docx_styles import Styles, look_of
from lienthong.records.texts.importing.letters import is_headed, is_part
from lienthong.records.texts.importing.looks import Look, as_shown, written
from lienthong.records.texts.importing.pictures import holds_pictures
from lienthong.records.texts.importing.plain import documents_of, refuse_secret
from lienthong.records.texts.importing.plain import rehearse as rehearse
from lienthong.records.texts.importing.refusals import BROKEN, Unreadable, refusal
from lienthong.records.texts.recognition.lines import read_lines, without_emphasis
from lienthong.records.texts.recognition.marks import is_mark
from lienthong.records.texts.recognition.source import Place, Reason, Source

_SKIPPED = {w("del"), w("moveFrom"), w("instrText"), w("delText"), w("commentReference")}
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_EITHER, _ALTERNATIVE = _COMPATIBILITY + "AlternateContent", _COMPATIBILITY + "Fallback"
_VML = "{urn:schemas-microsoft-com:vml}"
_BESIDE = {
    "header": Reason.PAGE_HEADER,
    "footer": Reason.PAGE_HEADER,
    "footnotes": Reason.FOOTNOTE,
    "endnotes": Reason.FOOTNOTE,
    "comments": Reason.COMMENT,
    "glossary": Reason.HIDDEN,
}
_DEEPEST_NESTING = 60


def read_docx(data: bytes) -> dict[str, Any]:
    """The documents of a Word file and whether it holds pictures, or the code of a refusal."""
    try:
        has_pictures = holds_pictures(Package(data).names)
        return documents_of(source_of(data)) | {"has_scans": has_pictures}
    except Unreadable as unreadable:
        return refusal(unreadable)
    except RecursionError:
        return refusal(Unreadable(BROKEN))


def source_of(data: bytes) -> Source:
    """What a Word file holds, in reading order, emphasis and table cells marked."""
    parts = Parts(data)
    document = parts.document()
    body = document.find(w("body")) if document is not None else None
    if document is None or body is None:
        raise Unreadable(BROKEN)
    sheet = parts.one("styles")
    reader = Reader(Styles.read(sheet), Numbering.read(parts.one("numbering")))
    source, beside = Source(), list(parts.beside())
    defaults = sheet.find(w("docDefaults")) if sheet is not None else None
    source.measures = measures_of(body, reader.styles, defaults)
    heads_itself = is_headed(_words(body))
    for kind, root in beside:
        _read_beside(reader, root, kind, source, may_head=not heads_itself)
        heads_itself = heads_itself or is_headed(run.text for run in source.runs)
    _read_drawings(parts, source)
    refuse_secret(parts.properties())
    drawn = [word for root in (document, *(one for _, one in beside)) for word in _drawn(root)]
    refuse_secret(drawn)
    for word in dict.fromkeys(drawn):
        source.put_aside(word, Reason.WATERMARK, Place("drawing"))
    for number, block in enumerate(reader.blocks(body), 1):
        source.take(block, Place(line=number))
    source.notes = reader.notes.called
    for (kind, _number), words in reader.notes.words.items():
        source.put_aside(words, Reason.FOOTNOTE, Place(kind))
    for kind, root in (("body", body), *beside):
        _account_for_the_rest(reader, root, kind, source)
    return source


def _read_beside(
    reader: Reader, root: Element, kind: str, source: Source, *, may_head: bool
) -> None:
    """Headers, footers, notes, comments: kept aside; of the headers marks are read, and the head of a
    document that has none of its own."""
    if kind in reader.notes.counts:
        _read_notes(reader, root, kind, source)
        return
    blocks = list(reader.blocks(root))
    is_head = kind == "header" and may_head and is_headed(blocks)
    if kind != "header":
        refuse_secret(blocks)
    for number, block in enumerate(blocks, 1):
        place = Place(kind, line=number)
        if is_head or (kind == "header" and _is_mark(block)):
            source.take(block, place)
        else:
            source.put_aside(block, _BESIDE[kind], place)


def _read_notes(reader: Reader, root: Element, kind: str, source: Source) -> None:
    """Notes at the foot or the end, kept until the text calls them; the lines that part them are none."""
    for number, note in enumerate(root, 1):
        words = " ".join(without_emphasis(block) for block in reader.blocks([note]))
        refuse_secret([words])
        if words.strip() and note.get(w("id")) is not None:
            reader.notes.words[kind, note.get(w("id")) or ""] = " ".join(words.split())
        else:
            source.put_aside(words, Reason.FOOTNOTE, Place(kind, line=number))


def _read_drawings(parts: Parts, source: Source) -> None:
    words = list(parts.words_of("diagramdata", "chart"))
    refuse_secret(words)
    source.put_aside(" ".join(words), Reason.DRAWING, Place("drawing"))


def _account_for_the_rest(reader: Reader, root: Element, kind: str, source: Source) -> None:
    """Every letter of the file that was not read: deleted in revision, hidden, or left by the reader."""
    for number, part in enumerate(root.iter(w("p")), 1):
        words: dict[Reason, list[str]] = {}
        for text, reason in _unread(part, Reason.UNPLACED):
            if id(text) not in reader.met:
                said = Reason.HIDDEN if id(text) in reader.hidden else reason
                said = Reason.PROMPT if id(text) in reader.prompts else said
                words.setdefault(said, []).append(text.text or "")
                reader.met.add(id(text))
        for reason, pieces in words.items():
            source.put_aside("".join(pieces), reason, Place(kind, line=number))


def _unread(parent: Element, reason: Reason) -> Iterator[tuple[Element, Reason]]:
    """The letters below an element, and why they may not be read."""
    for child in parent:
        if child.tag in {w("t"), w("delText")}:
            yield child, reason
        elif child.tag in {w("del"), w("moveFrom")}:
            yield from _unread(child, Reason.DELETED)
        elif child.tag not in {_ALTERNATIVE, w("p")}:
            yield from _unread(child, reason)


def is_prompt(element: Element) -> bool:
    """Whether a content control shows its prompt, as nobody has filled it in."""
    properties = element.find(w("sdtPr")) if element.tag == w("sdt") else None
    shown = properties.find(w("showingPlcHdr")) if properties is not None else None
    return shown is not None and shown.get(w("val")) not in {"0", "false", "off"}


def _words(root: Element) -> Iterator[str]:
    return (one.text or "" for one in root.iter(w("t")))


def _drawn(root: Element) -> Iterator[str]:
    """Words drawn slantwise behind a page."""
    return (one.get("string", "") for one in root.iter(f"{_VML}textpath"))


def _is_mark(text: str) -> bool:
    """Only marks of secrecy and urgency are taken from page headers."""
    return any(is_mark(line) for line in read_lines(text))


class Reader:
    """Walks a document and writes each paragraph as one block of lines."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.notes = Notes()
        self.styles = styles
        self.numbering = numbering
        # The elements whose letters were read, and those that are not shown.
        self.met: set[int] = set()
        self.hidden: set[int] = set()
        # What Word shows in a field that nobody has filled in: "Bấm vào đây để nhập văn bản".
        self.prompts: set[int] = set()
        # The letters of a paragraph whose end was deleted in revision: the next one goes on with them.
        self.begun: list[tuple[str, Look]] = []
        # How many cells the paragraph stands in.
        self.cells = 0

    def blocks(self, parent: Iterable[Element], depth: int = 0) -> Iterator[str]:
        """Paragraphs and tables below an element, in order."""
        if depth > _DEEPEST_NESTING:
            raise Unreadable(BROKEN)
        for child in parent:
            if child.tag == w("p"):
                yield from self._boxes(child, depth)
                yield from filter(str.strip, [self.paragraph(child)])
            elif child.tag == w("tbl"):
                yield from self._left_over()
                yield from docx_tables.written(child, lambda cell: self._in_cell(cell, depth + 1))
            elif is_prompt(child):
                self.prompts.update(map(id, child.iter(w("t"))))
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child, depth + 1)
        yield from self._left_over()

    def _in_cell(self, cell: Element, depth: int) -> Iterator[str]:
        self.cells += 1
        yield from self.blocks(cell, depth)
        self.cells -= 1

    def _left_over(self) -> Iterator[str]:
        """Letters of a paragraph without an end that no other paragraph took up."""
        pieces, self.begun = self.begun, []
        yield from filter(str.strip, [written(pieces)])

    def _boxes(self, paragraph: Element, depth: int) -> Iterator[str]:
        """Text boxes anchored in a paragraph: marks and stamps often stand in one."""
        fallbacks = {id(box) for both in paragraph.iter(_EITHER) for box in _second_copies(both)}
        for box in paragraph.iter(w("txbxContent")):
            if id(box) not in fallbacks:
                yield from self.blocks(box, depth + 1)

    def paragraph(self, element: Element) -> str:
        """A paragraph with its automatic number and its emphasis."""
        properties = element.find(w("pPr"))
        name = _style_name(properties) or self.styles.default_paragraph
        base = self.styles.look(name).over(self.styles.defaults)
        pieces, self.begun = [*self.begun, *self._runs(element, base)], []
        if _lost_its_end(properties):
            self.begun = pieces
            return ""
        own = properties.find(w("numPr")) if properties is not None else None
        mark = self.numbering.mark(own, self.styles.numbering(name))
        text = written(pieces)
        if not text.strip() and not self._is_seen_alone(mark):
            return text
        return f"{mark} {text}".strip()

    def _is_seen_alone(self, mark: str) -> bool:
        """ "Chương I" on a paragraph without words, its title in the next; the number of a row."""
        return is_part(mark) or (self.cells > 0 and any(map(str.isalnum, mark)))

    def _runs(self, element: Element, base: Look) -> Iterator[tuple[str, Look]]:
        """Each run of letters with its look; what was deleted in revision is not read."""
        for child in element:
            if child.tag == w("r"):
                for ruby in child.iter(w("ruby")):  # what stands small above the words, behind them
                    yield from self._of_ruby(ruby, base)
                properties = child.find(w("rPr"))
                style = properties.find(w("rStyle")) if properties is not None else None
                named = self.styles.look(style.get(w("val"))) if style is not None else Look()
                look = look_of(properties).over(named).over(base)
                text = in_marks(
                    converted("".join(letters(child, self.notes)), look.font), look.font
                )
                (self.hidden if look.hidden else self.met).update(map(id, child))
                if not look.hidden:
                    yield as_shown(text, look), look
            elif child.tag == FORMULA:
                yield formula(child), base
            elif is_prompt(child):
                self.prompts.update(map(id, child.iter(w("t"))))
            elif child.tag not in _SKIPPED and child.tag not in {w("pPr"), w("txbxContent")}:
                yield from self._runs(child, base)

    def _of_ruby(self, ruby: Element, base: Look) -> Iterator[tuple[str, Look]]:
        for part, form in (("rubyBase", "{}"), ("rt", " ({})")):
            for one in ruby.findall(w(part)):
                words = "".join(text for text, _look in self._runs(one, base))
                yield form.format(words), base


def _second_copies(both: Element) -> Iterator[Element]:
    """Text boxes written once more for older programs; where only these know the box, they are it."""
    boxes = {one: list(one.iter(w("txbxContent"))) for one in both}
    if any(found for one, found in boxes.items() if one.tag != _ALTERNATIVE):
        for one, found in boxes.items():
            yield from found if one.tag == _ALTERNATIVE else ()


def _lost_its_end(properties: Element | None) -> bool:
    """Whether the end of the paragraph was deleted or moved away in revision: it has no number of its own."""
    mark = properties.find(w("rPr")) if properties is not None else None
    return mark is not None and any(mark.find(w(one)) is not None for one in ("del", "moveFrom"))


def _style_name(properties: Element | None) -> str | None:
    style = properties.find(w("pStyle")) if properties is not None else None
    return style.get(w("val")) if style is not None else None
