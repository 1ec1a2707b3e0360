"""What is said of the printed form of a file. # rules/documents.md §1-3, 05-HD/VPTW, 399-QĐ/TW"""

import pytest
from django.utils.translation import override

from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.papers import reading_of
from lienthong.records.texts.importing.saying import FORM, form_said
from lienthong.records.texts.recognition.documents import recognise

from .factories import docx, paragraph

PLAN = """ĐẢNG BỘ TỈNH ĐỒNG XUÂN
ĐẢNG ỦY XÃ BẾN CÁT
*
Số 05-KH/ĐU

ĐẢNG CỘNG SẢN VIỆT NAM

Bến Cát, ngày 01 tháng 6 năm 2026

KẾ HOẠCH
trồng dừa nước ven bãi bồi

I. MỤC ĐÍCH
1. Giữ bờ sông.
II. NHIỆM VỤ
1. Trồng 12 ha dừa nước.
III. TỔ CHỨC THỰC HIỆN
1. Các chi bộ thực hiện.

Nơi nhận:
- Các chi bộ trực thuộc,
- Lưu Đảng ủy.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Lù Thị Chẩn
"""
OLD = PLAN.replace("01 tháng 6", "05 tháng 5")
LETTER = PLAN.replace("KẾ HOẠCH\ntrồng", "Kính gửi: Các chi bộ.\n\nVề việc trồng")
BRANCH = PLAN.replace("ĐẢNG ỦY XÃ BẾN CÁT", "CHI BỘ THÔN BẾN").replace("05-KH/ĐU", "05-QĐ/CB")


def codes(text):
    return [fault["code"] for document in recognise(text) for fault in document.form]


@pytest.mark.parametrize("paper", [PLAN, OLD, OLD.replace("thực hiện.\n", "thực hiện./.\n")])
def test_a_paper_in_the_form_of_its_day_has_no_fault(paper):
    assert codes(paper) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM\n", "", "no_party_title"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "state_title"),
        ("ĐẢNG BỘ TỈNH ĐỒNG XUÂN\nĐẢNG ỦY XÃ BẾN CÁT\n", "", "no_issuer"),
        ("Số 05-KH/ĐU\n", "", "no_number"),
        ("Số 05", "Số: 05", "colon_after_number"),
        ("05-KH/ĐU", "05/KH-ĐU", "notation_of_the_state"),
        ("05-KH/ĐU", "05-ĐU/KH", "notation_turned"),
        ("05-KH", "5-KH", "no_leading_zero"),
        ("05-KH", "05-NQ", "type_and_number_differ"),
        ("Bến Cát, ngày 01 tháng 6 năm 2026\n", "", "no_place_and_date"),
        ("ngày 01 tháng", "ngày 1 tháng", "day_without_zero"),
        ("ngày 01 tháng", "ngày    tháng", "day_left_out"),
        ("KẾ HOẠCH\n", "Kế hoạch\n", "type_not_in_capitals"),
        ("KẾ HOẠCH\n", "", "no_type_name"),
        ("trồng dừa nước ven bãi bồi\n", "", "no_abstract"),
        ("T/M BAN THƯỜNG VỤ\n", "", "no_authority"),
        ("T/M BAN", "TM. BAN", "authority_of_the_state"),
        ("T/M BAN", "T/U BAN", "no_such_authority"),
        ("T/M BAN THƯỜNG VỤ\nBÍ THƯ", "K/T BÍ THƯ\nPHÓ BÍ THƯ", "deputy_of_a_committee"),
        ("\nBÍ THƯ\n", "\n", "no_signers_title"),
        ("\nLù Thị Chẩn\n", "", "no_signers_name"),
        ("Lù Thị Chẩn", "ThS. Lù Thị Chẩn", "rank_before_the_name"),
        ("BÍ THƯ\n", "**BÍ THƯ**\n", "title_in_bold"),
        (
            "Nơi nhận:\n- Các chi bộ trực thuộc,\n- Lưu Đảng ủy.\n",
            "",
            "no_recipients",
        ),
        ("Lưu Đảng ủy", "Lưu: VT", "file_copy_of_the_state"),
        ("III. TỔ", "IV. TỔ", "gap_in_the_numbering"),
        ("thực hiện.\n", "thực hiện./.\n", "closing"),
        ("KẾ HOẠCH", "CHỈ THỊ", "not_of_this_body"),
    ],
)
def test_each_fault_of_form_is_found(old, new, code):
    assert old in PLAN
    assert code in codes(PLAN.replace(old, new))


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (PLAN.replace("KẾ HOẠCH", "TỜ TRÌNH").replace("-KH", "-TTr"), None),
        (LETTER.replace("Số 05-KH/ĐU", "Số 05-CV/ĐU\nVề việc trồng dừa"), None),
        (LETTER.replace("Số 05-KH/ĐU", "Số 05-CV/ĐU").replace("Về việc trồng", "Trồng"), "no_abstract"),
        (BRANCH.replace("KẾ HOẠCH", "QUY ĐỊNH"), "not_of_this_body"),
        (BRANCH.replace("05-QĐ", "05-ĐA").replace("KẾ HOẠCH", "ĐỀ ÁN"), None),
        (PLAN.replace("KẾ HOẠCH", "QUY CHẾ").replace("-KH", "-QC"), "not_of_this_body"),
        (PLAN.replace("KẾ HOẠCH", "HƯỚNG DẪN").replace("-KH", "-HD"), None),
    ],
)  # fmt: skip
def test_what_a_body_issues_and_how_it_addresses(paper, code):
    assert codes(paper) == ([code] if code else [])


def test_a_submission_is_addressed_by_its_own_word_from_2026_on():
    sent = PLAN.replace("KẾ HOẠCH", "TỜ TRÌNH").replace("-KH", "-TTr")
    sent = sent.replace("I. MỤC", "Kính gửi: Ban Thường vụ Tỉnh ủy\n\nI. MỤC")

    assert codes(sent) == ["address_word"]
    assert codes(sent.replace("Kính gửi", "Kính trình")) == []
    assert codes(sent.replace("01 tháng 6", "05 tháng 5")) == []


def in_word(*, left=1701, line=360, size=28):
    margins = f'<w:sectPr><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="{left}"/></w:sectPr>'
    look = f'<w:pPr><w:spacing w:line="{line}" w:lineRule="exact"/></w:pPr>'
    run = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>'
    words = "1. Trồng mười hai héc-ta dừa nước ven bãi bồi, xong trước mùa nước nổi năm sau."
    text = f"<w:p>{look}<w:r>{run}<w:t>{words}</w:t></w:r></w:p>"
    head = [paragraph(line) for line in PLAN.partition("I. MỤC ĐÍCH")[0].split("\n") if line]
    (document,) = read_docx(docx(*head, text, margins))["documents"]
    measured = ("margin_left", "line_pitch", "body_size")
    return [form_said(fault) for fault in document["form"] if fault["code"] in measured]


@pytest.mark.parametrize(
    ("set_as", "said"),
    [
        ({}, []),
        ({"line": 440}, []),
        ({"line": 340}, ["The lines are exactly 17 pt apart; they are 18 to 22 pt apart."]),
        ({"line": 460}, ["The lines are exactly 23 pt apart; they are 18 to 22 pt apart."]),
        ({"left": 1134}, ["The left margin is 20 mm instead of 30."]),
        ({"size": 26}, ["The text is set in 13 pt; it is set in 14."]),
    ],
)
def test_margins_size_and_spacing_of_a_word_file_are_measured(set_as, said):
    with override("en"):
        assert in_word(**set_as) == said


def test_what_is_found_is_said_with_the_reading_of_a_file():
    (paper,) = reading_of(PLAN.replace("Số 05", "Số: 05").encode(), "a.txt")["papers"]

    assert [(fault["code"], fault["level"]) for fault in paper["form"]] == [
        ("colon_after_number", "warning")
    ]
    assert paper["form"][0]["said"]


def test_an_annex_without_a_head_is_asked_for_nothing():
    assert codes("QUY CHẾ\nphối hợp ở bến đò\n\nĐiều 1. Nguyên tắc\n1. Đúng việc.\n") == []


def test_every_fault_has_its_sentence():
    assert "closing" in FORM
    for code in ("margin_top", "margin_bottom", "margin_right"):
        assert "%(set)d" in FORM[code]
