"""The numbered rules of the sheet on commitments, T-10 to T-19, one by one."""

import datetime as dt

import pytest

from lienthong.records.texts.commitments.commitment import Commitment, Deadline
from lienthong.records.texts.commitments.dating import DateRules, default_due
from lienthong.records.texts.commitments.deadlines import When, deadline_of_cell, deadlines_in

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
