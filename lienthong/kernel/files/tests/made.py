"""Packages of office programs, made part by part as a test needs them."""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument."
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


class Made:
    """A package in the making: its main part, more parts, who draws in what."""

    def __init__(self, main: str, content: str, content_type: str) -> None:
        self.main = main
        self.parts: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.lines: dict[str, list[str]] = {"": []}
        self.part(main, content, content_type, kind="officeDocument", owner="")

    def part(
        self,
        name: str,
        content: str | bytes,
        content_type: str = "application/xml",
        kind: str = "",
        owner: str | None = None,
    ) -> str:
        """Add a part, drawn in by its owner if it has a kind; answers the number of that line."""
        self.parts[name] = content.encode() if isinstance(content, str) else content
        self.types[name] = content_type
        return self.line(kind, f"/{name}", owner) if kind else ""

    def line(self, kind: str, target: str, owner: str | None = None, mode: str = "") -> str:
        lines = self.lines.setdefault(self.main if owner is None else owner, [])
        number = f"rId{len(lines) + 1}"
        full = kind if "/" in kind else f"{OFFICE}/{kind}"
        said = f' TargetMode="{mode}"' if mode else ""
        lines.append(
            f'<Relationship Id="{number}" Type="{full}" Target={quoteattr(target)}{said}/>'
        )
        return number

    def outside(self, kind: str, target: str, owner: str | None = None) -> str:
        return self.line(kind, target, owner, "External")

    def everything(self) -> dict[str, bytes]:
        """All parts, the lists among them."""
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{one}"/>'
            for name, one in self.types.items()
        )
        default = f'Extension="rels" ContentType="{RELATIONSHIPS}"'
        all_types = f'<Types xmlns="{TYPES}"><Default {default}/>{overrides}</Types>'
        made = {"[Content_Types].xml": all_types.encode()}
        for owner, lines in self.lines.items():
            folder, name = posixpath.split(owner)
            listed = f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(lines)}</Relationships>'
            made[posixpath.join(folder, "_rels", f"{name}.rels")] = listed.encode()
        return made | self.parts

    def data(self) -> bytes:
        return zipped(self.everything())


def word(body: str = "<w:p><w:r><w:t>Đồng Xuân</w:t></w:r></w:p>") -> Made:
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMES}><w:body>{body}</w:body></w:document>'
    return Made("word/document.xml", document, f"{KIND}wordprocessingml.document.main+xml")


def sheet(cells: str = '<row r="1"><c r="A1"><v>1</v></c></row>', more: str = "") -> Made:
    names = f'xmlns="{X}" xmlns:r="{OFFICE}"'
    one = '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
    book = Made(
        "xl/workbook.xml",
        f"<workbook {names}>{one}{more}</workbook>",
        f"{KIND}spreadsheetml.sheet.main+xml",
    )
    book.part(
        "xl/worksheets/sheet1.xml",
        f"<worksheet {names}><sheetData>{cells}</sheetData></worksheet>",
        f"{KIND}spreadsheetml.worksheet+xml",
        kind="worksheet",
    )
    return book


def field(code: str, shown: str = "kết quả") -> str:
    """A field as Word writes it: begin, instruction, separator, what it shows, end."""
    marks = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    instruction = f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
    return f"<w:p>{marks[0]}{instruction}{marks[1]}<w:r><w:t>{shown}</w:t></w:r>{marks[2]}</w:p>"


def strict(made: Made) -> bytes:
    """The same package as Word and Excel write it under “Strict Open XML”."""
    with zipfile.ZipFile(io.BytesIO(made.data())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return zipped({name: _in_strict_names(content) for name, content in parts.items()})


def _in_strict_names(content: bytes) -> bytes:
    for ours in (OFFICE, W, X):
        kept = ours.removeprefix("http://schemas.openxmlformats.org/").replace("2006/", "")
        content = content.replace(ours.encode(), f"http://purl.oclc.org/ooxml/{kept}".encode())
    return content


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODT = "application/vnd.oasis.opendocument.text"
ODF_NAMES = " ".join(
    (
        *(f'xmlns:{one}="{ODF}{one}:1.0"' for one in ("office", "style", "text", "table", "meta", "script", "form", "chart")),
        f'xmlns:draw="{ODF}drawing:1.0" xmlns:svg="{ODF}svg-compatible:1.0" xmlns:fo="{ODF}xsl-fo-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:math="http://www.w3.org/1998/Math/MathML" xmlns:ooo="http://openoffice.org/2004/office"',
        f'xmlns:loext="urn:org:documentfoundation:names:experimental:office:{"xmlns:loext:1.0"}"',
        f'xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:{"xmlns:field:1.0"}"',
    )
)  # fmt: skip


class MadeText:
    """An OpenDocument text in the making: what stands in it, its styles, more parts, their kinds."""

    def __init__(self, body: str = "<text:p>Đồng Xuân</text:p>", automatic: str = "", styles: str = "", more: str = "") -> None:  # fmt: skip
        self.parts: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {"/": ODT}
        content = f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"  # fmt: skip
        self.part("content.xml", self.root("content", more + content))
        self.part("styles.xml", self.root("styles", styles))
        self.listed = ""

    @staticmethod
    def root(name: str, inside: str) -> str:
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-{name} {ODF_NAMES} office:version="1.3">{inside}</office:document-{name}>'  # fmt: skip

    def part(self, name: str, content: str | bytes, kind: str = "text/xml") -> None:
        self.parts[name] = content.encode() if isinstance(content, str) else content
        self.kinds[name] = kind

    def everything(self) -> dict[str, bytes]:
        lines = "".join(
            f'<m:file-entry m:full-path="{name}" m:media-type="{kind}"/>'
            for name, kind in self.kinds.items()
        )
        listed = f'<m:manifest xmlns:m="{ODF}manifest:1.0">{lines}{self.listed}</m:manifest>'
        return {
            "mimetype": ODT.encode(),
            **self.parts,
            "META-INF/manifest.xml": listed.encode(),
        }

    def data(self) -> bytes:
        return zipped(self.everything())
