"""Natures of papers as offices write them, each in a few lines of our own; and the cases beside the checkout."""

import pytest

from lienthong.records.texts.importing.plain import read_plain
from lienthong.records.texts.recognition.documents import recognise

from .factories import SAMPLES
from .offices import outline

CASES = SAMPLES.parent / "cases"
HEAD = """ĐẢNG BỘ TỈNH MẪU
ĐẢNG UỶ XÃ SÔNG THỬ
*
Số 11-KH/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Sông Thử, ngày 12 tháng 5 năm 2026
KẾ HOẠCH
thực hiện công tác năm 2026
-----
"""
CLOSING = """
Nơi nhận:
- Thường trực Tỉnh uỷ,
- Lưu VPĐU.
T/M ĐẢNG UỶ
BÍ THƯ
Lò Văn Mẫu
"""


def read(body: str, closing: str = CLOSING):
    (found,) = recognise(HEAD + body + closing)
    return found


def reasons(document) -> list[tuple[str, str]]:
    return [(aside.reason.value, aside.text) for aside in document.set_aside]


@pytest.mark.parametrize("bullet", ["-", "•", "–", "+"])
def test_blanks_after_a_bullet_part_no_columns(bullet):
    body = f"I. VIỆC LÀM\n{bullet}      Cơ quan chủ trì: Ban Tổ chức.\n{bullet}      Thời hạn: ngày 01/9/2026."
    found = read(body)
    assert outline(found.body) == f"I.({bullet} {bullet})"
    assert len(found.recipients) == 1


def test_the_stamp_of_signing_is_set_aside_and_is_no_recipient():
    stamp = "ĐẢNG UỶ XÃ SÔNG THỬ\n14-05-2026 09:12:33 +07:00\n"
    found = read("1. Một việc.", CLOSING + stamp)
    assert [r["name"] for r in found.recipients] == ["Thường trực Tỉnh uỷ"]
    assert reasons(found) == [
        ("signing_stamp", "ĐẢNG UỶ XÃ SÔNG THỬ"),
        ("signing_stamp", "14-05-2026 09:12:33 +07:00"),
    ]
    assert found.signings[0]["name"] == "Lò Văn Mẫu"


def test_a_labelled_stamp_is_set_aside_as_one():
    stamp = "Người ký: VĂN PHÒNG ĐẢNG UỶ\nEmail: vp@songthu.example\nThời gian ký: 14.05.2026 09:12:33 +07:00\n"
    (found,) = recognise(stamp + HEAD + "1. Một việc." + CLOSING)
    assert {reason for reason, _text in reasons(found)} == {"signing_stamp"}
    assert found.issuer["name"] == "Đảng uỷ xã Sông Thử"


def test_a_line_of_the_scanning_program_is_set_aside_by_name():
    found = read("1. Một việc phải làm trong\nScanned with CamScanner\nnăm nay.")
    assert reasons(found) == [("scanner", "Scanned with CamScanner")]
    assert found.body[0]["text"] == "Một việc phải làm trong năm nay."


@pytest.mark.parametrize(
    ("called", "note"),
    [
        ("quy định1).", "1 Theo Công văn số 02-CV/TU."),
        ("quy định(1)).", "(1) Theo Công văn số 02-CV/TU."),
        ("quy định¹).", "¹ Theo Công văn số 02-CV/TU."),
    ],
    ids=["figure", "brackets", "superscript"],
)
def test_a_note_at_the_foot_is_kept_as_a_note_and_the_sentence_is_whole(called, note):
    found = read(f"1. Cấp sổ tay cho đảng viên toàn xã (trừ\n{note}\nnhững người theo {called}")
    assert found.body[0]["text"] == (
        "Cấp sổ tay cho đảng viên toàn xã (trừ những người theo quy định¹).\n"
        "¹ Theo Công văn số 02-CV/TU."
    )
    assert reasons(found) == []


def test_a_sentence_goes_on_below_a_note_and_the_end_of_a_page():
    above = "1. Cấp sổ tay cho đảng viên toàn xã theo quy định1 và báo cáo hằng quý về Ban"
    note = "1 Theo Công văn số 02-CV/TU, ngày 03/3/2026."
    below = "Thường vụ Đảng uỷ để theo dõi, chỉ đạo trong toàn Đảng bộ."
    found = read(f"{above}\n\n{note}\n\n{below}\n2. Tổng kết.")
    sentence = f"{above.removeprefix('1. ')} {below}".replace("định1", "định¹")
    assert found.body[0]["text"] == f"{sentence}\n{note.replace('1', '¹', 1)}"
    assert outline(found.body) == "1. 2."


def test_a_list_in_brackets_is_no_list_of_notes():
    found = read("1. Gồm:\n(1) Chăm lo cán bộ1.\n(2) Chăm lo đời sống.")
    assert outline(found.body) == "1.((1) (2))"


def test_a_quarter_and_its_numeral_stay_together():
    found = read("1. Báo cáo Ban Thường vụ trong quý\nIII/2026.\n2. Tổng kết.")
    assert [clause["text"] for clause in found.body] == [
        "Báo cáo Ban Thường vụ trong quý III/2026.",
        "Tổng kết.",
    ]


def test_numbers_in_brackets_count_inside_the_clause_they_stand_in():
    found = read(
        "I. CHỈ TIÊU\n2.1. Kinh tế\n(1) Tăng 8%.\n(2) Thu 5 tỷ.\n2.2. Xã hội\n(3) Giảm nghèo."
    )
    assert outline(found.body) == "I.(2.1.((1) (2)) 2.2.((3)))"


def test_numbers_lie_under_the_dash_that_heads_them():
    found = read(
        "I. VIỆC\n- Về kiểm tra: 02 cuộc\n1. Kiểm tra A.\n2. Kiểm tra B.\n- Về giám sát: 01 cuộc\n1. Giám sát C.\nII. TỔ CHỨC"
    )
    assert outline(found.body) == "I.(-(1. 2.) -(1.)) II."


def test_numbers_after_dashes_that_are_sentences_are_no_part_of_them():
    found = read("I. VIỆC\n- Ý thứ nhất.\n- Ý thứ hai.\n1. Việc một.\n2. Việc hai.")
    assert outline(found.body) == "I.(- - 1. 2.)"


def test_ordinals_of_parts_may_begin_with_a_capital():
    found = read(
        "Phần thứ Nhất\nSỰ CẦN THIẾT\nI. TÌNH HÌNH\nMột.\nPhần thứ hai\nGIẢI PHÁP\nI. NHIỆM VỤ\nHai."
    )
    assert outline(found.body) == "Phần thứ Nhất(I.(¶)) Phần thứ hai(I.(¶))"
    assert found.body[0]["heading"] == "SỰ CẦN THIẾT"


@pytest.mark.parametrize("mark", ["“Dự thảo”", '"Dự thảo"', "(Dự thảo lần 2)", "DỰ THẢO"])
def test_a_draft_opens_a_second_paper_and_keeps_its_mark(mark):
    second = HEAD.replace("Số 11-KH/ĐU", f"Số -ĐA/ĐU\n{mark}").replace("KẾ HOẠCH", "ĐỀ ÁN")
    first, scheme = recognise(HEAD + "1. Một." + CLOSING + second + "I. SỰ CẦN THIẾT")
    assert first.number == "11-KH/ĐU"
    assert (scheme.number, scheme.kind.code) == (None, "ĐA")
    assert scheme.issuer["name"] == "Đảng uỷ xã Sông Thử"
    assert scheme.draft == mark.strip('“”"()')


def test_two_braces_beside_one_list_leave_the_purposes_open():
    closing = "\nNơi nhận:\n\n- Ban Bí thư,\n- Các chi bộ,\n- Lưu VP.\n\n} (để b/c)\n\n} (để thực hiện),\n\nT/M BAN THƯỜNG VỤ\n\nLò Văn Mẫu\n"
    found = read("1. Một.", closing)
    assert [r["purpose"] for r in found.recipients] == [None, None]
    assert reasons(found) == [("open_purpose", "để b/c"), ("open_purpose", "để thực hiện")]
    assert found.as_json()["confidence"]["recipients"] == "unsure"


def test_one_brace_gives_its_purpose_to_all():
    closing = "\nNơi nhận:\n- Ban Bí thư,\n- Các chi bộ,\n} (để b/c)\n- Lưu VP.\nT/M ĐẢNG UỶ\nBÍ THƯ\nLò Văn Mẫu\n"
    assert [r["purpose"] for r in read("1. Một.", closing).recipients] == ["report", "report"]


def test_an_abstract_may_begin_like_a_text():
    text = "CHỈ THỊ\n\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\n\nTiếp tục đẩy mạnh trồng rừng trong toàn tỉnh,\n\ngiữ nguồn nước\n\nThời gian qua, việc trồng rừng đã khá hơn.\n"
    (found,) = recognise(text + CLOSING)
    assert found.title == "Tiếp tục đẩy mạnh trồng rừng trong toàn tỉnh, giữ nguồn nước"
    assert found.issuer["name"] == "Ban Thường vụ Tỉnh ủy"


def test_a_recipient_goes_on_after_a_comma_where_each_has_its_dash():
    closing = "\nNơi nhận:\n- Đ/c Lò Thị Thử – UVTV,\nTrưởng Ban Tổ chức (phụ trách xã),\n- Các chi bộ,\n- Lưu VP.\nT/M ĐẢNG UỶ\nBÍ THƯ\nLò Văn Mẫu\n"
    names = [r["name"] for r in read("1. Một.", closing).recipients]
    assert names == ["Đ/c Lò Thị Thử – UVTV, Trưởng Ban Tổ chức (phụ trách xã)", "Các chi bộ"]


def case(name: str):
    read = read_plain((CASES / f"nhan-dang-{name}.txt").read_bytes())
    return read["documents"], read["account"]


needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not in {CASES}")


@needs_cases
@pytest.mark.parametrize(
    ("name", "trees"),
    [
        ("bullets", ["I.(- -)"]),
        ("bulletdot", ["I.(• •)"]),
        ("under_dash", ["I.(-(1. 2.) -(1.)) II."]),
        ("paren", ["I.(2.1.((1) (2)) 2.2.((3)))"]),
        ("stamp", ["Phần thứ Nhất(I.(¶)) Phần thứ hai(I.)"]),
        ("draft", ["1.", "I."]),
        ("foot", ["I.(1.)"]),
        ("quy-xuong-dong", ["1. 2."]),
        ("brace", ["¶"]),
    ],
)
def test_the_clauses_of_a_case_are_those_on_the_page(name, trees):
    documents, account = case(name)
    assert [outline(document["body"]) for document in documents] == trees
    assert not [one for one in account["set_aside"] if one["reason"] == "unplaced"]


@needs_cases
def test_the_fields_of_the_cases_are_those_on_the_page():
    brace, draft, stamp = (case(name)[0] for name in ("brace", "draft", "stamp"))
    assert brace[0]["title"].startswith("Tiếp tục đẩy mạnh")
    assert [r["purpose"] for r in brace[0]["recipients"]] == [None] * 3
    assert (draft[1]["type"]["code"], draft[1]["title"]) == ("ĐA", "đổi mới hoạt động của xã")
    assert draft[1]["draft"] == "Dự thảo"
    assert [r["name"] for r in stamp[0]["recipients"]] == ["Thường trực Tỉnh uỷ"]
