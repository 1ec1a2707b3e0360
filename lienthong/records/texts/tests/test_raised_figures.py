"""A raised figure is told from the year it sticks to, and a note at the foot is hung below its clause."""

import pytest
import typst

from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.pdf import read_pdf
from lienthong.records.texts.importing.plain import read_plain
from lienthong.records.texts.typeface import OFFICIAL_FONTS

from .factories import docx, paragraph, run, walk
from .test_natures import CLOSING as PLAIN_CLOSING
from .test_natures import HEAD as PLAIN_HEAD
from .test_opendocument_files import p
from .test_opendocument_files import read as read_as_odt
from .test_word_files import CLOSING, HEAD, TITLE

PAGE = """#set page(width: 210mm, height: 297mm, margin: 25mm)
#set text(size: 13pt, lang: "vi", font: "Tinos")
#set super(typographic: {})
#grid(columns: (1fr, 1fr), align: center, row-gutter: 6pt, [TỈNH ỦY ĐỒNG XUÂN],
  [*ĐẢNG CỘNG SẢN VIỆT NAM*], [\\*], [], [Số 14-NQ/TU], [_Đồng Xuân, ngày 16 tháng 11 năm 2026_])
#align(center)[*NGHỊ QUYẾT* \\ *về giữ rừng*]
"""
SIGNED = """
#grid(columns: (1fr, 1fr), [_Nơi nhận:_ \\ - Các chi bộ, \\ - Lưu Tỉnh ủy.],
  align(center)[*T/M BAN CHẤP HÀNH* \\ *BÍ THƯ* \\ \\ \\ *Lò Văn Sóng*])
"""
ANEW = "#pagebreak()\n#counter(footnote).update(0)\n"
NOTED = """
+ Rà soát 800 m#super[2] rừng, xong trước ngày 30/6/2027#footnote[Riêng các xã biên giới xong trước ngày 31/12/2027. Xã nào
chưa có rừng thì không phải làm việc này, nhưng báo cáo Ban Thường vụ để biết và theo dõi trong năm.] và báo cáo Tỉnh ủy.
+ Trồng mới 1.200 ha trong năm 2027#footnote[Theo Kế hoạch số 02-KH/TU.].
"""
LATER = "3\\. Lập vườn ươm.#footnote[Đặt tại xã Khe Nậm.] Mỗi vườn có một tổ.\n"


def in_pdf(source: str, *, is_drawn_raised: str = "false"):
    page = PAGE.format(is_drawn_raised) + source + SIGNED
    read = read_pdf(typst.compile(page.encode(), font_paths=[str(OFFICIAL_FONTS)]))
    (document,) = read["documents"]
    return [clause["text"] for clause in walk(document["body"])], read["account"]["set_aside"]


@pytest.mark.parametrize("is_drawn_raised", ["true", "false"], ids=["own letters", "small letters"])
@pytest.mark.parametrize("between", ["#pagebreak()\n", ANEW], ids=["counted on", "begun anew"])
def test_notes_at_the_foot_of_a_pdf_hang_below_their_clauses(between, is_drawn_raised):
    texts, aside = in_pdf(NOTED + between + LATER, is_drawn_raised=is_drawn_raised)

    assert texts == [
        "Rà soát 800 m² rừng, xong trước ngày 30/6/2027¹ và báo cáo Tỉnh ủy.\n"
        "¹ Riêng các xã biên giới xong trước ngày 31/12/2027. Xã nào chưa có rừng thì không phải làm việc này, "
        "nhưng báo cáo Ban Thường vụ để biết và theo dõi trong năm.",
        "Trồng mới 1.200 ha trong năm 2027².\n² Theo Kế hoạch số 02-KH/TU.",
        "Lập vườn ươm.³ Mỗi vườn có một tổ.\n³ Đặt tại xã Khe Nậm.",
    ]
    assert aside == []


def test_small_type_at_the_foot_that_no_word_calls_stays_where_it_is():
    small = "#v(1fr)\n#text(size: 9pt)[#super[1] Theo danh mục kèm theo của Văn phòng.]\n"
    texts, _aside = in_pdf("1\\. Rà soát quỹ rừng trong năm 2027.\n" + small)
    assert texts[-1] == "¹ Theo danh mục kèm theo của Văn phòng."


def in_text(body: str):
    read = read_plain((PLAIN_HEAD + body + PLAIN_CLOSING).encode())
    body = walk(read["documents"][0]["body"])
    return [clause["text"] for clause in body], read["account"]["set_aside"]


@pytest.mark.parametrize("written", ["2027³", "2027<sup>3</sup>", "2027<sup> 3 </sup>"])
def test_a_raised_figure_behind_a_year_calls_its_note_in_plain_text(written):
    texts, aside = in_text(
        f"1. Xong trong năm {written}.\n\n{written[4:]} Trừ các xã biên giới.\n\n2. Tổng kết."
    )
    assert texts == ["Xong trong năm 2027³.\n³ Trừ các xã biên giới.", "Tổng kết."]
    assert aside == []


def test_figures_that_begin_anew_count_on_in_plain_text_too():
    texts, _aside = in_text(
        "1. Theo quy chế¹ của xã.\n\n¹ Quy chế số 01.\n\n2. Theo quy định¹ của tỉnh.\n\n¹ Quy định số 02."
    )
    assert texts == [
        "Theo quy chế¹ của xã.\n¹ Quy chế số 01.",
        "Theo quy định² của tỉnh.\n² Quy định số 02.",
    ]


def test_a_measure_calls_no_note():
    texts, _aside = in_text("1. Mở 12 km2 đường và 800 m² sân.\n\n2 Xã Khe Nậm làm trước.")
    assert texts == ["Mở 12 km2 đường và 800 m² sân.", "2 Xã Khe Nậm làm trước."]


def test_a_note_called_in_a_table_hangs_below_the_table():
    rows = "| TT | Việc | Thời gian |\n|---|---|---|\n| 1 | Trồng rừng¹ | 2027² |\n| 2 | Trồng cây | 2028 |\n"
    read = read_plain(
        (PLAIN_HEAD + f"{rows}\n¹ Cây bản địa.\n\n² Quý III.\n" + PLAIN_CLOSING).encode()
    )
    (table,) = read["documents"][0]["body"]
    assert table["text"] == "¹ Cây bản địa.\n² Quý III."
    assert table["groups"][0]["rows"][0]["cells"] == ["1", "Trồng rừng¹", "2027²"]


RAISED = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'


def test_a_raised_run_of_word_is_a_raised_figure():
    blocks = [
        paragraph(
            "1. Mở 800 m", RAISED.format("2"), run(" sân trong năm 2027"), RAISED.format(3), "."
        ),
        paragraph(RAISED.format(3), run(" Trừ xã Khe Nậm.")),
        paragraph("2. Họp lần thứ", RAISED.format(" năm 2026")),
    ]
    (document,) = read_docx(docx(HEAD, TITLE, *blocks, CLOSING))["documents"]
    assert [one["text"] for one in document["body"]] == [
        "Mở 800 m² sân trong năm 2027³.\n³ Trừ xã Khe Nậm.",
        "Họp lần thứ năm 2026",
    ]


@pytest.mark.parametrize("position", ["super 58%", "33% 58%"])
def test_raised_letters_of_an_opendocument_text_are_raised_figures(position):
    style = (
        '<style:style style:name="T9" style:family="text">'
        f'<style:text-properties style:text-position="{position}"/></style:style>'
    )
    words = p('1. Trong năm 2027<text:span text:style-name="T9">3</text:span> xong.')
    read = read_as_odt(words, style)
    assert [one["text"] for one in read["documents"][0]["body"]] == ["Trong năm 2027³ xong."]
