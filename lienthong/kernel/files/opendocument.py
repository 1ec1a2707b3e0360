"""The packages of OpenDocument texts (ODF): opened as strictly as those of other office programs."""

import re
from xml.etree.ElementTree import Element

from lienthong.kernel.files.packages import (
    LOCKED,
    OTHER_KIND,
    PACKED,
    Archive,
    local,
    parsed,
    plain_xml,
)
from lienthong.kernel.files.refusals import FileRefused

MIMETYPE, MANIFEST = "mimetype", "META-INF/manifest.xml"
TEXT = "application/vnd.oasis.opendocument.text"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_LOCKED_WHOLE = "encrypted-package"
# OpenOffice named its own descriptions before the root, and nothing in them; nobody fetches them.
_OWN_DOCTYPE = re.compile(
    rb"\A(\s*(?:<\?xml\b[^>]*\?>\s*)?)<!DOCTYPE [\w:-]+ PUBLIC "
    rb'"-//OpenOffice\.org//DTD [^"<>\[\]]*" "[\w.-]+\.dtd">'
)


class OpenDocument(Archive):
    """A package whose parts bear fixed names and are listed, with their kinds, in a manifest."""

    LISTED_IN = MANIFEST
    CONTENT, STYLES, META = "content.xml", "styles.xml", "meta.xml"

    def plain(self, name: str) -> bytes:
        return plain_xml(_OWN_DOCTYPE.sub(rb"\1", self.read(name) or b"", count=1))

    def _listed(self, line: Element) -> str:
        return _attribute(line, "full-path")

    def expect_text(self) -> None:
        """Refuse what is locked, and what is no text: a template, a sheet, another kind under the name."""
        kinds = self.kinds()
        if (self.read(MIMETYPE) or b"").strip() != TEXT.encode() or kinds.get("/", TEXT) != TEXT:
            raise FileRefused(OTHER_KIND)
        root = self.xml(self.CONTENT)
        body = root.find(f"{OFFICE}body") if root is not None else None
        if body is None or body.find(f"{OFFICE}text") is None:
            raise FileRefused(OTHER_KIND)

    def kinds(self) -> dict[str, str]:
        """What the manifest says each part is."""
        kinds: dict[str, str] = {}
        for line in parsed(self.plain(MANIFEST)).iter():
            name, kind = _attribute(line, "full-path"), _attribute(line, "media-type")
            if local(line.tag) == "encryption-data" or name == _LOCKED_WHOLE:
                raise FileRefused(LOCKED)
            if local(line.tag) == "file-entry" and kinds.setdefault(name, kind) != kind:
                raise FileRefused(PACKED)
        return kinds


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == name), "")
