"""What a PDF shows is what is read: turned pages, slanted words, broken tables of letters, fields."""

import io

import pypdf
import pytest
import typst
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from lienthong.kernel.files.public import FileRefused
from lienthong.records.texts.importing import uploads
from lienthong.records.texts.importing.pdf import read_pdf

PAGE = '#set page(width: 210mm, height: 148mm, margin: 20mm)\n#set text(size: 12pt, lang: "vi")\n'
TABLE = """
Danh mục nhiệm vụ giao cho các cơ quan, đơn vị trong năm được ghi trong bảng dưới đây.

#table(columns: (auto, 1fr, auto),
  table.header([TT], [Nhiệm vụ], [Thời gian]),
  [1], [Rà soát quỹ rừng có thể giao khoán], [6/2027],
  [2], [Lập vườn ươm giống], [9/2027])
"""


def pdf(source: str) -> bytes:
    return typst.compile((PAGE + source).encode())


def changed(data: bytes, change) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def the_table(data: bytes):
    (document,) = read_pdf(data)["documents"]
    (found,) = [node for node in document["body"] if node["kind"] == "table"]
    return found["columns"], [row["cells"] for group in found["groups"] for row in group["rows"]]


def drawn_on_its_side(data: bytes, degrees: int, *, is_said: bool) -> bytes:
    """The words of the page turned against the paper; a file may say so itself, or not."""

    def turn(writer: pypdf.PdfWriter) -> None:
        page = writer.pages[0]
        page.rotate(degrees)
        page.transfer_rotation_to_content()
        if is_said:
            page.rotate(-degrees)

    return changed(data, turn)


@pytest.mark.parametrize("is_said", [True, False])
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_seen(degrees, is_said):
    upright = pdf(TABLE)
    assert the_table(drawn_on_its_side(upright, degrees, is_said=is_said)) == the_table(upright)


def test_slanted_words_over_the_page_belong_to_no_line():
    source = (
        "#place(center + horizon, rotate(-40deg, text(size: 40pt)[DỰ THẢO LẦN 2]))\n"
        + "Các chi bộ thực hiện những việc dưới đây theo đúng thời hạn đã nêu. " * 8
    )
    read = read_pdf(pdf(source))
    assert "THẢO" not in read["text"]
    (mark,) = [one for one in read["account"]["set_aside"] if one["reason"] == "watermark"]
    assert mark["text"] == "DỰ THẢO LẦN 2"


def test_a_secret_mark_laid_slantwise_over_the_page_counts():
    source = (
        "#place(center + horizon, rotate(-40deg, text(size: 40pt)[TUYỆT MẬT]))\n"
        + "Các chi bộ thực hiện những việc dưới đây theo đúng thời hạn đã nêu. " * 8
    )
    assert read_pdf(pdf(source))["refused"] == "marked_secret"


def fonts_of(writer: pypdf.PdfWriter):
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        yield font.get_object()


WORDS = (
    "Các chi bộ thực hiện những việc dưới đây theo đúng thời hạn đã nêu trong kế hoạch này. " * 4
)


def test_a_font_that_does_not_say_its_letters_is_named_and_not_guessed_at():
    def forget(writer: pypdf.PdfWriter) -> None:
        for font in fonts_of(writer):
            del font["/ToUnicode"]

    read = read_pdf(changed(pdf(WORDS), forget))
    assert read["refused"] == "no_letters"
    assert read["named"] == "LibertinusSerif-Regular"


def test_a_letter_no_text_of_ours_has_is_named():
    def spoil(writer: pypdf.PdfWriter) -> None:
        for font in fonts_of(writer):
            table = font["/ToUnicode"].get_object()
            data = table.get_data().replace(b"<0074>", b"<019F>")
            assert b"<019F>" in data
            table.set_data(data)

    data = changed(pdf(WORDS), spoil)
    assert (read_pdf(data)["refused"], read_pdf(data)["named"]) == ("wrong_letters", "Ɵ")
    with pytest.raises(FileRefused) as refusal:
        uploads.read_upload(data, "pdf", "a.pdf")
    assert "“Ɵ”" in refusal.value.message % refusal.value.facts


WOVEN = """
#let letters(word, lead) = context {
  let at = 0pt
  let places = ()
  for letter in word.clusters() {
    places.push((letter, at))
    at += measure(letter).width
  }
  box(width: at, height: 1em, {
    for (letter, x) in places { if letter in lead { place(dx: x, letter) } }
    for (letter, x) in places { if letter not in lead { place(dx: x, letter) } }
  })
}
#letters("ĐẢNG BỘ PHƯỜNG TÂN LẬP", "ĐNG BPHTÂL")

Nội dung của văn bản này được viết bằng một phông chữ duy nhất từ đầu đến cuối trang.
"""


def test_letters_of_a_second_font_stand_where_they_are_seen():
    assert read_pdf(pdf(WOVEN))["text"].split("\n")[0].strip() == "ĐẢNG BỘ PHƯỜNG TÂN LẬP"


def with_widget(data: bytes, kind: str, words: str, box=(60, 80, 200, 100)) -> bytes:
    """The page with a field over it that shows these words."""

    def add(writer: pypdf.PdfWriter) -> None:
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        shown = DecodedStreamObject()
        shown.set_data(f"BT /F 11 Tf 2 5 Td ({words}) Tj ET".encode())
        shown.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(
                    [FloatObject(0), FloatObject(0), FloatObject(140), FloatObject(20)]
                ),
                NameObject("/Resources"): DictionaryObject(
                    {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
                ),
            }
        )
        field = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject(kind),
                NameObject("/T"): TextStringObject("field"),
                NameObject("/F"): FloatObject(4),
                NameObject("/Rect"): ArrayObject([FloatObject(one) for one in box]),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(shown)}),
            }
        )
        if kind == "/Tx":
            field[NameObject("/V")] = TextStringObject(words)
        reference = writer._add_object(field)
        writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
        writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/Fields"): ArrayObject([reference])}
        )

    return changed(data, add)


def test_what_a_form_shows_in_its_field_is_read_where_it_stands():
    read = read_pdf(with_widget(pdf(WORDS), "/Tx", "So 12-KH/DU"))
    assert "So 12-KH/DU" in read["text"]
    assert "So 12-KH/DU" not in {one["text"] for one in read["account"]["set_aside"]}


def test_the_stamp_of_a_signature_is_set_aside_and_said():
    read = read_pdf(with_widget(pdf(WORDS), "/Sig", "Ky boi: Van phong"))
    assert "Ky boi" not in read["text"]
    assert ("signing_stamp", "Ky boi: Van phong") in {
        (one["reason"], one["text"]) for one in read["account"]["set_aside"]
    }


def test_a_page_that_is_named_and_is_not_there_is_refused():
    def lose(writer: pypdf.PdfWriter) -> None:
        writer.root_object["/Pages"][NameObject("/Count")] = NumberObject(2)

    assert read_pdf(changed(pdf(WORDS), lose))["refused"] == "broken"
