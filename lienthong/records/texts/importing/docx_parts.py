"""The parts of a Word file, found by what draws them in and not by their names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element

from lienthong.kernel.files.public import STRICT_NAMES, Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# ISO/IEC 29500 names the same elements in two ways, "transitional" and "strict"; Word writes both.
_STRICT = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": _W,
    "{http://purl.oclc.org/ooxml/officeDocument/math}": "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
}
_MOST_HEADERS = 20
_MOST_BESIDE = 200
# What stands beside the text, by the element the part begins with.
_BESIDE = {
    _W + "hdr": "header",
    _W + "ftr": "footer",
    _W + "footnotes": "footnotes",
    _W + "endnotes": "endnotes",
    _W + "comments": "comments",
    _W + "glossaryDocument": "glossary",
}
_PROPERTIES = ("core-properties", "extended-properties", "custom-properties")


def w(name: str) -> str:
    """A name of WordprocessingML."""
    return _W + name


class Parts:
    """The parts of one Word file, read one by one."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        self.main = self.package.main_part

    def _xml(self, name: str) -> Element | None:
        """A part with its elements in the names this reader knows."""
        root = self.package.xml(name)
        if root is not None and STRICT_NAMES in root.tag:
            for element in root.iter():
                element.tag = _transitional(element.tag)
                for attribute in [one for one in element.attrib if STRICT_NAMES in one]:
                    element.attrib[_transitional(attribute)] = element.attrib.pop(attribute)
        return root

    def document(self) -> Element | None:
        return self._xml(self.main)

    def one(self, kind: str) -> Element | None:
        """The styles, the numbering: what a document has at most one of."""
        named = self.package.related(self.main, kind)
        return self._xml(named[0]) if named else None

    def all(self, *kinds: str) -> list[Element]:
        """The headers, the footers: what it may have several of."""
        named = [name for kind in kinds for name in self.package.related(self.main, kind)]
        roots = (self._xml(name) for name in sorted(named)[:_MOST_HEADERS])
        return [root for root in roots if root is not None]

    def beside(self) -> Iterator[tuple[str, Element]]:
        """Headers, footers, notes, comments: every such part of the package, drawn in or not."""
        drawn_in = self.package.relationships_of(self.main)
        others = {one.part for one in drawn_in if one.kind not in _BESIDE.values()} | {self.main}
        folder = posixpath.dirname(self.main)
        names = (name for name in sorted(self.package.names) if posixpath.dirname(name) == folder)
        for name in islice((name for name in names if name not in others), _MOST_BESIDE):
            root = self._xml(name) if name.endswith(".xml") else None
            if root is not None and root.tag in _BESIDE:
                yield _BESIDE[root.tag], root

    def properties(self) -> Iterator[str]:
        """What is said of the document beside it: title, subject, keywords, own properties."""
        for kind in _PROPERTIES:
            for name in self.package.related("", kind):
                yield from _words(self._xml(name))

    def words_of(self, *kinds: str) -> Iterator[str]:
        """The words in its diagrams and charts, which are not read as text."""
        for root in self.all(*kinds):
            yield from _words(root)


def _transitional(name: str) -> str:
    for strict, known in _STRICT.items():
        if name.startswith(strict):
            return known + name.removeprefix(strict)
    return name


def _words(root: Element | None) -> Iterator[str]:
    yield from (one.text for one in (root.iter() if root is not None else ()) if one.text)
