"""Fictional documents in the styles of different offices."""

import pytest

from lienthong.records.texts.recognition.documents import recognise

from .factories import PAPERS, by_eid, document, walk, words_of


@pytest.mark.parametrize(
    ("name", "number", "code", "date", "issuer"),
    [
        ("articles", "07-QC/TU", "QC", "2026-01-05", "Tỉnh ủy Đồng Xuân"),
        ("conclusion", "101-TB/BTCTU", "TB", "2026-12-01", "Ban Tổ chức"),
        ("decision", "15-QĐ/ĐU", "QĐ", "2026-09-03", "Đảng ủy xã Sông Trà"),
        ("directive", "03-CT/TU", "CT", "2026-02-12", "Tỉnh ủy Đồng Xuân"),
        ("letter", None, "CV", None, "Văn phòng"),
        ("programme", "02-CTr/ĐU", "CTr", "2026-01-20", "Đảng ủy phường Hải Đông"),
        ("report", "05-BC/CB", "BC", "2026-06-30", "Chi bộ thôn Bình An"),
        ("state_plan", "115/KH-UBND", "KH", "2026-05-08", "Ủy ban nhân dân tỉnh Đồng Xuân"),
        ("central", "91-NQ/TW", "NQ", "2026-11-22", "Ban Chấp hành Trung ương"),
        ("ocr_noise", "07-HD/ĐU", "HD", "2026-01-07", "Đảng ủy Ủy ban Kiểm tra Tỉnh ủy"),
        ("minutes", "04-BB/CB", "BB", "2026-04-03", "Chi bộ Trường Tiểu học Hoa Đào"),
        ("letter_braces", "88-CV/ĐU", "CV", "2026-05-12", "Đảng ủy xã Sông Trà"),
    ],
)
def test_number_type_date_and_issuer_stand_in_the_head(name, number, code, date, issuer):
    found = document(name)
    assert (found.number, found.kind.code, found.date) == (number, code, date)
    assert found.issuer["name"] == issuer


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("articles", "làm việc của Tổ công tác số hóa nhiệm kỳ 2025 - 2030"),
        ("directive", "về tăng cường sự lãnh đạo của Đảng đối với công tác phòng, chống hạn mặn"),
        ("decision", "về việc thành lập Chi bộ Trường Mầm non Hoa Sen"),
        ("letter", "V/v góp ý dự thảo Nghị quyết về phát triển kinh tế biển"),
        ("conclusion", "kết luận của đồng chí Trưởng ban tại hội nghị giao ban tháng 11"),
        ("programme", "kiểm tra, giám sát năm 2026"),
        ("central", "VỀ ĐỘT PHÁ PHÁT TRIỂN NGHỀ MUỐI TRONG TÌNH HÌNH MỚI"),
        ("congress", "Đại hội đại biểu Đảng bộ xã Sông Trà lần thứ II, nhiệm kỳ 2025 - 2030"),
        ("letter_braces", "V/v triển khai Nghị quyết số 07-NQ/TU của Ban Chấp hành Đảng bộ tỉnh"),
    ],
)
def test_the_lines_of_the_abstract_are_joined(name, title):
    assert document(name).title == title


@pytest.mark.parametrize(
    ("name", "authority", "body", "title", "signer"),
    [
        ("articles", "T/M", "BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Hoàng Thị Thử"),
        ("directive", "T/M", "BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Lê Văn Mẫu"),
        ("decision", "T/M", "BAN THƯỜNG VỤ", "BÍ THƯ", "Trần Quốc Ví"),
        ("letter", "K/T", "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Phạm Minh Thí"),
        ("conclusion", None, None, "TRƯỞNG BAN", "Y Thảo Niê"),
        ("report", "T/M", "CHI BỘ", "BÍ THƯ", "Đặng Văn Kiểm"),
        ("state_plan", "T/M", "ỦY BAN NHÂN DÂN", "K/T CHỦ TỊCH, PHÓ CHỦ TỊCH", "Bùi Thị Chứng"),
        ("central", "T/M", "BỘ CHÍNH TRỊ", "TỔNG BÍ THƯ", "Lý An"),
        ("ocr_noise", "T/M", "ĐẢNG ỦY", "Phó Bí thư", "Cao Thị Bình Minh"),
        ("congress", "T/M", "ĐOÀN CHỦ TỊCH", None, "Lò Văn Sông"),
        ("letter_braces", "T/L", "BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "Quách Thị Thư"),
    ],
)
def test_the_signer_signs_by_an_authority(name, authority, body, title, signer):
    assert document(name).signings == [
        {"authority": authority, "body": body, "title": title, "name": signer}
    ]


def test_the_superior_stands_above_the_issuer():
    assert document("decision").superior["name"] == "Đảng bộ tỉnh Đồng Xuân"
    assert document("letter").superior["name"] == "Tỉnh ủy Đồng Xuân"
    assert document("directive").superior is None


def test_a_brace_gives_its_purpose_to_each_recipient_beside_it():
    purposes = {r["name"]: r["purpose"] for r in document("directive").recipients}
    assert purposes == {
        "Bộ Chính trị, Ban Bí thư": "report",
        "Văn phòng Trung ương Đảng": "report",
        "Các ban Tỉnh ủy": "carry_out",
        "Các đảng ủy trực thuộc": "carry_out",
        "Các đồng chí Tỉnh ủy viên": "know",
    }


def test_a_purpose_on_its_own_line_belongs_to_the_recipients_above():
    purposes = {r["name"]: r["purpose"] for r in document("conclusion").recipients}
    assert purposes == {
        "Thường trực Tỉnh ủy": "report",
        "Văn phòng Tỉnh ủy": "report",
        "Các phòng trong ban": "carry_out",
    }


def test_a_letter_names_its_addressees():
    assert document("letter").addressees == [
        "Các ban Tỉnh ủy",
        "Đảng ủy Ủy ban nhân dân tỉnh",
        "Các đồng chí Tỉnh ủy viên",
    ]


def test_the_scope_is_how_far_the_document_is_carried():
    assert document("directive").dissemination_scope["reach"] == "branches"
    assert document("report").dissemination_scope is None


def test_marks_count_where_they_stand_alone():
    assert document("directive").urgency == "hoa_toc"
    assert document("conclusion").urgency == "khan"
    assert document("secret").secrecy == "toi_mat"
    assert document("conclusion").secrecy is None  # "độ mật" only in a sentence


@pytest.mark.parametrize(
    ("mark", "secrecy"),
    [
        ("MẬT", "mat"),
        ("[ TUYỆT MẬT ]", "tuyet_mat"),
        ("T Ố I  M Ậ T", "toi_mat"),
        ("Độ mật: Mật", "mat"),
        ("Độ mật: Không", None),
    ],
)
def test_a_mark_of_secrecy_is_seen_however_it_is_set(mark, secrecy):
    text = f"{mark}\n\n" + (PAPERS / "report.txt").read_text()
    assert recognise(text)[0].secrecy == secrecy


def test_the_stamp_of_arrival_is_kept_apart():
    assert document("conclusion").arrival == {"number": "77", "date": "2026-12-02", "office": None}


def test_articles_have_clauses_and_points():
    nodes = by_eid(document("articles").body)
    assert nodes["chp_I"]["heading"] == "QUY ĐỊNH CHUNG"
    assert nodes["chp_I__art_2__cl_2__point_đ"]["label"] == "điểm đ khoản 2 Điều 2"
    assert nodes["chp_I__art_2__cl_2__point_c"]["text"].endswith("theo quy định tại Điều 5.")
    assert nodes["chp_II__sec_1__art_3__cl_2__subcl_2-2"]["label"] == "khoản 2.2 Điều 3"


def test_marks_with_a_hyphen_make_the_same_tree():
    nodes = by_eid(document("directive").body)
    assert nodes["sec_I__cl_2"]["marker"] == "2-"
    assert nodes["sec_II__cl_1"]["text"].endswith(
        "coi đây là nhiệm vụ trọng tâm của cả hệ thống chính trị."
    )
    assert [c["text"] for c in nodes["sec_II__cl_2__point_a"]["children"]] == [
        "Hồ chứa;",
        "Kênh mương.",
    ]
    assert document("directive").body[-1]["text"].startswith("Chỉ thị này phổ biến")


def test_capital_letters_stand_above_roman_numbers():
    nodes = by_eid(document("report").body)
    assert nodes["sec_B__sec_I__cl_1__point_a"]["label"] == "điểm a mục B.I.1"
    assert len(nodes["sec_B__sec_I__cl_1__point_a__dash_1"]["children"]) == 2
    assert [n["marker"] for n in nodes["sec_B__sec_I__cl_2"]["children"]] == ["*", "*"]


def test_tables_with_bars_become_tables_with_groups():
    tables = [node for node in walk(document("programme").body) if node["kind"] == "table"]
    assert [group["marker"] for group in tables[0]["groups"]] == ["I", "II"]
    assert tables[0]["groups"][1]["rows"][0]["label"] == "Phụ lục 1, dòng II.1"
    assert tables[1]["columns"] == ["Chi bộ", "Số đảng viên"]


def test_a_letter_and_the_document_it_sends_on_are_two():
    both = (
        (PAPERS / "letter.txt").read_text() + "\n\n12\n\n" + (PAPERS / "directive.txt").read_text()
    )
    letter, directive = recognise(both)
    assert (letter.kind.code, directive.kind.code) == ("CV", "CT")
    assert letter.signings[0]["name"] == "Phạm Minh Thí"
    assert directive.number == "03-CT/TU"


def test_parts_are_counted_in_words():
    nodes = by_eid(document("scheme").body)
    assert nodes["part_2__sec_I__cl_2__subcl_2-1"]["label"] == "mục I.2.1, Phần thứ hai"
    assert nodes["part_1__sec_I"]["children"][0]["text"].endswith(
        "trong đó 312 chi bộ có dưới 10 đảng viên."
    )


def test_lines_without_blanks_between_are_told_apart():
    found = document("run_together")
    assert found.title == "về đẩy mạnh tiết kiệm điện trong toàn Đảng bộ"
    assert found.issuer["name"] == "Đảng ủy Công ty cổ phần Mía Đường Sông Trà"
    assert [r["purpose"] for r in found.recipients] == [
        "report",
        "report",
        "carry_out",
        "carry_out",
    ]
    assert [n["kind"] for n in found.body] == [
        "paragraph",
        "clause",
        "clause",
        "clause",
        "paragraph",
    ]
    assert found.signings[0] == {
        "authority": "T/M",
        "body": "BAN THƯỜNG VỤ",
        "title": None,
        "name": "Hà Thị Điện",
    }


def test_a_document_of_the_state_is_read_too():
    found = document("state_circular")
    assert (found.number, found.kind.name) == ("08/2026/TT-BNV", "Thông tư")
    assert (found.signings[0]["title"], found.signings[0]["name"]) == ("BỘ TRƯỞNG", "Phạm Thị Mẫu")
    point = by_eid(found.body)["chp_I__art_2__cl_2__point_b"]
    assert point["text"] == "Bảo quản theo khoản 1 Điều 4 Thông tư này;"


def test_what_is_no_document_has_no_fields():
    (found,) = recognise("Chỉ là một đoạn văn.\n\nThêm một đoạn nữa.")
    printed = {key: value for key, value in found.as_json().items() if value and key != "body"}
    assert printed == {}
    assert len(found.body) == 2


def test_minutes_are_signed_by_two():
    signed = [(signing["title"], signing["name"]) for signing in document("minutes").signings]
    assert signed == [("THƯ KÝ", "Ninh Văn Ghi"), ("CHỦ TRÌ", "Bạch Thị Cúc")]


def test_a_stamp_on_one_line_is_read():
    assert document("ocr_noise").arrival == {"number": "412", "date": "2026-01-09", "office": None}


def test_a_purpose_beside_the_middle_of_a_brace_is_everybodys():
    purposes = [(r["name"], r["purpose"]) for r in document("letter_braces").recipients][:3]
    assert purposes == [
        ("Tỉnh ủy", "report"),
        ("Văn phòng Tỉnh ủy", "report"),
        ("Ban Tổ chức Tỉnh ủy", "report"),
    ]


def test_recipients_without_dashes_are_recipients():
    assert [r["name"] for r in document("central").recipients] == [
        "Các tỉnh uỷ, thành uỷ",
        "Các ban đảng Trung ương",
    ]


def test_a_wrapped_recipient_is_one():
    assert [(r["name"], r["purpose"]) for r in document("ocr_noise").recipients] == [
        ("Ban Thường vụ Tỉnh ủy", "report"),
        ("Các chi bộ trực thuộc", "carry_out"),
    ]


def test_numbers_in_brackets_and_three_levels_of_figures_nest():
    nodes = by_eid(document("central").body)
    assert nodes["sec_III__cl_1__cl_2"]["marker"] == "(2)"
    assert nodes["sec_III__cl_2__subcl_2-1__subcl_2-1-2"]["label"] == "mục III.2.1.2"
    assert nodes["sec_III__cl_2"]["heading"] == "Hoàn thiện thể chế."
    assert document("central").body[-1]["text"] == "Nghị quyết này phổ biến đến chi bộ."


def test_an_html_table_is_a_table_and_a_cell_over_two_rows_counts_for_both():
    (table,) = [node for node in walk(document("ocr_noise").body) if node["kind"] == "table"]
    assert [row["cells"][2] for row in table["groups"][0]["rows"]] == ["Ban Tổ chức"] * 2


def test_rules_attached_to_a_decision_are_a_document_of_their_own():
    decision, rules = recognise((PAPERS / "regulation_attached.txt").read_text())
    assert (decision.number, rules.number) == ("33-QĐ/ĐU", None)
    assert (rules.kind.code, rules.title) == ("QC", "chi tiêu của Đảng ủy")
    assert rules.attached.startswith("(Ban hành kèm theo Quyết định số 33-QĐ/ĐU")
    assert by_eid(rules.body)["chp_I__art_1__cl_2"]["label"] == "khoản 2 Điều 1"


@pytest.mark.parametrize("name", [path.stem for path in PAPERS.glob("*.txt")])
def test_no_word_of_a_text_is_lost(name):
    text = (PAPERS / f"{name}.txt").read_text()
    words = [word for found in recognise(text) for word in words_of(found)]
    kept = "".join(c for c in "".join(words) if c.isalnum()).lower()
    for line in map(str.strip, text.splitlines()):
        if len(line) > 60 and not any(mark in line for mark in ("   ", "|", "<", " * ")):
            assert "".join(c for c in line.split(".", 1)[-1] if c.isalnum()).lower() in kept
