"""Reports with evidence: T-30, T-36, T-34, T-44, T-50 to T-52."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.work.commitments.actions import below, changing, reporting, urging
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.models import State, Task, TaskReport

from .factories import a_received, an_assigned, done_words, handed_in, on

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 11, 20)


def test_the_day_sent_counts_and_not_the_day_of_approval(house):  # T-30, example 5
    with on(dt.date(2026, 11, 20)):
        task = handed_in(house, due=DUE)
    with on(dt.date(2026, 11, 25)):
        done = reporting.accept_result(task.pk, actor=house.actor("province_secretary"))

    assert (done.state, done.sent_on) == (State.DONE, dt.date(2026, 11, 20))
    assert done.time_on(dt.date(2026, 11, 29)).figure == "done"


def test_what_is_sent_back_does_not_count_as_done(house):  # T-30, examples 6 and 7
    province = house.actor("province_secretary")
    with on(dt.date(2026, 11, 20)):
        task = handed_in(house, due=DUE)
    with on(dt.date(2026, 11, 22)):
        returned = reporting.return_result(task.pk, reason="Thiếu số liệu", actor=province)
        assert returned.time_on(dt.date(2026, 11, 29)).days_late == 9
        reporting.send_result(task.pk, done_words(), actor=house.actor("secretary"))
        done = reporting.accept_result(task.pk, actor=province)
    assert done.time_on(dt.date(2026, 11, 29)).figure == "done_late"
    assert done.time_on(dt.date(2026, 11, 29)).days_late == 2


def test_nothing_is_done_without_evidence(house):  # rules §9
    task = a_received(house, due=DUE)
    with pytest.raises(RuleBroken, match="evidence"):
        reporting.send_result(task.pk, Told(result="Đã xong"), actor=house.actor("secretary"))


def test_nobody_accepts_what_they_sent_themselves(house):  # rules §9
    secretary = house.actor("secretary")
    task = an_assigned(house.commune, house.commune, by=secretary, due=DUE)
    reporting.send_result(task.pk, done_words(), actor=secretary)

    with pytest.raises(RuleBroken, match="Somebody else accepts"):
        reporting.accept_result(task.pk, actor=secretary)
    assert reporting.accept_result(task.pk, actor=house.actor("deputy")).state == State.DONE


@pytest.mark.parametrize("who", ["other_secretary", "committee_member", "branch_secretary"])
def test_nobody_else_reports(house, who):
    task = a_received(house, due=DUE)
    with pytest.raises(PermissionDenied):
        reporting.report_progress(task.pk, done_words(percent=10), actor=house.actor(who))


def test_progress_is_a_percentage_and_goes_down_only_with_a_reason(house):  # T-52
    task, secretary = a_received(house, due=DUE), house.actor("secretary")
    with pytest.raises(RuleBroken, match="from 0 to 100"):
        reporting.report_progress(task.pk, Told(result="Làm", percent=101), actor=secretary)
    reporting.report_progress(task.pk, Told(result="Làm", percent=60), actor=secretary)
    with pytest.raises(RuleBroken, match="Progress was 60 %"):
        reporting.report_progress(task.pk, Told(result="Làm", percent=40), actor=secretary)
    reporting.report_progress(
        task.pk, Told(result="Làm", percent=40, reason="Đếm lại"), actor=secretary
    )
    task.refresh_from_db()
    assert (task.state, task.percent) == (State.UNDER_WAY, 40)


def test_evidence_is_what_the_reporter_may_see(house):
    task = a_received(house, due=DUE)
    document, foreign = house.resolution(), house.answer_document(issuer=house.other)
    report = reporting.report_progress(
        task.pk,
        Told(result="Đã làm", document_ids=(document.pk, foreign.pk), task_ids=(task.pk,)),
        actor=house.actor("secretary"),
    )
    assert [one.document for one in report.evidence.all()] == [document]


# --- Extensions, pauses ---------------------------------------------------------------------------


def test_an_extension_is_asked_by_the_lead_and_decided_by_the_assigner(house):  # T-36, example 10
    secretary, province = house.actor("secretary"), house.actor("province_secretary")
    with on(dt.date(2026, 11, 2)):
        task = a_received(house, due=dt.date(2026, 11, 10))
    later = dt.date(2026, 11, 30)
    with on(dt.date(2026, 11, 8)):
        with pytest.raises(RuleBroken, match="after the present deadline"):
            changing.ask_extension(
                task.pk, asked_day=dt.date(2026, 11, 10), reason="Mưa", actor=secretary
            )
        changing.ask_extension(task.pk, asked_day=later, reason="Mưa lũ", actor=secretary)
        with pytest.raises(RuleBroken, match="waits for a decision"):
            changing.ask_extension(task.pk, asked_day=later, reason="Mưa", actor=secretary)
        with pytest.raises(PermissionDenied):
            changing.decide_extension(task.pk, granted_day=later, actor=secretary)
        granted = changing.decide_extension(task.pk, granted_day=later, actor=province)

    task.refresh_from_db()
    assert (task.first_due_on, task.due_on) == (dt.date(2026, 11, 10), later)
    assert granted.late_days == 0


def test_an_extension_after_the_day_does_not_erase_the_late_days(house):  # T-36, example 11
    with on(dt.date(2026, 11, 2)):
        task = a_received(house, due=dt.date(2026, 11, 10))
    later = dt.date(2026, 11, 30)
    with on(dt.date(2026, 11, 15)):
        changing.ask_extension(
            task.pk, asked_day=later, reason="Mưa lũ", actor=house.actor("secretary")
        )
        granted = changing.decide_extension(
            task.pk, granted_day=later, actor=house.actor("province_secretary")
        )
    task.refresh_from_db()
    assert granted.late_days == 5
    assert task.time_on(dt.date(2026, 11, 29)).is_soon


def test_a_third_extension_needs_a_document(house):  # T-36
    secretary, province = house.actor("secretary"), house.actor("province_secretary")
    task = a_received(house, due=dt.date(2026, 12, 1))
    for number in range(3):
        day = dt.date(2026, 12, 10 + number)
        changing.ask_extension(task.pk, asked_day=day, reason="Mưa", actor=secretary)
        if number == 2:
            with pytest.raises(RuleBroken, match="Extended 2 times"):
                changing.decide_extension(task.pk, granted_day=day, actor=province)
        changing.decide_extension(
            task.pk,
            granted_day=day,
            document_words="12-KL/TU" if number == 2 else "",
            actor=province,
        )


def test_a_finished_task_is_not_extended(house):
    task = handed_in(house, due=DUE)
    with pytest.raises(RuleBroken, match="being carried out"):
        changing.ask_extension(
            task.pk, asked_day=dt.date(2027, 1, 1), reason="Mưa", actor=house.actor("secretary")
        )


def test_paused_days_do_not_lengthen_the_deadline(house):  # T-34
    task, province = a_received(house, due=DUE), house.actor("province_secretary")
    with pytest.raises(RuleBroken, match="Name the document"):
        changing.pause(task.pk, reason="", actor=province)
    paused = changing.pause(task.pk, reason="Kết luận 5-KL/TU", actor=province)
    assert (paused.state, paused.due_on) == (State.PAUSED, DUE)
    assert changing.resume(task.pk, actor=province).state == State.RECEIVED

    other = changing.pause(
        task.pk, reason="Kết luận 6-KL/TU", due_on=dt.date(2026, 12, 31), actor=province
    )
    assert other.due_on == dt.date(2026, 12, 31)
    moved = other.extensions.get()
    assert (moved.due_before, moved.granted_day) == (DUE, dt.date(2026, 12, 31))
    changing.resume(other.pk, actor=province)
    with pytest.raises(RuleBroken, match="must lie after"):
        changing.pause(other.pk, reason="Kết luận 7-KL/TU", due_on=DUE, actor=province)


def test_nobody_gives_time_to_themselves(house):  # T-36
    secretary = house.actor("secretary")
    own = an_assigned(house.commune, house.commune, by=secretary, due=DUE)
    changing.ask_extension(
        own.pk, asked_day=dt.date(2026, 12, 31), reason="Mưa lũ", actor=secretary
    )
    with pytest.raises(RuleBroken, match="asked for yourself"):
        changing.decide_extension(own.pk, granted_day=dt.date(2026, 12, 31), actor=secretary)

    other = an_assigned(house.commune, house.commune, by=secretary, due=DUE)
    other.responsible_id = secretary.post_id
    other.save()
    with pytest.raises(RuleBroken, match="you are responsible"):
        changing.pause(
            other.pk, reason="Kết luận 8-KL/TU", due_on=dt.date(2026, 12, 31), actor=secretary
        )


def test_what_is_withdrawn_leaves_with_all_beneath_it(house):  # T-24, example 12
    task = a_received(house, due=DUE)
    below.give_on(task.pk, unit_ids=[house.branch.pk], actor=house.actor("secretary"))
    changing.withdraw(task.pk, reason="Trùng nhiệm vụ", actor=house.actor("province_secretary"))
    assert {one.state for one in Task.objects.all()} == {State.CANCELLED}


def test_urging_is_counted_on_the_task(house):  # T-41 T-44
    task = a_received(house, due=DUE)
    clerk = house.actor("province_clerk")
    urging.remind(task.pk, note="Sắp hết hạn", actor=clerk)
    assert task.urgings.get().form == "reminder"
    with pytest.raises(RuleBroken, match="reminded of this task today"):
        urging.remind(task.pk, actor=clerk)
    with pytest.raises(PermissionDenied):
        urging.remind(task.pk, actor=house.actor("other_clerk"))


# --- Periods --------------------------------------------------------------------------------------


@pytest.fixture
def period(house):
    a_received(house, due=dt.date(2026, 12, 31), rhythm="month")
    a_received(house, due=dt.date(2026, 12, 31), rhythm="once")
    return reporting.open_period(
        house.province.pk,
        rhythm="month",
        name="Tháng 11/2026",
        ends_on=dt.date(2026, 11, 30),
        closes_on=dt.date(2026, 11, 30),
        actor=house.actor("province_clerk"),
    )


def test_a_period_has_one_line_for_each_task_of_its_rhythm(house, period):  # T-50 T-51
    line = TaskReport.objects.get(period=period)
    assert line.state == "open"  # "chưa báo cáo", which is not "không phát sinh"
    with pytest.raises(RuleBroken, match="opened already"):
        reporting.open_period(
            house.province.pk,
            rhythm="month",
            name="Tháng 11",
            ends_on=period.ends_on,
            closes_on=period.ends_on,
            actor=house.actor("province_clerk"),
        )


def test_nothing_arose_is_said_and_locks_the_line(house, period):  # T-50 T-51
    line, secretary = TaskReport.objects.get(period=period), house.actor("secretary")
    reporting.send_line(line.pk, Told(nothing_arisen=True), actor=secretary)
    for _again in range(2):  # a phone that sends it three times
        with pytest.raises(RuleBroken, match="locked"):
            reporting.send_line(line.pk, Told(nothing_arisen=True), actor=secretary)
    assert TaskReport.objects.filter(period=period).count() == 1


def test_a_line_is_returned_or_corrected_by_number_with_both_values(house, period):  # T-50
    line, secretary = TaskReport.objects.get(period=period), house.actor("secretary")
    province = house.actor("province_secretary")
    reporting.send_line(line.pk, Told(result="Đã làm", percent=50), actor=secretary)
    reporting.decide_line(line.pk, accepted=False, reason="Thiếu số liệu", actor=province)
    reporting.send_line(line.pk, Told(result="Đã làm 2 ha", percent=55), actor=secretary)
    reporting.decide_line(line.pk, accepted=True, actor=province)

    with pytest.raises(RuleBroken, match="Say why it is corrected"):
        reporting.correct_line(line.pk, Told(result="3 ha", percent=60), actor=secretary)
    first = reporting.correct_line(
        line.pk, Told(result="3 ha", percent=60, reason="Cộng sót"), actor=secretary
    )
    line.refresh_from_db()
    assert (first.correction, line.percent, first.percent) == (1, 55, 60)
