"""Ordinary files of an office, with the habits of the programs that write them.

Written by the program itself: openpyxl, our own tables, typst, pypdf, PDFium. The others are imitated:
how they pack, which parts they add, how they name and draw them in.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import openpyxl
import pypdf
import pypdfium2
import typst

from lienthong.kernel.files.tests.made import KIND, Made, W, field, sheet, word, zipped
from lienthong.kernel.spreadsheets.public import Field, xlsx_file

from .ordinary_opendocuments import letter as letter_in_opendocument
from .ordinary_opendocuments import opendocuments

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
EMF = b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(40)
ROOM = f'xmlns:w="{W}"'
MS = "http://schemas.microsoft.com/office"


@dataclass(frozen=True)
class Ordinary:
    program: str
    name: str
    data: bytes


def said(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def letter() -> Made:
    made = word(said("Kính gửi: Đảng ủy các xã") + said("Đề nghị báo cáo trước ngày 25/02/2027."))
    made.part("word/styles.xml", f'<w:styles {ROOM}><w:style w:type="paragraph" w:styleId="a"/></w:styles>', f"{KIND}wordprocessingml.styles+xml", "styles")  # fmt: skip
    return made


def with_links() -> Made:
    made = word('<w:p><w:hyperlink r:id="rId1"><w:r><w:t>dangcongsan.vn</w:t></w:r></w:hyperlink></w:p>' + field('HYPERLINK "mailto:vptu@dongxuan.example" \\o "Xem: thư"', "thư"))  # fmt: skip
    made.outside("hyperlink", "https://dangcongsan.vn/tin?a=1&b=2#c")
    return made


def with_fields() -> Made:
    codes = ("PAGE", "NUMPAGES \\* MERGEFORMAT", 'DATE \\@ "dd/MM/yyyy"', 'TOC \\o "1-3" \\h', "PAGEREF _Toc1 \\h", "REF _Ref1", "SEQ Bảng \\* ARABIC", "= SUM(ABOVE)", "MERGEFIELD ten", "STYLEREF 1", "FORMTEXT", "ADDIN EN.CITE x", 'HYPERLINK \\l "_Toc1"')  # fmt: skip
    made = letter()
    made.part("word/footer1.xml", f"<w:ftr {ROOM}>{''.join(map(field, codes))}</w:ftr>", f"{KIND}wordprocessingml.footer+xml", "footer")  # fmt: skip
    return made


def with_pictures() -> Made:
    made = word('<w:p><w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r></w:p>')
    made.part("word/media/image1.png", PNG, "image/png", "image")
    made.part("word/media/image2.emf", EMF, "image/x-emf", "image")
    made.part("docProps/thumbnail.jpeg", b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg", "metadata/thumbnail", "")  # fmt: skip
    return made


def with_table() -> Made:
    cell = f"<w:tc>{said('Nhiệm vụ')}</w:tc>"
    return word(f"<w:tbl><w:tr>{cell * 3}</w:tr></w:tbl>" + said("Lưu Văn phòng."))


LETTERS: tuple[Callable[[], Made], ...] = (
    letter,
    with_links,
    with_fields,
    with_pictures,
    with_table,
)


def by_word(made: Made) -> bytes:
    """Word: themes, fonts inside, printer, own data, properties; deflated, with a declaration."""
    made.part("[trash]/0000.dat", b"\xff" * 900, "application/octet-stream")
    made.part("word/theme/theme1.xml", "<t/>", f"{KIND}theme+xml", "theme")
    made.part("word/fonts/font1.odttf", bytes(range(1, 100)), f"{KIND}obfuscatedFont", "font")
    made.part("word/printerSettings/p1.bin", b"H\0P\0" + bytes(200), f"{KIND}wordprocessingml.printerSettings", "printerSettings")  # fmt: skip
    made.part("customXml/item1.xml", '<b:Sources xmlns:b="urn:b"/>', kind="customXml")
    made.part("word/webSettings.xml", f"<w:webSettings {ROOM}/>", f"{KIND}wordprocessingml.webSettings+xml", "webSettings")  # fmt: skip
    made.part("docProps/custom.xml", "<Properties/>", f"{KIND}custom-properties+xml", "custom-properties", "")  # fmt: skip
    return made.data()


def by_word_of_the_web(made: Made) -> bytes:
    """Word on the web calls its main part document2.xml."""
    parts = made.everything()
    renamed = {
        name.replace("document.xml", "document2.xml"): content for name, content in parts.items()
    }
    return zipped({name: content.replace(b"word/document.xml", b"word/document2.xml") for name, content in renamed.items()})  # fmt: skip


def by_writer(made: Made) -> bytes:
    """LibreOffice: relative targets, an empty list of its own for the numbering, stored pictures."""
    made.part("word/numbering.xml", f"<w:numbering {ROOM}/>", f"{KIND}wordprocessingml.numbering+xml", "numbering")  # fmt: skip
    return zipped({name: content.replace(b'Target="/word/', b'Target="') if name.startswith("word/_rels") else content for name, content in made.everything().items()})  # fmt: skip


def by_docs(made: Made) -> bytes:
    """Google Docs writes as it goes: sizes after each entry."""
    return streamed(made.everything())


def by_wps(made: Made) -> bytes:
    """WPS: properties of its own, everything stored, folders listed."""
    made.part("docProps/custom.xml", "<Properties><property name='KSOProductBuildVer'/></Properties>", f"{KIND}custom-properties+xml", "custom-properties", "")  # fmt: skip
    stream = io.BytesIO(zipped(made.everything(), zipfile.ZIP_STORED))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("word/media/", b"")
    return stream.getvalue()


def by_scripts(made: Made) -> bytes:
    """Templates filled in by programs: UTF-8 with a mark, lists in UTF-16."""
    return zipped({name: _marked(name, content) for name, content in made.everything().items()})


def _marked(name: str, content: bytes) -> bytes:
    if name.endswith(".rels"):
        return content.decode().encode("utf-16")
    return b"\xef\xbb\xbf" + content if content.startswith(b"<") else content


def streamed(parts: dict[str, bytes]) -> bytes:
    out, listing = bytearray(), bytearray()
    for name, content in parts.items():
        packing = zlib.compressobj(wbits=-15)
        packed = packing.compress(content) + packing.flush()
        raw, at = name.encode(), len(out)
        head = (20, 0x0808, 8, 0, 0x21)
        out += struct.pack("<4s5H3I2H", b"PK\3\4", *head, 0, 0, 0, len(raw), 0) + raw + packed
        sizes = (zlib.crc32(content), len(packed), len(content))
        out += struct.pack("<4s3I", b"PK\7\10", *sizes)
        listing += struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 20, *head, *sizes, len(raw), 0, 0, 0, 0, 0, at
        )
        listing += raw
    end = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, len(parts), len(parts), len(listing), len(out), 0
    )
    return bytes(out + listing + end)


WRITERS: tuple[tuple[str, Callable[[Made], bytes]], ...] = (
    ("Word (imitated)", by_word),
    ("Word on the web (imitated)", by_word_of_the_web),
    ("LibreOffice Writer (imitated)", by_writer),
    ("Google Docs (imitated)", by_docs),
    ("WPS Writer (imitated)", by_wps),
    ("programs that fill templates (imitated)", by_scripts),
)


def of_excel() -> Made:
    made = sheet('<row r="1"><c r="A1"><f>SUM(Bảng1[Số])+S!A1*2</f><v>3</v></c><c r="B1" t="str"><f>HYPERLINK("https://a.example","a")</f><v>a</v></c></row>')  # fmt: skip
    made.part("xl/printerSettings/printerSettings1.bin", b"C\0a\0" + bytes(300), f"{KIND}spreadsheetml.printerSettings", "printerSettings", "xl/worksheets/sheet1.xml")  # fmt: skip
    made.part("xl/theme/theme1.xml", "<t/>", f"{KIND}theme+xml", "theme")
    made.part("xl/calcChain.xml", "<c/>", f"{KIND}spreadsheetml.calcChain+xml", "calcChain")
    made.part("xl/drawings/drawing1.xml", '<d:sp xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" macro=""/>', f"{KIND}drawing+xml", "drawing", "xl/worksheets/sheet1.xml")  # fmt: skip
    return made


def of_openpyxl(rows: int) -> bytes:
    book = openpyxl.Workbook()
    for number in range(rows):
        book.active.append([number, "Nguyễn Thị Thử", f"=A{number + 1}*2"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def of_our_own(rows: int) -> bytes:
    fields = [Field("Họ tên", choices=("A", "B")), Field("Chức vụ")]
    return xlsx_file("Danh sách", fields, [["Nguyễn Thị Thử", "=Bí thư"]] * rows)


def of_typst(pages: int) -> bytes:
    page = '#link("https://a.example")[Nghị quyết] #outline() \n= Mục tiêu\nĐến năm 2030.\n#pagebreak()\n'
    return bytes(typst.compile((page * pages).encode()))


def of_pypdf(pages: int) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(of_typst(pages)))
    writer.add_outline_item(title="Mục", page_number=0)
    writer.add_uri(0, "mailto:a@b.example", pypdf.generic.RectangleObject((0, 0, 9, 9)))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def of_pdfium(pages: int) -> bytes:
    stream = io.BytesIO()
    document = pypdfium2.PdfDocument(of_typst(pages))
    document.save(stream)
    return stream.getvalue()


def of_a_scanner(pages: int) -> bytes:
    """Pictures of pages, no text."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


PDF_WRITERS = (
    ("typst", of_typst), ("pypdf", of_pypdf), ("PDFium", of_pdfium), ("a scanner (imitated)", of_a_scanner),
)  # fmt: skip
TEXT = "Đảng bộ tỉnh Đồng Xuân\r\nKính gửi: các đảng ủy\r\n"


def ordinary_files() -> Iterator[Ordinary]:
    for program, write in WRITERS:
        for make in LETTERS:
            yield Ordinary(program, "a.docx", write(make()))
    for program, data in opendocuments():
        yield Ordinary(program, "a.odt", data)
    yield Ordinary("Google Docs, .odt (imitated)", "a.odt", streamed(letter_in_opendocument().everything()))  # fmt: skip
    for program, made in (("Excel", of_excel), ("LibreOffice Calc", sheet)):
        yield Ordinary(f"{program} (imitated)", "a.xlsx", made().data())
        yield Ordinary(f"{program} (imitated), saved elsewhere", "a.xlsx", zipped(made().everything(), zipfile.ZIP_STORED))  # fmt: skip
    yield Ordinary("Google Sheets (imitated)", "a.xlsx", streamed(sheet().everything()))
    yield Ordinary("WPS Spreadsheets (imitated)", "a.xlsx", by_wps(sheet()))
    for rows in (1, 50, 1900):
        yield Ordinary("openpyxl", "a.xlsx", of_openpyxl(rows))
        yield Ordinary("Liên Thông", "a.xlsx", of_our_own(rows))
    for pages in (1, 3, 30):
        for program, pdf in PDF_WRITERS:
            yield Ordinary(program, "a.pdf", pdf(pages))
    yield from _texts()


def _texts() -> Iterator[Ordinary]:
    in_windows = TEXT.replace("Đ", "\u0110").encode("cp1258", "ignore")
    encodings: tuple[Callable[[], bytes], ...] = (
        *(partial(TEXT.encode, one) for one in ("utf-8", "utf-8-sig", "utf-16")),
        lambda: in_windows,
        lambda: b"Kinh gui: cac dang uy\n",
        lambda: (TEXT * 2000).encode(),
    )
    yield from (Ordinary("an editor", "a.txt", encode()) for encode in encodings)
