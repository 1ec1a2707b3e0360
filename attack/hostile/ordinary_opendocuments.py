"""Ordinary OpenDocument texts: what LibreOffice, OpenOffice, Word and Google Docs put into one."""

import io
import zipfile
from collections.abc import Callable, Iterator

from lienthong.kernel.files.tests.made import ODF, MadeText, zipped

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
DTD = '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//{1}" "{2}.dtd">\n'
LIBRARIES = (
    'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def letter() -> MadeText:
    return MadeText(
        "<text:p>Kính gửi: Đảng ủy các xã</text:p><text:p>Báo cáo trước 25/02/2027.</text:p>"
    )


def with_links_and_fields() -> MadeText:
    return MadeText(
        '<office:forms form:apply-design-mode="false"/><text:p><text:a xlink:href="https://dangcongsan.vn/a?b=1#c">'
        'xem</text:a><text:a xlink:href="#_Toc1">mục</text:a><text:a xlink:href="mailto:a@b.example">thư</text:a>'
        '<text:page-number text:select-page="current">1</text:page-number><text:date>25/02/2027</text:date>'
        '<text:expression text:formula="ooow:1+2">3</text:expression></text:p>'
    )


def with_pictures() -> MadeText:
    made = MadeText(
        '<text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:title>Hình</svg:title></draw:frame>'
        '<draw:frame><draw:image xlink:href="Pictures/b.svg"/></draw:frame></text:p>'
    )
    made.part("Pictures/a.png", PNG, "image/png")
    made.part("Pictures/b.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>', "image/svg+xml")  # fmt: skip
    return made


def with_objects() -> MadeText:
    made = MadeText(
        '<text:p><draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/>'
        '</draw:frame><draw:frame><draw:object xlink:href="./Object 2"/></draw:frame></text:p>'
    )
    for at, kind, inside in ((1, "formula", "<math:math/>"), (2, "chart", '<office:body><office:chart><chart:chart xlink:href=".."/></office:chart></office:body>')):  # fmt: skip
        made.part(f"Object {at}/content.xml", made.root("content", inside))
        made.kinds[f"Object {at}/"] = f"application/vnd.oasis.opendocument.{kind}"
    made.part("ObjectReplacements/Object 1", b"VCLMTF" + bytes(range(60)), "")
    return made


def with_table() -> MadeText:
    cell = "<table:table-cell><text:p>Nhiệm vụ</text:p></table:table-cell>"
    total = '<table:table-cell table:formula="ooow:sum &lt;A1:A2&gt;"><text:p>3</text:p></table:table-cell>'  # fmt: skip
    return MadeText(f"<table:table><table:table-row>{cell * 3}{total}</table:table-row></table:table>")  # fmt: skip


def by_libreoffice(made: MadeText) -> bytes:
    made.part("layout-cache", bytes(range(1, 40)), "application/binary")
    made.part("manifest.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="styles.xml"/></rdf:RDF>', "application/rdf+xml")  # fmt: skip
    made.part("meta.xml", made.root("meta", '<office:meta><meta:template xlink:href="../../.config/mau.ott"/><dc:title>Công văn</dc:title></office:meta>'))  # fmt: skip
    made.part("settings.xml", made.root("settings", "<office:settings/>"))
    made.part("Thumbnails/thumbnail.png", PNG, "image/png")
    made.part("Configurations2/accelerator/current.xml", b"", "")
    made.part("Basic/script-lc.xml", f"<library:libraries {LIBRARIES}/>")
    stream = io.BytesIO(made.data())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("Configurations2/images/Bitmaps/", b"")
    return stream.getvalue()


def by_openoffice(made: MadeText) -> bytes:
    """OpenOffice names its own descriptions, and keeps an empty library of macros."""
    empty = f'<library:library {LIBRARIES} library:name="Standard"/>'
    made.part("Basic/Standard/script-lb.xml", DTD.format("library:library", "DTD OfficeDocument 1.0//EN", "library") + empty)  # fmt: skip
    made.parts["content.xml"] = made.parts["content.xml"].replace(b"<office:automatic", b'<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded ooo:name="Standard"/></ooo:libraries></office:script></office:scripts><office:automatic', 1)  # fmt: skip
    parts = made.everything()
    named = DTD.format("m:manifest", "DTD Manifest 1.0//EN", "Manifest").encode()
    return zipped({**parts, "META-INF/manifest.xml": named + parts["META-INF/manifest.xml"]})


def by_word(made: MadeText) -> bytes:
    """Word packs everything and names whole folders of the manifest."""
    made.kinds |= {"Pictures/": "", "META-INF/manifest.xml": "text/xml"}
    made.part("meta.xml", made.root("meta", "<office:meta><meta:template xlink:href='Normal.dotm'/></office:meta>"))  # fmt: skip
    return made.data()


def by_a_signer(made: MadeText) -> bytes:
    made.part("META-INF/documentsignatures.xml", f'<d:document-signatures xmlns:d="{ODF}digitalsignature:1.0"/>')  # fmt: skip
    return zipped(made.everything(), zipfile.ZIP_STORED)


MADE: tuple[Callable[[], MadeText], ...] = (
    letter,
    with_links_and_fields,
    with_pictures,
    with_objects,
    with_table,
)
WRITERS: tuple[tuple[str, Callable[[MadeText], bytes]], ...] = (
    ("LibreOffice Writer, .odt (imitated)", by_libreoffice),
    ("OpenOffice Writer (imitated)", by_openoffice),
    ("Word, .odt (imitated)", by_word),
    ("LibreOffice, signed (imitated)", by_a_signer),
)


def opendocuments() -> Iterator[tuple[str, bytes]]:
    for program, write in WRITERS:
        for make in MADE:
            yield program, write(make())
