"""How a run of a Word file looks: its own properties, else its style's, else the document's."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lienthong.records.texts.importing.docx_parts import w
from lienthong.records.texts.importing.looks import Look

_DEEPEST_INHERITANCE = 12


def look_of(properties: Element | None) -> Look:
    if properties is None:
        return Look()
    fonts = properties.find(w("rFonts"))
    font = None
    if fonts is not None:
        font = fonts.get(w("ascii")) or fonts.get(w("hAnsi"))
    return Look(
        font,
        switch(properties, "b"),
        switch(properties, "i"),
        switch(properties, "caps"),
        switch(properties, "vanish"),
        _is_raised(properties.find(w("vertAlign"))),
    )


def _is_raised(aligned: Element | None) -> bool | None:
    return None if aligned is None else aligned.get(w("val")) == "superscript"


def switch(properties: Element, name: str) -> bool | None:
    """An on/off property: present without a value means on."""
    element = properties.find(w(name))
    if element is None:
        return None
    return (element.get(w("val")) or "1").lower() not in {"0", "false", "off"}


@dataclass
class Styles:
    """The styles of a document by name."""

    defaults: Look = field(default_factory=Look)
    elements: dict[str, Element] = field(default_factory=dict)
    default_paragraph: str | None = None

    @classmethod
    def read(cls, root: Element | None) -> Styles:
        styles = cls()
        if root is None:
            return styles
        styles.defaults = look_of(root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
        for element in root.findall(w("style")):
            name = element.get(w("styleId")) or ""
            styles.elements[name] = element
            if element.get(w("type")) == "paragraph" and element.get(w("default")) == "1":
                styles.default_paragraph = name
        return styles

    def look(self, name: str | None) -> Look:
        look = Look()
        for element in self.ancestry(name):
            look = look.over(look_of(element.find(w("rPr"))))
        return look

    def ancestry(self, name: str | None) -> list[Element]:
        """A style and the styles it is based on."""
        found: list[Element] = []
        while name in self.elements and len(found) < _DEEPEST_INHERITANCE:
            element = self.elements[name or ""]
            found.append(element)
            based_on = element.find(w("basedOn"))
            name = based_on.get(w("val")) if based_on is not None else None
        return found

    def numbering(self, name: str | None) -> list[tuple[str, Element]]:
        """List membership given by a style and those it is based on, each with the style's name."""
        found = (
            (element.get(w("styleId")) or "", element.find(f"{w('pPr')}/{w('numPr')}"))
            for element in self.ancestry(name)
        )
        return [(style, properties) for style, properties in found if properties is not None]
