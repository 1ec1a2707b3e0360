"""One paragraph of an OpenDocument text: its letters in their order, and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lienthong.kernel.text.public import converted, in_marks
from lienthong.records.texts.clauses.notes import raised
from lienthong.records.texts.importing.letters import TAB
from lienthong.records.texts.importing.looks import Look, as_shown, written
from lienthong.records.texts.importing.odt_letters import formula, of_form
from lienthong.records.texts.importing.odt_parts import TextParts, named, number_said, said
from lienthong.records.texts.importing.odt_styles import LETTERS, PARAGRAPH, OdtStyles

# What no reader of the page sees: what is said of elements, made of them, or done by them.
NOTHING_TO_READ = {
    *("text:tracked-changes", "text:note-citation", "text:number", "text:script", "text:label"),
    *("office:forms", "office:event-listeners", "office:scripts", "office:binary-data"),
    *("svg:title", "svg:desc", "field:param", "style:style", "text:sequence-decls"),
    *("text:table-of-content-source", "text:alphabetical-index-source", "text:user-index-source"),
    *("text:illustration-index-source", "text:table-index-source", "text:object-index-source"),
    "text:bibliography-source",
}
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 200


@dataclass(frozen=True)
class Words:
    """What the letters of a paragraph are read with."""

    parts: TextParts
    styles: OdtStyles
    controls: dict[str, str]
    # The formulas that were read in a line.
    met: set[int] = field(default_factory=set)
    # The notes called in the text, by what calls them.
    called: dict[int, str] = field(default_factory=dict)

    def call(self, note: Element) -> str:
        """The figure of a note, counted on as LibreOffice shows it: "¹", at the end "ⁱ"."""
        is_last = said(note, "text:note-class") == "endnote"
        before = [mark for mark in self.called.values() if (mark[0] in "ⁱᵛˣ") == is_last]
        mark = raised(len(before) + 1, roman=is_last)
        self.called[id(note)] = mark
        return mark

    def drawn(self, element: Element) -> Element | None:
        """The root of a formula or chart, in a part of its own or right in its place."""
        target = said(element, "xlink:href")
        return self.parts.drawn(target) if target else next(iter(element), None)


@dataclass
class Paragraph:
    """A paragraph being read."""

    element: Element
    words: Words
    notes: list[Element] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    ends_blank: bool = True
    is_hidden: bool = False

    def read(self) -> str:
        """The paragraph as recognition reads it; notes and drawings are left to who asked."""
        look = self.words.styles.look(PARAGRAPH, said(self.element, "text:style-name"))
        text = written(list(self._within(self.element, look)))
        if self.is_hidden:
            self.hidden.append(text)
            return ""
        return text

    def _within(self, element: Element, look: Look) -> Iterator[tuple[str, Look]]:
        yield from self._letters(element.text, look)
        for child in element:
            yield from self._of(child, look)
            yield from self._letters(child.tail, look)

    def _letters(self, text: str | None, look: Look) -> Iterator[tuple[str, Look]]:
        """Blanks of the file are one blank, as the standard has it."""
        plain = _BLANKS.sub(" ", text or "")
        if self.ends_blank:
            plain = plain.lstrip(" ")
        if not plain:
            return
        self.ends_blank = plain.endswith(" ")
        plain = in_marks(converted(plain, look.font), look.font)
        if look.hidden:
            self.hidden.append(plain)
        else:
            yield as_shown(plain, look), look

    def _of(self, child: Element, look: Look) -> Iterator[tuple[str, Look]]:
        name = named(child.tag)
        if name in _SIGNS:
            self.ends_blank = name != "text:s"
            yield _SIGNS[name] * min(max(number_said(child, "text:c", 1), 1), _MOST_BLANKS), look
        elif name in ("text:note", "office:annotation"):
            self.notes.append(child)
            if name == "text:note":
                yield from self._whole(self.words.call(child), look)
        elif name == "draw:control" or name.startswith("field:fieldmark"):
            shown = self.words.controls.get(said(child, "draw:control"), "") or of_form(child)
            yield from self._whole(shown, look)
            yield from self._within(child, look)
        elif name.startswith("draw:") and name != "draw:a":
            yield from self._whole(self._formulas(child), look)
            self.drawings.append(child)
        elif name == "text:hidden-paragraph":
            self.is_hidden = self.is_hidden or said(child, "text:is-hidden") == "true"
        elif name not in NOTHING_TO_READ:
            yield from self._within(child, self._look_of(child, name, look))

    def _look_of(self, child: Element, name: str, look: Look) -> Look:
        is_hidden = said(child, "text:display") == "none" or (
            name == "text:hidden-text" and said(child, "text:is-hidden") == "true"
        )
        own = self.words.styles.look(LETTERS, said(child, "text:style-name"))
        return Look(hidden=True if is_hidden else None).over(own.over(look))

    def _whole(self, text: str, look: Look) -> Iterator[tuple[str, Look]]:
        if text:
            self.ends_blank = False
            yield text, look

    def _formulas(self, frame: Element) -> str:
        """The formula a frame holds that stands in the line, by its letters."""
        found = []
        for one in frame:
            root = self.words.drawn(one) if named(one.tag) == "draw:object" else None
            if root is not None and named(root.tag) == "math:math":
                self.words.met.add(id(one))
                found.append(formula(root))
        return " ".join(found)


_SIGNS = {"text:s": " ", "text:tab": TAB, "text:line-break": "\n"}
