"""How the letters and paragraphs of an OpenDocument text look: by their style and those it builds on."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lienthong.records.texts.importing.looks import Look
from lienthong.records.texts.importing.odt_parts import named, said, within

_DEEPEST_INHERITANCE = 12
PARAGRAPH, LETTERS = "paragraph", "text"


@dataclass
class OdtStyles:
    """The styles of a document by family and name; automatic ones stand over those they build on."""

    elements: dict[tuple[str, str], Element] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    defaults: Look = field(default_factory=Look)
    looks: dict[tuple[str, str], Look] = field(default_factory=dict)

    @classmethod
    def read(cls, *roots: Element | None) -> OdtStyles:
        styles = cls()
        for root in roots:
            for one in within(root, "style:font-face"):
                family = said(one, "svg:font-family").strip("'\" ")
                styles.fonts[said(one, "style:name")] = family
            for one in within(root, "style:style"):
                key = said(one, "style:family"), said(one, "style:name")
                styles.elements[key] = one
            for one in within(root, "style:default-style"):
                if said(one, "style:family") == PARAGRAPH:
                    styles.defaults = styles._look_of(one)
        return styles

    def look(self, family: str, name: str) -> Look:
        """The look a style gives; of a paragraph over that of the document."""
        if (family, name) not in self.looks:
            look = Look()
            for one in self.ancestry(family, name):
                look = look.over(self._look_of(one))
            self.looks[family, name] = look.over(self.defaults) if family == PARAGRAPH else look
        return self.looks[family, name]

    def ancestry(self, family: str, name: str) -> list[Element]:
        """A style and the styles it builds on."""
        found: list[Element] = []
        while (family, name) in self.elements and len(found) < _DEEPEST_INHERITANCE:
            found.append(self.elements[family, name])
            name = said(found[-1], "style:parent-style-name")
        return found

    def leaves_the_outline(self, name: str) -> bool:
        """Whether a heading's style says that it bears no number, or that of another list."""
        for one in self.ancestry(PARAGRAPH, name):
            for key, value in one.attrib.items():
                if named(key) == "style:list-style-name":
                    return value != "Outline"
        return False

    def _look_of(self, style: Element) -> Look:
        properties = next(within(style, "style:text-properties"), None)
        if properties is None:
            return Look()
        font = said(properties, "style:font-name")
        font = self.fonts.get(font, font) or said(properties, "fo:font-family").strip("'\" ")
        return Look(
            font or None,
            _switch(said(properties, "fo:font-weight"), {"bold", "600", "700", "800", "900"}),
            _switch(said(properties, "fo:font-style"), {"italic", "oblique"}),
            _switch(said(properties, "fo:text-transform"), {"uppercase"}),
            _switch(said(properties, "text:display"), {"none"}),
            _is_raised(said(properties, "style:text-position")),
        )


def _is_raised(position: str) -> bool | None:
    """ "super 58%", or "33% 58%": how far above the line, how large."""
    if not position:
        return None
    first = position.split()[0]
    return first == "super" or (first.rstrip("%").isdigit() and int(first.rstrip("%")) > 0)


def _switch(value: str, on: set[str]) -> bool | None:
    return value in on if value else None
