"""What lies over a page, on a layer that is off or beyond its edge is no part of the text."""

import pypdf
import pypdfium2
import pytest
import typst
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)

from lienthong.records.texts.importing.pdf import read_pdf

from .test_pdf_as_seen import WORDS, changed, fonts_of, pdf

NAME = NameObject


def laid_on(subtype: str, words: str, *, drawn: bool, at=(60, 60, 260, 90)):
    """A note over the page; its picture draws the words with the page's own font."""

    def lay(writer: pypdf.PdfWriter) -> None:
        box = ArrayObject([FloatObject(one) for one in at])
        note = {NAME("/Type"): NAME("/Annot"), NAME("/Subtype"): NAME(subtype), NAME("/Rect"): box}
        note |= {NAME("/Contents"): TextStringObject(words), NAME("/F"): FloatObject(4)}
        if drawn:
            look = DecodedStreamObject()
            look.set_data(b"BT /F 12 Tf 2 4 Td (%s) Tj ET" % words.encode())
            font = {NAME("/Type"): NAME("/Font"), NAME("/Subtype"): NAME("/Type1")}
            fonts = DictionaryObject({NAME("/F"): DictionaryObject(font)})
            font[NAME("/BaseFont")] = NAME("/Helvetica")
            fonts[NAME("/F")] = DictionaryObject(font)
            look[NAME("/Type")], look[NAME("/Subtype")] = NAME("/XObject"), NAME("/Form")
            look[NAME("/BBox")] = RectangleObject((0, 0, at[2] - at[0], at[3] - at[1]))
            look[NAME("/Resources")] = DictionaryObject({NAME("/Font"): fonts})
            shown = DictionaryObject({NAME("/N"): writer._add_object(look)})
            note[NAME("/AP")] = shown
        reference = writer._add_object(DictionaryObject(note))
        writer.pages[0][NAME("/Annots")] = ArrayObject([reference])

    return lay


@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("subtype", ["/Stamp", "/FreeText"])
def test_what_is_laid_on_a_page_is_set_aside_once_with_its_page(subtype, drawn):
    read = read_pdf(changed(pdf(WORDS), laid_on(subtype, "Van thu nhan 15/6", drawn=drawn)))
    assert read["refused"] is None
    assert "nhan 15/6" not in read["text"]
    (aside,) = read["account"]["set_aside"]
    assert (aside["reason"], aside["text"]) == ("laid_on", "Van thu nhan 15/6")
    assert aside["place"]["page"] == 1


def layer_off(writer: pypdf.PdfWriter) -> None:
    """The words of the second page stand on a layer that is not shown."""
    group = {NAME("/Type"): NAME("/OCG"), NAME("/Name"): TextStringObject("Ban cu")}
    layer = writer._add_object(DictionaryObject(group))
    usual = DictionaryObject({NAME("/OFF"): ArrayObject([layer])})
    layers = {NAME("/OCGs"): ArrayObject([layer]), NAME("/D"): usual}
    writer.root_object[NAME("/OCProperties")] = DictionaryObject(layers)
    page = writer.pages[1]
    resources = page["/Resources"].get_object()
    resources[NAME("/Properties")] = DictionaryObject({NAME("/L1"): layer})
    content = DecodedStreamObject()
    content.set_data(b"/OC /L1 BDC\n" + page.get_contents().get_data() + b"\nEMC")
    page[NAME("/Contents")] = writer._add_object(content)


HIDDEN = "Thưởng mỗi xã 500 triệu đồng từ quỹ dự phòng."


def test_words_on_a_layer_that_is_off_are_not_read():
    read = read_pdf(changed(pdf(f"{WORDS}\n#pagebreak()\n{HIDDEN}"), layer_off))
    assert "500 triệu" not in read["text"]
    assert "Các chi bộ thực hiện" in read["text"]
    (aside,) = read["account"]["set_aside"]
    assert (aside["text"], aside["reason"], aside["place"]["page"]) == (HIDDEN, "not_shown", 2)


def test_words_on_a_layer_that_is_on_are_read():
    def layer_on(writer: pypdf.PdfWriter) -> None:
        layer_off(writer)
        usual = writer.root_object["/OCProperties"]["/D"]
        usual[NAME("/OFF")] = ArrayObject()

    read = read_pdf(changed(pdf(f"{WORDS}\n#pagebreak()\n{HIDDEN}"), layer_on))
    assert HIDDEN in read["text"]
    assert read["account"]["set_aside"] == []


def test_words_beyond_the_edge_of_the_page_are_not_read():
    def cut(writer: pypdf.PdfWriter) -> None:
        writer.pages[0].cropbox = RectangleObject((0, 80, 595, 420))

    read = read_pdf(changed(pdf(f"{WORDS}\n#place(bottom)[{HIDDEN}]"), cut))
    assert "500 triệu" not in read["text"]
    (aside,) = read["account"]["set_aside"]
    assert (aside["text"], aside["reason"]) == (HIDDEN, "not_shown")


@pytest.mark.parametrize("said", [b"<0000>", b"<FFFD>"])
def test_a_letter_whose_table_says_it_is_none_refuses_the_file_by_its_font(said):
    def spoil(writer: pypdf.PdfWriter) -> None:
        for font in fonts_of(writer):
            table = font["/ToUnicode"].get_object()
            table.set_data(table.get_data().replace(b"<0074>", said))

    read = read_pdf(changed(pdf(WORDS), spoil))
    assert (read["refused"], read["named"]) == ("no_letters", "LibertinusSerif-Regular")


def test_a_figure_laid_into_a_line_that_left_room_for_it_is_read_where_it_is_seen():
    head = "ĐẢNG ỦY XÃ AN THÀNH\n*\nSố      -NQ/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\n".splitlines()
    source = "#set page(height: 148mm, margin: 20mm)\n#set text(size: 12pt)\n" + "".join(
        f'#text("{line}") \\\n' for line in [*head, "NGHỊ QUYẾT", "về giữ rừng ngập mặn ven đầm"]
    )
    source += "1. Chi bộ thôn bàn việc giữ rừng ngập mặn ven đầm trong năm nay."
    plain = typst.compile(source.encode(), ignore_system_fonts=False)
    letters = pypdfium2.PdfDocument(plain)[0].get_textpage()
    at = letters.get_text_bounded().index("-NQ")
    left, bottom, _right, top = letters.get_charbox(at, loose=True)
    box = (left - 18, bottom - 2, left, top + 2)

    filled = changed(plain, laid_on("/FreeText", "05", drawn=True, at=box))
    read = read_pdf(filled)

    assert read["documents"][0]["number"] == "05-NQ/ĐU"
    assert read["account"]["set_aside"] == []
