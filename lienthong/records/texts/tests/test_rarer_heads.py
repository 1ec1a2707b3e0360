"""Heads, titles, signings and tables as few papers have them: joint papers, stamps beside a title, dots for a day."""

import pytest
import typst

from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.pdf import read_pdf
from lienthong.records.texts.recognition.documents import recognise
from lienthong.records.texts.typeface import OFFICIAL_FONTS

from .factories import docx, paragraph
from .offices import outline
from .test_natures import CLOSING, HEAD, reasons
from .test_word_files import CLOSING as WORD_CLOSING
from .test_word_files import HEAD as WORD_HEAD

PAGE = '#set page(paper: "a4", margin: 25mm)\n#set text(size: 13pt, lang: "vi", font: "Tinos")\n'


def in_pdf(source: str):
    data = typst.compile((PAGE + source).encode(), font_paths=[str(OFFICIAL_FONTS)])
    (document,) = read_pdf(data)["documents"]
    return document


def head(left: str, number: str, day: str = "ngày 12 tháng 5 năm 2026") -> str:
    return f"""#grid(columns: (1fr, 1fr), align: center, row-gutter: 6pt, [{left}], [*ĐẢNG CỘNG SẢN VIỆT NAM*],
      [\\*], [], [Số {number}], [_Đồi Chè, {day}_])
    """


def test_the_grounds_below_whom_a_paper_is_written_to_are_no_addressees():
    addressed = "Kính trình:  - Ban Thường vụ Huyện ủy,\n             - Ban Tổ chức Huyện ủy.\n\n"
    grounds = "- Căn cứ Điều lệ Đảng;\n- Căn cứ Quy chế làm việc của xã.\n1. Một việc."
    text = HEAD.replace("KẾ HOẠCH", "TỜ TRÌNH") + addressed + grounds + CLOSING
    (found,) = recognise(text)
    assert found.addressees == ["Ban Thường vụ Huyện ủy", "Ban Tổ chức Huyện ủy"]
    assert outline(found.body) == "- - 1."


def test_a_title_goes_on_after_a_semicolon_in_a_paragraph_of_its_own():
    title = (
        paragraph("BÁO CÁO")
        + paragraph("sơ kết trồng chè quý I;")
        + paragraph("việc phải làm quý II")
    )
    (found,) = read_docx(docx(WORD_HEAD, title, paragraph("1. Một việc."), WORD_CLOSING))[
        "documents"
    ]
    assert found["title"] == "sơ kết trồng chè quý I; việc phải làm quý II"


JOINT = head("HUYỆN ỦY ĐỒI CHÈ \\ *BAN TỔ CHỨC* \\ *BAN TUYÊN GIÁO VÀ DÂN VẬN*", "07-KH/BTC-BTGDV")
SIGNED_BY_TWO = """
#grid(columns: (1fr, 1fr), align: center, [*TRƯỞNG BAN TỔ CHỨC* \\ *HUYỆN ỦY* \\ \\ \\ *Lưu Văn Đồi*],
  [*TRƯỞNG BAN TUYÊN GIÁO* \\ *VÀ DÂN VẬN HUYỆN ỦY* \\ \\ \\ *Lưu Thị Chè*])
_Nơi nhận:_ \\ - Các chi bộ, \\ - Lưu hai ban.
"""


def test_a_joint_paper_keeps_both_issuers_and_both_signers_in_their_order():
    work = "1\\. Các chi bộ trong toàn huyện chuẩn bị hội chè chu đáo và báo cáo kết quả trước ngày 30/6/2026.\n"
    found = in_pdf(JOINT + "#align(center)[*KẾ HOẠCH* \\ *mở hội chè*]\n" + work + SIGNED_BY_TWO)
    assert found["superior"]["printed"] == "HUYỆN ỦY ĐỒI CHÈ"
    assert found["issuer"]["printed"] == "BAN TỔ CHỨC - BAN TUYÊN GIÁO VÀ DÂN VẬN"
    assert [(one["title"], one["name"]) for one in found["signings"]] == [
        ("TRƯỞNG BAN TỔ CHỨC HUYỆN ỦY", "Lưu Văn Đồi"),
        ("TRƯỞNG BAN TUYÊN GIÁO VÀ DÂN VẬN HUYỆN ỦY", "Lưu Thị Chè"),
    ]
    assert [one["name"] for one in found["recipients"]] == ["Các chi bộ"]
    assert found["file_copy"] == ["Lưu hai ban"]


def test_the_superior_in_regular_and_the_issuer_in_bold_letters_are_two():
    found = in_pdf(
        head("ĐẢNG ỦY XÃ ĐỒI CHÈ \\ *MTTQ VÀ CÁC HỘI*", "02-CTr/ĐU")
        + "#align(center)[*CHƯƠNG TRÌNH CÔNG TÁC* \\ *năm 2026*]\n1\\. Một việc.\n"
    )
    assert found["superior"]["printed"] == "ĐẢNG ỦY XÃ ĐỒI CHÈ"
    assert found["issuer"]["printed"] == "MTTQ VÀ CÁC HỘI"


@pytest.mark.parametrize("day", ["ngày ... tháng 11 năm 2026", "ngày … tháng … năm 2026"])
def test_the_place_is_read_where_dots_stand_for_the_day(day):
    found = in_pdf(
        head("HUYỆN ỦY ĐỒI CHÈ \\ *CHI BỘ VĂN PHÒNG*", "...-BC/CB", day)
        + "#align(center)[*BÁO CÁO CHÍNH TRỊ* \\ *trình đại hội chi bộ*]\nChi bộ báo cáo đại hội.\n\n1\\. Một việc.\n"
    )
    assert (found["place"], found["date"]) == ("Đồi Chè", None)
    assert found["type"]["code"] == "BC"


def test_the_stamp_beside_a_title_is_no_part_of_the_text():
    stamp = "ĐẢNG ỦY XÃ BẾN ĐÒ\nVĂN BẢN ĐẾN\nSố: 417\nNgày: 15/5/2026\nChuyển: Đ/c Bí thư\n\n"
    (found,) = recognise(
        HEAD
        + "\n"
        + stamp
        + "Thực hiện chương trình năm, xã làm những việc sau:\n1. Một."
        + CLOSING
    )
    assert found.arrival is not None
    assert (found.arrival["number"], found.arrival["date"]) == ("417", "2026-05-15")
    assert found.arrival["office"] == "Đảng ủy xã Bến Đò"
    assert outline(found.body) == "¶ 1."
    assert {reason for reason, _text in reasons(found)} == {"arrival_stamp"}


TABLE = """#grid(columns: (25mm, 70mm, 1fr), row-gutter: 7pt, column-gutter: 2mm,
  [Thời gian], [Nội dung], [Đơn vị thực hiện],
  [Tháng 02], [Thăm các hộ trồng chè khó khăn], [Hội Nông dân xã],
  [Tháng 5], [Sơ kết hội chè], [Ban Tổ chức],
  [Tháng 8], [Giám sát việc thu các loại quỹ chè], [Ban Thanh tra],
  [Tháng 12], [Tổng kết, gửi báo cáo về Huyện ủy và các ban của Huyện ủy], [Văn phòng])
"""


def test_a_table_without_rules_is_read_by_where_its_words_begin():
    found = in_pdf(
        head("HUYỆN ỦY ĐỒI CHÈ", "03-CTr/HU")
        + f"#align(center)[*CHƯƠNG TRÌNH* \\ *công tác năm*]\n1\\. Lịch công tác\n{TABLE}\n2\\. Tổ chức thực hiện."
    )
    tables = [
        one for node in found["body"] for one in (node, *node["children"]) if "columns" in one
    ]
    assert [one["columns"] for one in tables] == [["Thời gian", "Nội dung", "Đơn vị thực hiện"]]
    rows = [row["cells"] for row in tables[0]["groups"][0]["rows"]]
    assert len(rows) == 4
    assert rows[-1][1:] == [
        "Tổng kết, gửi báo cáo về Huyện ủy và các ban của Huyện ủy",
        "Văn phòng",
    ]


def test_a_list_whose_offices_stand_below_one_another_is_no_table():
    listed = "#grid(columns: (8mm, 70mm, 1fr), row-gutter: 7pt, {})\n".format(
        ", ".join(
            f"[{at}.], [Đồng chí Lò Văn {name},], [Ủy viên;]" for at, name in enumerate("ABCD", 1)
        )
    )
    found = in_pdf(
        head("HUYỆN ỦY ĐỒI CHÈ", "03-QĐ/HU")
        + f"#align(center)[*QUYẾT ĐỊNH* \\ *lập ban*]\nĐiều 1. Ban gồm:\n{listed}\nĐiều 2. Thi hành."
    )
    assert "T" not in outline(found["body"])
