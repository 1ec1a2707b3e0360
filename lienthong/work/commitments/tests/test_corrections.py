"""A correction of what was accepted is decided anew, and counts once it is accepted (T-50)."""

import datetime as dt

import pytest
from django.urls import reverse

from lienthong.kernel.notices.models import Notice
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of
from lienthong.work.commitments.actions import reporting
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.models import TaskReport
from lienthong.work.commitments.queries.compiled import report_of

from .factories import a_received

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(house):
    """A line of the month: 10 % was sent and accepted."""
    a_received(house, due=dt.date(2026, 12, 31), rhythm="month")
    period = reporting.open_period(
        house.province.pk,
        rhythm="month",
        name="Tháng 11/2026",
        ends_on=dt.date(2026, 11, 30),
        closes_on=dt.date(2026, 12, 3),
        actor=house.actor("province_clerk"),
    )
    line = TaskReport.objects.get(period=period)
    reporting.send_line(line.pk, Told(result="Mới làm", percent=10), actor=house.actor("secretary"))
    reporting.decide_line(
        line.pk, accepted=True, reason="Đúng", actor=house.actor("province_secretary")
    )
    return line


def corrected(house, line, percent=100, result="Đã xong hết"):
    told = Told(result=result, percent=percent, reason="Đếm lại")
    return reporting.correct_line(line.pk, told, actor=house.actor("secretary"))


def decided(house, line, **about):
    return reporting.decide_line(line.pk, **about, actor=house.actor("province_secretary"))


def compiled(house, line):
    return str(report_of(line.period, house.actor("province_clerk")).body())


def waits(house):
    desk = desk_of(house.actor("province_secretary"))
    return desk.filter(step="commitments.decide_correction").exists()


def test_it_lies_before_the_assigner_who_is_told(house, line):
    assert not waits(house)
    corrected(house, line)
    assert waits(house)
    person = house.posts["province_secretary"].person_id
    assert Notice.objects.filter(person=person, message__contains="corrected an accepted").exists()

    decided(house, line, accepted=True)
    assert not waits(house)
    with pytest.raises(RuleBroken, match="does not wait"):
        decided(house, line, accepted=True)


def test_until_then_what_was_accepted_counts_and_the_report_says_so(house, line):
    corrected(house, line)
    assert "Mới làm; tiến độ 10 %" in compiled(house, line)
    assert "đính chính lần 1 chờ duyệt" in compiled(house, line)
    assert "Đã xong hết" not in compiled(house, line)
    line.task.refresh_from_db()
    assert line.task.percent == 10

    decided(house, line, accepted=True)
    assert "Đã xong hết; tiến độ 100 %" in compiled(house, line)
    assert "chờ duyệt" not in compiled(house, line)
    line.task.refresh_from_db()
    assert line.task.percent == 100


def test_what_is_sent_back_changes_nothing_and_may_be_corrected_again(house, line):
    corrected(house, line)
    with pytest.raises(RuleBroken, match="what is missing"):
        decided(house, line, accepted=False)
    decided(house, line, accepted=False, reason="Chưa có biên bản")
    line.refresh_from_db()
    assert (line.state, line.decision) == ("accepted", "Đúng")
    assert "Mới làm; tiến độ 10 %" in compiled(house, line)
    assert not waits(house)

    corrected(house, line, percent=40, result="Làm được 2 ha")
    decided(house, line, accepted=True)
    assert "Làm được 2 ha; tiến độ 40 %" in compiled(house, line)


def test_a_line_that_is_sent_back_takes_its_corrections_along(house):
    a_received(house, due=dt.date(2026, 12, 31), rhythm="month")
    period = reporting.open_period(
        house.province.pk,
        rhythm="month",
        name="Tháng 11/2026",
        ends_on=dt.date(2026, 11, 30),
        closes_on=dt.date(2026, 12, 3),
        actor=house.actor("province_clerk"),
    )
    line, secretary = TaskReport.objects.get(period=period), house.actor("secretary")
    reporting.send_line(line.pk, Told(result="Mới làm", percent=10), actor=secretary)
    corrected(house, line)
    decided(house, line, accepted=False, reason="Chưa có biên bản")
    reporting.send_line(
        line.pk, Told(result="Làm 3 ha", percent=30, reason="Đếm lại"), actor=secretary
    )
    decided(house, line, accepted=True)
    assert "Làm 3 ha; tiến độ 30 %" in compiled(house, line)


def test_the_page_shows_the_correction_beside_the_former_decision(house, line, enter):
    corrected(house, line)
    url = reverse("commitments:line", args=[line.pk])
    said = enter("province_secretary").get(url).content.decode()
    for words in ("Mới làm", "Đúng", "Đã xong hết", "Đếm lại"):
        assert words in said
    assert reverse("commitments:accept_line", args=[line.pk]) in said
    in_list = enter("province_secretary").get(reverse("commitments:period", args=[line.period_id]))
    assert "Đã xong hết" in in_list.content.decode()

    enter("province_secretary").post(
        reverse("commitments:accept_line", args=[line.pk]), {"note": ""}
    )
    assert line.corrections.get().state == "accepted"


def test_nothing_but_a_line_is_corrected(house, line):
    correction = corrected(house, line)
    with pytest.raises(RuleBroken, match="Only what has been sent"):
        corrected(house, correction)
