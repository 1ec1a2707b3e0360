"""What stands beside, below or above the two columns of a PDF page is no recipient."""

import typst

from lienthong.records.texts.importing.pdf import read_pdf
from lienthong.records.texts.recognition.documents import recognise

SHEET = '#set page(width: {}mm, height: {}mm, margin: 15mm)\n#set text(size: 11pt, lang: "vi")\n'
A4 = SHEET.format(210, 297)
HEAD = """#grid(columns: (1fr, 1fr), align: center, row-gutter: 6pt,
  [ĐẢNG BỘ TỈNH MƯỜNG LA], [*ĐẢNG CỘNG SẢN VIỆT NAM*],
  [*ĐẢNG ỦY ĐẶC KHU HÒN \\ SÓNG VANG*], [],
  [\\*], [], [Số {}], [_Sóng Vang, ngày {} tháng 6 năm 2026_])
#align(center)[*{}* \\ *{}*]
"""
CLOSING = """#grid(columns: (1fr, 1fr), [_Nơi nhận:_ \\ - Các chi bộ, \\ - Lưu Đảng ủy.],
  align(center)[*T/M BAN CHẤP HÀNH* \\ *BÍ THƯ* \\ \\ \\ *Lò Văn Sóng*])
"""
SUBMITTED = HEAD.format("18-TTr/ĐU", "02", "TỜ TRÌNH", "đề nghị phê duyệt đề án bến thuyền")
DRAFTED = HEAD.format("#h(12mm)-ĐA/ĐU", "#h(8mm)", "ĐỀ ÁN", "xây bến thuyền của đặc khu")
TEXT = "1\\. Đặc khu xây một bến thuyền mới ở phía nam, hoàn thành trước ngày 30/6/2027.\n\n"


def read(source: str):
    read = read_pdf(typst.compile(source.encode()))
    assert read["refused"] is None
    return read["documents"]


def names(document) -> list[str]:
    return [one["name"] for one in document["recipients"] or ()]


def test_the_head_of_an_unnumbered_draft_is_not_given_to_the_paper_before_it():
    number = "#place(top + center, dy: -10mm)[2]\n"
    first, second = read(A4 + SUBMITTED + TEXT + CLOSING + "#pagebreak()\n" + number + DRAFTED + TEXT + CLOSING)  # fmt: skip
    assert (names(first), names(second)) == (["Các chi bộ"], ["Các chi bộ"])
    for document in (first, second):
        assert document["issuer"]["name"] == "Đảng ủy đặc khu Hòn Sóng Vang"
        assert document["superior"]["name"] == "Đảng bộ tỉnh Mường La"


def test_the_name_below_the_signer_is_the_signers_on_a_small_page_too():
    small = SHEET.format(148, 210).replace("11pt", "13pt")
    (document,) = read(small + SUBMITTED + TEXT + CLOSING)
    assert (names(document), document["signing"]["name"]) == (["Các chi bộ"], "Lò Văn Sóng")


def test_two_pages_side_by_side_on_a_sheet_are_read_one_after_the_other():
    clauses = [f"{at}\\. Các chi bộ làm xong việc thứ {at} trong danh mục kèm theo trước ngày 30/6/2027 và báo cáo.\n\n" for at in range(1, 5)]  # fmt: skip
    left, right = SUBMITTED + "".join(clauses[:2]), "".join(clauses[2:]) + CLOSING
    sheet = (
        SHEET.format(297, 210) + f"#grid(columns: (1fr, 1fr), gutter: 20mm, [{left}], [{right}])"
    )
    (document,) = read(sheet)
    assert [node["marker"] for node in document["body"]] == ["1.", "2.", "3.", "4."]
    assert names(document) == ["Các chi bộ"]
    assert document["signing"]["name"] == "Lò Văn Sóng"


def test_what_follows_the_list_of_recipients_is_set_aside_and_is_none():
    text = "THÔNG BÁO\nvề phiên họp\n\n1. Chi bộ họp.\n\nNơi nhận:\n- Các chi bộ,\n- Lưu Đảng ủy.\n"
    for stray in ("Số 7 đường Bến Thuyền", "2. Giao Ban Tổ chức rà soát", "Tổ công tác gồm:"):
        (document,) = recognise(f"{text}{stray}\n")
        assert [one["name"] for one in document.recipients] == ["Các chi bộ"]
        assert stray in [one.text for one in document.set_aside]
