"""The parts of an OpenDocument text and the names of its elements."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from lienthong.kernel.files.public import OpenDocument
from lienthong.records.texts.importing.refusals import TOO_LARGE, Unreadable

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = {
    f"{{{_ODF}{long}}}": short
    for long, short in (
        ("office:1.0", "office"),
        ("style:1.0", "style"),
        ("text:1.0", "text"),
        ("table:1.0", "table"),
        ("drawing:1.0", "draw"),
        ("form:1.0", "form"),
        ("meta:1.0", "meta"),
        ("svg-compatible:1.0", "svg"),
        ("xsl-fo-compatible:1.0", "fo"),
        ("chart:1.0", "chart"),
        ("script:1.0", "script"),
    )
} | {
    "{http://www.w3.org/1998/Math/MathML}": "math",
    "{http://www.w3.org/1999/xlink}": "xlink",
    "{http://www.w3.org/XML/1998/namespace}": "xml",
    "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}": "loext",
    "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}": "field",
}  # fmt: skip
PARAGRAPHS = {"text:p", "text:h"}
_MOST_OBJECTS = 200


def named(name: str) -> str:
    """A name as the standard writes it: "text:p"."""
    space, _, local = name.rpartition("}")
    return f"{_SPACES.get(space + '}', '?')}:{local}" if space else local


def said(element: Element, name: str, otherwise: str = "") -> str:
    """An attribute by the name the standard writes."""
    found = (value for key, value in element.attrib.items() if named(key) == name)
    return next(found, otherwise)


def number_said(element: Element, name: str, otherwise: int = 0) -> int:
    written = said(element, name)
    return int(written) if written.isdigit() and len(written) < 9 else otherwise


def within(element: Element | None, *names: str) -> Iterator[Element]:
    """The elements of these names below an element, itself among them."""
    for one in element.iter() if element is not None else ():
        if named(one.tag) in names:
            yield one


class TextParts:
    """The text, its styles, what is said of it, and the formulas and charts drawn into it."""

    def __init__(self, data: bytes) -> None:
        self.package = OpenDocument(data)
        self.package.expect_text()
        self.content = self.package.xml(OpenDocument.CONTENT)
        self.styles = self.package.xml(OpenDocument.STYLES)
        self._objects = 0

    def body(self) -> Element | None:
        return next(within(self.content, "office:text"), None)

    def properties(self) -> Iterator[str]:
        """What is said of the document beside it: title, subject, keywords, own properties."""
        root = self.package.xml(OpenDocument.META)
        for one in root.iter() if root is not None else ():
            yield from filter(None, (one.text, said(one, "meta:name")))

    @property
    def is_by_word(self) -> bool:
        root = self.package.xml(OpenDocument.META)
        programs = within(root, "meta:generator")
        return any((one.text or "").startswith("MicrosoftOffice") for one in programs)

    def drawn(self, target: str) -> Element | None:
        """The root of a formula or chart that a frame draws in."""
        self._objects += 1
        if self._objects > _MOST_OBJECTS:
            raise Unreadable(TOO_LARGE)
        return self.package.xml(f"{target.removeprefix('./').rstrip('/')}/{OpenDocument.CONTENT}")
