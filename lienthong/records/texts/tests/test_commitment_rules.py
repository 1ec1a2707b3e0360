"""The numbered rules of the sheet on commitments, T-10 to T-19, one by one."""

import datetime as dt

import pytest

from lienthong.records.texts.commitments.commitment import Commitment, Deadline, Step
from lienthong.records.texts.commitments.dating import DateRules, default_due
from lienthong.records.texts.commitments.deadlines import When, deadline_of_cell, deadlines_in
from lienthong.records.texts.commitments.paper import paper_of
from lienthong.records.texts.commitments.reading import commitments_of
from lienthong.records.texts.recognition.documents import recognise

ISSUED = dt.date(2026, 3, 2)
USUAL = When(issued_on=ISSUED)


def test_T10_content_lead_and_date_are_three_of_six():
    deadline = Deadline("30/6/2026", "date", dt.date(2026, 6, 30))
    task = Commitment("task", "1", "Rà soát quỹ đất", lead="Chi bộ thôn Đông", deadline=deadline)
    assert task.clear == {"work", "responsibility", "time"}


@pytest.mark.parametrize(
    ("assigned_on", "due"),
    [
        (dt.date(2026, 3, 2), dt.date(2026, 3, 12)),
        (dt.date(2026, 3, 5), dt.date(2026, 3, 16)),  # the fifteenth is a Sunday
    ],
)
def test_T11_without_a_deadline_it_is_due_ten_days_after_the_letter(assigned_on, due):
    assert default_due(assigned_on, DateRules()) == due


def test_T11_both_halves_are_settings():
    rules = DateRules(default_days=3, roll="none")
    assert default_due(dt.date(2026, 3, 5), rules) == dt.date(2026, 3, 8)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("trước ngày 15/12/2026", dt.date(2026, 12, 14)),
        ("chậm nhất ngày 15/12/2026", dt.date(2026, 12, 15)),
        ("đến hết ngày 15/12/2026", dt.date(2026, 12, 15)),
        ("xong ngày 15/12/2026", dt.date(2026, 12, 15)),
        ("Trước ngày 15 tháng 12 năm 2026", dt.date(2026, 12, 14)),
    ],
)
def test_T12_before_a_day_ends_the_day_before(words, day):
    deadline = deadline_of_cell(words, USUAL)
    assert (deadline.kind, deadline.day, deadline.text) == ("date", day, words)
    assert deadline.printed == dt.date(2026, 12, 15)


def test_T12_the_setting_counts_the_day_itself():
    inclusive = When(issued_on=ISSUED, rules=DateRules(before_is_inclusive=True))
    assert deadline_of_cell("trước ngày 15/12/2026", inclusive).day == dt.date(2026, 12, 15)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("quý III/2026", dt.date(2026, 9, 30)),
        ("Quý 3 năm 2026", dt.date(2026, 9, 30)),
        ("6 tháng đầu năm 2026", dt.date(2026, 6, 30)),
        ("6 tháng cuối năm 2026", dt.date(2026, 12, 31)),
        ("9 tháng năm 2026", dt.date(2026, 9, 30)),
        ("trong năm 2026", dt.date(2026, 12, 31)),
        ("tháng 11/2026", dt.date(2026, 11, 30)),
        ("Tháng 10 - 11/2026", dt.date(2026, 11, 30)),
        ("2022-2023", dt.date(2023, 12, 31)),
        ("Quý I, II/2026", dt.date(2026, 6, 30)),
        ("tháng 2", dt.date(2026, 2, 28)),  # of the paper's year
    ],
)
def test_T13_a_period_ends_on_its_last_day_of_the_calendar(words, day):
    deadline = deadline_of_cell(words, USUAL)
    assert (deadline.kind, deadline.day) == ("period", day)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Thường xuyên", "standing"),
        ("khi có hướng dẫn của cấp trên", "event"),
        ("theo đề nghị của cấp trên", "event"),
        ("trong thời hạn 10 ngày khi có kết luận", "event"),
        ("Hằng năm", "yearly"),
    ],
)
def test_T14_standing_and_event_tasks_have_no_day(words, kind):
    deadline = deadline_of_cell(words, USUAL)
    assert (deadline.kind, deadline.day) == (kind, None)


def test_T14_a_day_of_every_year_is_no_day_of_one():
    deadline = deadline_of_cell("trước ngày 15/12 hằng năm", USUAL)
    assert (deadline.kind, deadline.day, deadline.month_day) == ("yearly", None, (12, 14))


@pytest.mark.parametrize(
    "words",
    [
        "thực hiện Nghị quyết số 12-NQ/TU ngày 05/01/2026 của Tỉnh ủy Hoa Lư",
        "thực hiện từ ngày 01/4/2026",
        "kể từ ngày 01/4/2026",
        "bắt đầu từ tháng 4/2026",
    ],
)
def test_T18_the_day_of_a_paper_and_a_start_are_no_deadlines(words):
    assert deadlines_in(words, USUAL) == []


def test_a_day_that_no_calendar_has_is_none():
    assert deadline_of_cell("trước ngày 30/02/2026", USUAL).day is None


# --- What counts when a text is read (T-15 to T-19) ---


def read(
    text: str, *, kind: str = "KẾ HOẠCH", title: str = "bảo vệ rừng năm 2026", code: str = "KH"
):
    """The commitments of a fictional paper with this text."""
    head = f"TỈNH ỦY ĐỒNG XUÂN\n*\nSố 9-{code}/TU\nĐỒNG XUÂN, ngày 02 tháng 3 năm 2026\n{kind}\n{title}\n-----\n"
    end = "\nNơi nhận:\n- Lưu VPTU.\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\nLò Văn Pán\n"
    (paper,) = recognise(head + text + end)
    return commitments_of(paper_of(paper.as_json()))


GIVEN = "I. TỔ CHỨC THỰC HIỆN\n1. "


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I. MỤC TIÊU\n1. Tỷ lệ che phủ rừng đạt 52%.\n2. Giữ vững màu xanh.", ["target"]),
        ("I. MỤC TIÊU\n1. Đến hết năm 2027, bản Pho là bản không cháy rừng.\n2. Như trên.", ["target"]),
        (GIVEN + "Giao Hạt Kiểm lâm tuần tra, trực gác.\n2. Như trên.", ["task"]),
        (GIVEN + "Giao Văn phòng Tỉnh ủy lập danh sách.\n2. Như trên.", ["task"]),
        (GIVEN + "Văn phòng Tỉnh ủy hằng quý báo cáo Thường trực Tỉnh ủy.\n2. Như trên.", ["report_duty"]),
        (GIVEN + "Tổ chức sơ kết vào năm 2027.\n2. Như trên.", ["report_duty"]),
        ("I. NHIỆM VỤ\n1. Hoàn thành đóng mốc ranh giới trước ngày 30/9/2026.\n2. Như trên.", ["task"]),
        ("I. NHIỆM VỤ\n1. Nâng cao nhận thức của cán bộ, đảng viên.\n2. Phát huy vai trò nêu gương.", []),
        ("I. KẾT QUẢ\n1. Văn phòng Tỉnh ủy lập danh sách trước ngày 30/9/2025, đạt 98%.\n2. Như trên.", []),
        (GIVEN + "Các chi bộ chịu trách nhiệm thi hành Kế hoạch này.\n2. Như trên.", []),
        ("I. KIẾN NGHỊ\n1. Đề nghị Ban Bí thư xem xét bố trí 20 tỷ đồng.\n2. Như trên.", []),
    ],
)  # fmt: skip
def test_T15_targets_tasks_and_reports_are_told_from_what_binds_nobody(text, kinds):
    assert [one.kind for one in read(text)] == kinds


def test_T15_a_guideline_and_a_submission_give_nothing():
    text = GIVEN + "Giao Văn phòng Tỉnh ủy báo cáo trước ngày 30/9/2026.\n2. Tỷ lệ không quá 20%."
    for kind, code in (("HƯỚNG DẪN", "HD"), ("TỜ TRÌNH", "TTr"), ("QUY ĐỊNH", "QĐ")):
        assert read(text, kind=kind, code=code) == []
    assert read(text) != []


def test_T15_a_letter_to_those_above_gives_nothing():
    letter = (
        "ĐẢNG BỘ TỈNH ĐỒNG XUÂN\nĐẢNG ỦY XÃ BẢN PHO\n*\nSố 4-CV/ĐU\nBản Pho, ngày 02 tháng 3 năm 2026\n"
        "Kính gửi: {to}.\nĐề nghị {to} tổ chức tập huấn cho đảng viên trước ngày 30/4/2026.\n"
        "Nơi nhận:\n- Như trên,\n- Lưu VPĐU.\nBÍ THƯ\nLò Văn Pán\n"
    )
    for to, count in (("Ban Tổ chức Tỉnh ủy", 0), ("các chi bộ trực thuộc", 1)):
        (paper,) = recognise(letter.format(to=to))
        assert len(commitments_of(paper_of(paper.as_json()))) == count


def test_T15_a_report_row_of_a_task_table_is_a_duty_to_report():
    rows = table("1\tTổng kết phong trào\tVăn phòng Tỉnh ủy\t15/12/2026")
    assert [(one.kind, one.why) for one in rows] == [("report_duty", "report")]


def test_T16_a_measurable_act_is_a_task_with_a_target_beside_it():
    task, target = read(
        GIVEN
        + "Đảng ủy xã Bản Pho ký cam kết với 100% hộ ven rừng trước ngày 30/4/2026.\n2. Như trên."
    )
    assert (task.kind, target.kind, target.why) == ("task", "target", "linked")
    assert (target.value, target.unit, target.deadline) == (100, "%", task.deadline)
    assert task.lead == "Đảng ủy xã Bản Pho"
    assert task.wid == target.wid


def test_T16_a_number_inside_the_content_is_no_target():
    (task,) = read(GIVEN + "Văn phòng Tỉnh ủy mua 02 máy quét.\n2. Như trên.")
    assert task.value is None


def table(*rows: str, heads: str = "STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn"):
    lines = "\n".join([heads, *rows])
    return read(
        f"I. NHIỆM VỤ\n1. Như Phụ lục.\n2. Như trên.\nNơi nhận:\n- Lưu.\nBÍ THƯ\nLò Văn Pán\n\nPHỤ LỤC\n{lines}"
    )


def test_T16_a_number_in_the_product_column_is_a_target_beside_its_task():
    heads = "STT\tNhiệm vụ\tCơ quan chủ trì\tSản phẩm\tThời hạn"
    task, target = table("1\tTrồng rừng\tĐảng ủy xã Bản Pho\t120 ha\tQuý III/2026", heads=heads)
    assert (task.kind, task.product) == ("task", "120 ha")
    assert (target.value, target.unit, target.deadline.day) == (120, "ha", dt.date(2026, 9, 30))


def test_T17_yearly_steps_are_a_target_each_joined_as_a_series():
    first, second = read(
        "I. MỤC TIÊU\n1. Tỷ lệ hộ dùng bếp cải tiến: năm 2027 đạt 60%, năm 2028 đạt 75%.\n2. Như trên."
    )
    assert [(one.value, one.deadline.day.year) for one in (first, second)] == [
        (60, 2027),
        (75, 2028),
    ]
    assert first.series == second.series == (Step(2027, 60), Step(2028, 75))


def test_T17_a_fall_is_its_size_and_a_range_keeps_both_ends():
    fall, rest, range_ = read(
        "I. MỤC TIÊU\n1. Số vụ cháy giảm ít nhất 15%.\n2. Hộ nghèo giảm từ 8% xuống còn dưới 5%.\n"
        "3. Phấn đấu 20 - 30% số bản có tổ xung kích.\n4. Như trên."
    )
    assert (fall.value, fall.comparator, fall.direction) == (15, ">=", "down")
    assert (rest.value, rest.comparator, rest.direction, rest.baseline) == (5, "<", "down", 8)
    assert (range_.value, range_.value_max, range_.comparator) == (20, 30, "between")


def test_T18_a_heading_or_a_title_gives_its_period_to_targets_only():
    text = "I. MỤC TIÊU\n1. Tỷ lệ che phủ đạt 52%.\n2. Như trên.\nII. TỔ CHỨC THỰC HIỆN\n1. Giao Văn phòng Tỉnh ủy lập danh sách.\n2. Như trên."
    target, task = read(text)
    assert (target.deadline.day, target.deadline.text) == (dt.date(2026, 12, 31), "năm 2026")
    assert task.deadline.kind == "none"
    target, task = read(text.replace("MỤC TIÊU", "MỤC TIÊU ĐẾN NĂM 2028"))
    assert (target.deadline.day, task.deadline.day) == (dt.date(2028, 12, 31), None)


def test_T18_a_sentence_over_several_clauses_gives_its_deadline_to_the_tasks_it_names():
    text = (
        "1. Văn phòng Tỉnh ủy lập danh sách trước ngày 10/3/2026.\n2. Ban Tổ chức Tỉnh ủy:\n- Rà soát hồ sơ.\n"
        "- Soạn thảo quy chế.\n{sentence}"
    )
    named = read(
        text.format(sentence="Các nội dung trên trình Thường trực Tỉnh ủy trước ngày 01/4/2026.")
    )
    assert [one.deadline.day for one in named] == [
        dt.date(2026, 3, 9),
        dt.date(2026, 3, 31),
        dt.date(2026, 3, 31),
    ]
    unnamed = read(text.format(sentence="Thời gian hoàn thành: trước ngày 01/4/2026."))
    assert [one.deadline.day for one in unnamed] == [dt.date(2026, 3, 9), None, None]


def test_T18_within_days_of_an_event_is_an_event():
    (task,) = read(
        GIVEN + "Văn phòng Tỉnh ủy thẩm định trong thời hạn 10 ngày khi có hồ sơ.\n2. Như trên."
    )
    assert (task.deadline.kind, task.deadline.day, task.period) == ("event", None, "on_event")


def test_T18_within_days_of_the_issue_is_reckoned_in_working_days():
    (task,) = read(
        GIVEN
        + "Văn phòng Tỉnh ủy lập danh sách trong 05 ngày làm việc kể từ ngày ban hành Kế hoạch.\n2. Như trên."
    )
    assert task.deadline.day == dt.date(2026, 3, 9)  # from Monday the second


@pytest.mark.parametrize(
    ("cell", "lead", "coordinators", "leader"),
    [
        (
            "Ban Tổ chức Tỉnh ủy, Văn phòng Tỉnh ủy",
            "Ban Tổ chức Tỉnh ủy",
            ("Văn phòng Tỉnh ủy",),
            None,
        ),
        (
            "Đồng chí Phó Bí thư Thường trực chỉ đạo, Văn phòng Tỉnh ủy chủ trì",
            "Văn phòng Tỉnh ủy",
            (),
            "Đồng chí Phó Bí thư Thường trực",
        ),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy", (), None),
        ("Các đảng ủy xã, phường", "Các đảng ủy xã, phường", (), None),
    ],
)
def test_T19_the_first_of_several_leads_and_the_others_coordinate(cell, lead, coordinators, leader):
    (task,) = table(f"1\tRà soát hồ sơ\t{cell}\tQuý III/2026")
    assert (task.lead, task.coordinators, task.directing_leader) == (lead, coordinators, leader)


def test_T19_a_blank_lead_is_the_one_above_and_a_blank_coordinator_is_none():
    heads = "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn"
    first, second = table(
        "1\tRà soát hồ sơ\tVăn phòng Tỉnh ủy\tBan Tổ chức Tỉnh ủy\tQuý III/2026",
        "2\tSoạn thảo quy chế\t\t\tQuý IV/2026",
        heads=heads,
    )
    assert (first.coordinators, second.coordinators) == (("Ban Tổ chức Tỉnh ủy",), ())
    assert second.lead == "Văn phòng Tỉnh ủy"
