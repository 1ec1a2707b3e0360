"""Heads a paper shows in an unusual place: of a chapter, of a table, of a letter without "V/v"."""

import pytest
import typst

from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.pdf import read_pdf
from lienthong.records.texts.recognition.documents import recognise

from .factories import docx, paragraph, table, xml
from .test_word_as_seen import item, numbering
from .test_word_files import CLOSING, HEAD, TITLE, only

COLUMNS = ["TT", "Thôn", "Diện tích (ha)\n2026", "Diện tích (ha)\n2027", "Kinh phí"]
ROWS = [["1", "Nà Lốc", "5,5", "8", "410"], ["2", "Pom Ngùa", "7", "12", "622"]]


def nodes_of(document, kind: str):
    def within(nodes):
        for node in nodes:
            yield from [node] if node["kind"] == kind else []
            yield from within(node["children"])

    return list(within(document["body"]))


def test_a_chapter_whose_number_stands_on_a_paragraph_without_words_has_its_title_from_the_next():
    lists = numbering(first="Chương %1", second="Điều %2.", restart='<w:lvlRestart w:val="0"/>')
    blocks = [item(0, "", words="<w:r/>"), paragraph("TRỰC BAN")]
    blocks += [item(1, "Ai trực. Chi ủy viên trực."), item(1, "Giờ trực. Từ 7 giờ.")]
    blocks += [
        item(0, "", words="<w:r/>"),
        paragraph("BÁO CÁO"),
        item(1, "Ai báo cáo. Người trực."),
    ]
    document = only(docx(HEAD, TITLE, *blocks, CLOSING, word__numbering_xml=lists))
    chapters = [(one["marker"], one["heading"]) for one in document["body"]]
    assert chapters == [("Chương I", "TRỰC BAN"), ("Chương II", "BÁO CÁO")]
    articles = [one["marker"] for one in nodes_of(document, "article")]
    assert articles == ["Điều 1.", "Điều 2.", "Điều 3."]


def test_the_number_of_a_row_is_kept_where_nothing_else_stands_in_its_cell():
    cell = '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:p>'
    rows = [["TT", "Nội dung", "Thời gian"], [cell, "Đào ao", "3/2027"], [cell, "Thả cá", "4/2027"]]
    document = only(docx(HEAD, TITLE, table(*rows), CLOSING, word__numbering_xml=numbering()))
    (found,) = nodes_of(document, "table")
    assert [row["cells"][0] for row in found["groups"][0]["rows"]] == ["1.", "2."]


def cell(words: str, *, span: int = 1, merge: str = "") -> str:
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{grid}{merged}</w:tcPr>{paragraph(words)}</w:tc>"


def test_a_head_of_two_rows_in_word_names_each_column_once():
    upper = cell("TT", merge="restart") + cell("Thôn", merge="restart")
    upper += cell("Diện tích (ha)", span=2) + cell("Kinh phí", merge="restart")
    lower = (
        cell("", merge="continue") * 2 + cell("2026") + cell("2027") + cell("", merge="continue")
    )
    rows = [upper, lower, *("".join(map(cell, row)) for row in ROWS)]
    drawn = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    document = only(docx(HEAD, TITLE, drawn, CLOSING))
    (found,) = nodes_of(document, "table")
    assert found["columns"] == COLUMNS
    assert [row["cells"] for row in found["groups"][0]["rows"]] == ROWS


SHEET = "#set page(width: 210mm, height: {}mm, margin: 20mm, footer: [{}])\n#set text(size: 11pt)\n"
TEXT = "Bảng dưới đây ghi diện tích và kinh phí theo từng thôn của xã trong hai năm.\n\n"


def test_a_head_of_two_rows_in_a_pdf_names_each_column_once():
    head = "table.cell(rowspan: 2)[TT], table.cell(rowspan: 2)[Thôn], table.cell(colspan: 2)[Diện tích (ha)], table.cell(rowspan: 2)[Kinh phí], [2026], [2027]"  # fmt: skip
    cells = ", ".join(f"[{one}]" for row in ROWS for one in row)
    source = SHEET.format(148, "") + TEXT + f"#table(columns: 5, {head}, {cells})"
    (document,) = read_pdf(typst.compile(source.encode()))["documents"]
    (found,) = nodes_of(document, "table")
    assert found["columns"] == COLUMNS
    assert [row["cells"] for row in found["groups"][0]["rows"]] == ROWS


def test_a_row_broken_over_the_page_with_a_foot_line_between_is_one_row():
    page = SHEET.format(
        110, "#align(center)[Kế hoạch của xã] #align(center)[#context counter(page).display()]"
    )
    words = "làm đường, " * 70 + "rồi nghiệm thu"
    source = page + TEXT + f"#table(columns: (12mm, 1fr, 30mm), table.header([TT], [Việc], [Thời gian]), [1], [{words}], [3/2027], [2], [Trồng cây], [4/2027])"  # fmt: skip
    (document,) = read_pdf(typst.compile(source.encode()))["documents"]
    (found,) = nodes_of(document, "table")
    (group,) = found["groups"]
    assert [row["cells"] for row in group["rows"]] == [
        ["1", words, "3/2027"],
        ["2", "Trồng cây", "4/2027"],
    ]


LETTER = """ĐẢNG ỦY XÃ MƯỜNG LA
*
Số 15-{}/ĐU
{}ĐẢNG CỘNG SẢN VIỆT NAM
Mường La, ngày 08 tháng 01 năm 2026

Kính gửi: Các chi đoàn

Đề nghị các chi đoàn báo cáo.

Nơi nhận:
- Như trên,
- Lưu VP.
"""


@pytest.mark.parametrize(
    "printed", ["báo cáo việc dọn đường\nsau mưa lũ\n", "Báo cáo việc dọn\nđường sau mưa lũ\n"]
)
def test_the_lines_under_the_number_of_a_letter_are_its_abstract(printed):
    (document,) = recognise(LETTER.format("CV", printed))
    assert document.title == " ".join(printed.split())
    assert document.as_json()["reasons"]["title"] == "under_the_number"
    assert document.set_aside == []


def test_under_the_number_of_another_paper_they_are_not():
    (document,) = recognise(LETTER.format("TB", "đồng chí Xuân xem giúp\n"))
    assert document.title is None


MOTTO = "ĐẢNG ỦY XÃ MƯỜNG LA\n*\nSố 15-TB/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\nMường La, ngày 08 tháng 01 năm 2026"


def test_a_head_in_the_header_of_the_page_is_the_head():
    header = xml("hdr", "".join(map(paragraph, MOTTO.split("\n"))))
    document = only(
        docx(paragraph("THÔNG BÁO"), paragraph("về lịch trực"), word__header1_xml=header)
    )
    assert (document["number"], document["date"]) == ("15-TB/ĐU", "2026-01-08")
    assert document["issuer"]["name"] == "Đảng ủy xã Mường La"


def test_beside_a_head_of_its_own_the_header_is_set_aside():
    header = xml("hdr", "".join(map(paragraph, MOTTO.split("\n"))))
    read = read_docx(
        docx(HEAD, TITLE, paragraph("1. Chi bộ trực."), CLOSING, word__header1_xml=header)
    )
    assert read["documents"][0]["number"] != "15-TB/ĐU"
    assert {one["reason"] for one in read["account"]["set_aside"]} == {"page_header"}


def test_draft_across_the_page_makes_a_draft_and_is_said():
    drawn = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="DỰ THẢO LẦN 2"/></v:shape></w:pict></w:r></w:p>'
    read = read_docx(docx(HEAD, TITLE, CLOSING, word__header1_xml=xml("hdr", drawn)))
    (document,) = read["documents"]
    assert (document["draft"], document["reasons"]["draft"]) == ("DỰ THẢO LẦN 2", "across_the_page")
    assert [one["text"] for one in read["account"]["set_aside"]] == ["DỰ THẢO LẦN 2"]


def test_a_wrapped_purpose_is_the_last_recipients_alone():
    listed = "- Như trên,\n- Ban Tổ chức Tỉnh ủy\n(để báo cáo),\n- Lưu VP.\n"
    (document,) = recognise(
        f"{MOTTO}\n\nTHÔNG BÁO\nvề lịch trực\n\n1. Trực.\n\nNơi nhận:\n{listed}"
    )
    purposes = [(one["name"], one["purpose_text"]) for one in document.recipients]
    assert purposes == [("Như trên", None), ("Ban Tổ chức Tỉnh ủy", "để báo cáo")]


def test_each_of_two_signers_of_minutes_has_both_lines_of_the_title_above_the_name():
    rows = [("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ"), ("CHÁNH VĂN PHÒNG", "BÍ THƯ")]
    titles = "\n".join("{:40}{}".format(*row) for row in rows)
    names = "{:40}{}".format("Quàng Thị Ghi", "Lò Văn Trì")
    (document,) = recognise(f"BIÊN BẢN\nhọp chi ủy\n\n1. Họp.\n\n{titles}\n\n\n{names}\n")
    assert [(one["title"], one["name"]) for one in document.signings] == [
        ("NGƯỜI GHI BIÊN BẢN, CHÁNH VĂN PHÒNG", "Quàng Thị Ghi"),
        ("CHỦ TRÌ HỘI NGHỊ, BÍ THƯ", "Lò Văn Trì"),
    ]


def test_an_item_of_three_lines_is_no_heading_though_it_ends_without_a_full_stop():
    item = (
        "2. Tại hội nghị tháng 12 hằng năm: tổng kết công tác giữ rừng của các chi bộ\n"
        "Ban Xây dựng Đảng phối hợp các cơ quan tham mưu, giúp việc của Đảng ủy và các\n"
        "chi bộ trực thuộc chuẩn bị nội dung\n"
    )
    text = f"KẾ HOẠCH\ngiữ rừng\n\n1. Năm 2026\nRà soát quỹ rừng.\n{item}Các chi bộ báo cáo trước ngày 05/12.\n"
    (document,) = recognise(text)
    first, second = document.body[:2]
    assert (first["heading"], second["heading"]) == ("Năm 2026", None)
    assert second["text"].endswith("chuẩn bị nội dung")


def test_a_line_at_the_foot_of_every_page_is_no_paragraph_of_the_last():
    foot = "Ke hoach 2027 v3"
    pages = [f"{n}\n{SENTENCE_OF_A_PAGE.format(n)}\n\n{foot}\n" for n in (2, 3)]
    text = (
        f"KẾ HOẠCH\ngiữ rừng\n\n1. Chi bộ giữ rừng.\n\n{foot}\n{''.join(pages)}\n"
        f"T/M CHI BỘ\nBÍ THƯ\n\nLò Thị Mẫu\n\n4\nPHỤ LỤC\nViệc của xã\n\n1. Trồng cây.\n\n{foot}\n"
    )
    (document,) = recognise(text)
    assert foot not in str(document.body)
    assert foot in [one.text for one in document.set_aside]


SENTENCE_OF_A_PAGE = "{0}. Chi ủy viên thứ {0} báo cáo hằng tháng."
