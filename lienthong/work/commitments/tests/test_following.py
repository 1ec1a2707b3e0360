"""What is late, what is urged, what a period asks for, what ends with what: T-23, T-24, T-27, T-30, T-31, T-36, T-41,
T-44, T-50 to T-53, T-55."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienthong.kernel.events.public import announce
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.people.tests.factories import a_post
from lienthong.kernel.permissions.public import Role, RuleBroken
from lienthong.kernel.procedures.models import WorkItem
from lienthong.kernel.reference.public import end_of_day
from lienthong.records.documents.models import Document
from lienthong.records.documents.public import DocumentIssued
from lienthong.work.commitments.actions import answering, changing, reporting, tasks, urging
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.models import Plan, State, Target, Task, Urging
from lienthong.work.commitments.queries.board import behind, board_of
from lienthong.work.commitments.queries.periods import lines_of, periods_seen_by
from lienthong.work.commitments.queries.seen import tasks_seen_by
from lienthong.work.commitments.views.lists import in_tab
from lienthong.work.commitments.views.official import behind_list

from .factories import a_draft, a_received, an_assigned, done_words, given, handed_in, on

pytestmark = pytest.mark.django_db
BEFORE, DUE, TODAY = dt.date(2026, 11, 2), dt.date(2026, 11, 20), dt.date(2026, 11, 29)


def said(response):
    return response.content.decode()


# --- The result -----------------------------------------------------------------------------------


def test_a_result_says_how_far_it_is_once_it_is_accepted(house):  # T-30 T-52
    secretary, province = house.actor("secretary"), house.actor("province_secretary")
    task = a_received(house, due=DUE)
    reporting.report_progress(task.pk, Told(result="Làm", percent=60), actor=secretary)

    reporting.send_result(task.pk, done_words(), actor=secretary)
    returned = reporting.return_result(task.pk, reason="Thiếu số liệu", actor=province)
    assert returned.percent == 60

    reporting.send_result(task.pk, done_words(), actor=secretary)
    assert reporting.accept_result(task.pk, actor=province).percent == 100


# --- Late is one thing ----------------------------------------------------------------------------


def one_of_each(house):
    """Tasks of the commune that were due: sent too late, sent in time, paused, refused, under way."""
    province, secretary = house.actor("province_secretary"), house.actor("secretary")
    with on(BEFORE):
        names = ("sent_late", "sent", "paused", "under_way")
        found = {name: a_received(house, due=DUE) for name in names}
        found["refused"] = an_assigned(house.province, house.commune, by=province, due=DUE)
        answering.refuse(found["refused"].pk, reason="Không đúng thẩm quyền", actor=secretary)
        changing.pause(found["paused"].pk, reason="Kết luận 5-KL/TU", actor=province)
    with on(DUE):
        reporting.send_result(found["sent"].pk, done_words(), actor=secretary)
    with on(dt.date(2026, 11, 22)):
        reporting.send_result(found["sent_late"].pk, done_words(), actor=secretary)
    return {name: Task.objects.get(pk=one.pk) for name, one in found.items()}


def test_the_list_of_late_tasks_is_that_of_the_board(house):  # T-31
    found = one_of_each(house)
    with on(TODAY):
        (row,) = board_of(house.province, TODAY)
        late = set(in_tab(house.actor("province_secretary"), "late", TODAY))
    assert late == {found[name] for name in ("sent_late", "paused", "refused", "under_way")}
    assert row.late == len(late)


def test_a_letter_urges_what_the_lead_can_still_do(house):  # T-31 T-42
    found = one_of_each(house)
    clerk = house.actor("province_clerk")
    with on(TODAY):
        urging.begin_urging_letter(house.province.pk, house.commune.pk, actor=clerk)
        assert [one.task for one in Urging.objects.all()] == [found["under_way"]]

        changing.pause(
            found["under_way"].pk, reason="5-KL/TU", actor=house.actor("province_secretary")
        )
        with pytest.raises(RuleBroken, match="Nothing late can be urged"):
            urging.begin_urging_letter(house.province.pk, house.commune.pk, actor=clerk)


def test_a_past_board_says_how_it_was_that_day(house):  # T-55
    province = house.actor("province_secretary")
    with on(BEFORE):
        task = a_received(house, due=DUE)
    with on(DUE):
        reporting.send_result(task.pk, done_words(), actor=house.actor("secretary"))
    with on(dt.date(2026, 11, 22)):
        reporting.return_result(task.pk, reason="Thiếu số liệu", actor=province)

    def due_said(day):
        (row,) = behind(house.province, day, lead_id=None, figure="")
        (column,) = [one for one in behind_list(day).columns if one.name == "due"]
        return column.of(row)

    with on(TODAY):
        sent_back = due_said(TODAY)
        assert not sent_back.done
        assert "9 days overdue" in sent_back.__html__()
        assert due_said(dt.date(2026, 11, 21)).done
        assert "overdue" not in due_said(dt.date(2026, 11, 10)).__html__()
        assert "3 days overdue" in due_said(dt.date(2026, 11, 23)).__html__()


# --- A group --------------------------------------------------------------------------------------


def a_group(house, **about):
    province = house.actor("province_secretary")
    about = {"to_all_below": True, "due_kind": "date", "due_on": DUE} | about
    draft = tasks.enter_task(house.province.pk, given(None, **about), actor=province)
    return tasks.assign(draft.pk, actor=province)


def test_a_group_is_neither_late_nor_reported_by_itself(house):  # T-27 T-53
    with on(BEFORE):
        group = a_group(house, rhythm="month")
    with on(TODAY):
        late = set(in_tab(house.actor("province_secretary"), "late", TODAY))
        assert late == set(group.children.all())
        period = a_period(house)
        assert {one.task for one in period.lines.all()} == late


def test_a_group_is_done_with_its_last_child(house):  # T-27 T-53
    province = house.actor("province_secretary")
    with on(BEFORE):
        group = a_group(house)
    days = {"secretary": dt.date(2026, 11, 18), "other_secretary": dt.date(2026, 11, 16)}
    for who, day in days.items():
        group.refresh_from_db()
        assert group.state == State.RECEIVED
        actor = house.actor(who)
        child = group.children.get(lead=actor.unit_id)
        with on(day):
            answering.receive(child.pk, actor=actor)
            reporting.send_result(child.pk, done_words(), actor=actor)
            reporting.accept_result(child.pk, actor=province)
    group.refresh_from_db()
    assert (group.state, group.sent_on, group.percent) == (
        State.DONE,
        dt.date(2026, 11, 18),
        100,
    )
    with on(TODAY):
        assert sum(one.total for one in board_of(house.province, TODAY)) == 2


def test_a_group_ends_with_the_withdrawal_of_its_last_child(house):  # T-24 T-27
    province = house.actor("province_secretary")
    group = a_group(house)
    for child in group.children.all():
        changing.withdraw(child.pk, reason="Trùng nhiệm vụ", actor=province)
    group.refresh_from_db()
    assert group.state == State.CANCELLED


# --- Periods --------------------------------------------------------------------------------------


def a_period(house, month=11):
    last = dt.date(2026, month, 30)
    return reporting.open_period(
        house.province.pk,
        rhythm="month",
        name=f"Tháng {month}/2026",
        ends_on=last,
        closes_on=last,
        actor=house.actor("province_clerk"),
    )


def owed_on(line):
    return list(WorkItem.owed.filter(step="commitments.report_line", subject_id=line.pk))


def test_a_line_lies_on_the_desk_of_who_reports_and_they_are_told(house):  # T-51
    secretary = house.actor("secretary")
    a_received(house, due=dt.date(2026, 12, 31), rhythm="month")
    period = a_period(house)
    line = period.lines.get()

    (owed,) = owed_on(line)
    assert (owed.unit_id, owed.due_at) == (house.commune.pk, end_of_day(period.closes_on))
    told = Notice.objects.filter(path=reverse("commitments:period", args=[period.pk]))
    assert told.filter(person=secretary.person_id).count() == 1

    reporting.send_line(line.pk, Told(result="Đã làm", percent=10), actor=secretary)
    assert owed_on(line) == []
    reporting.decide_line(
        line.pk, accepted=False, reason="Thiếu", actor=house.actor("province_secretary")
    )
    assert len(owed_on(line)) == 1


def test_lines_of_withdrawn_tasks_leave_the_count_and_the_desk(house):  # T-24 T-51
    clerk = house.actor("province_clerk")
    gone = a_received(house, due=dt.date(2026, 12, 31), rhythm="month")
    a_received(house, due=dt.date(2026, 12, 31), rhythm="month")
    period = a_period(house)
    line = period.lines.get(task=gone)

    changing.withdraw(gone.pk, reason="Trùng", actor=house.actor("province_secretary"))

    assert periods_seen_by(clerk).get().all_lines == 1
    assert line not in lines_of(period, clerk)
    assert owed_on(line) == []


def test_a_period_shows_the_newest_correction_beside_the_old_value(house, enter):  # T-50
    a_received(house, due=dt.date(2026, 12, 31), rhythm="month")
    period = a_period(house)
    line, secretary = period.lines.get(), house.actor("secretary")
    reporting.send_line(line.pk, Told(result="Trồng 2 ha", percent=55), actor=secretary)
    for percent in (60, 65):
        reporting.correct_line(
            line.pk,
            Told(result=f"Trồng {percent // 20} ha", percent=percent, reason="Cộng sót"),
            actor=secretary,
        )

    client = enter("province_secretary")
    address = reverse("commitments:period", args=[period.pk])
    for query in ("", "?print=1", "?as=csv"):
        shown = said(client.get(address + query))
        assert "65" in shown
        assert "60 % · Trồng 3 ha" in shown
        assert "Trồng 2 ha" not in shown


def test_correcting_an_older_period_leaves_newer_progress(house):  # T-50 T-52
    secretary = house.actor("secretary")
    task = a_received(house, due=dt.date(2026, 12, 31), rhythm="month")
    older, newer = a_period(house, 9), a_period(house, 11)
    old, new = older.lines.get(), newer.lines.get()
    reporting.send_line(old.pk, Told(result="Làm", percent=30), actor=secretary)
    reporting.send_line(new.pk, Told(result="Làm", percent=70), actor=secretary)

    reporting.correct_line(
        old.pk, Told(result="Làm", percent=35, reason="Đếm lại"), actor=secretary
    )
    task.refresh_from_db()
    assert task.percent == 70

    reporting.correct_line(
        new.pk, Told(result="Làm", percent=75, reason="Đếm lại"), actor=secretary
    )
    task.refresh_from_db()
    assert task.percent == 75


# --- The limit for an answer ----------------------------------------------------------------------


def test_the_answer_is_due_counted_from_when_it_was_given(house):  # T-23
    province = house.actor("province_secretary")
    with on(dt.date(2026, 11, 2)):
        task = an_assigned(
            house.province,
            house.commune,
            by=province,
            due=TODAY,
            coordinator_ids=(house.province_body.pk,),
        )
    with on(dt.date(2026, 11, 12)):
        answering.confirm_part(task.pk, actor=house.actor("province_head"))
    (owed,) = WorkItem.owed.filter(step="commitments.receive", subject_id=task.pk)
    assert owed.due_at == end_of_day(dt.date(2026, 11, 3))

    with on(dt.date(2026, 11, 13)):  # a Friday
        answering.refuse(task.pk, reason="Không đúng", actor=house.actor("secretary"))
        answering.answer_refusal(task.pk, answer="insist", reason="Đúng việc", actor=province)
    (owed,) = WorkItem.owed.filter(step="commitments.receive", subject_id=task.pk)
    assert owed.due_at == end_of_day(dt.date(2026, 11, 16))


# --- Urging ---------------------------------------------------------------------------------------


def test_a_letter_has_urged_once_it_is_issued(house, enter):  # T-41 T-44
    with on(BEFORE):
        task = a_received(house, due=DUE)
    with on(TODAY):
        letter = urging.begin_urging_letter(
            house.province.pk, house.commune.pk, actor=house.actor("province_clerk")
        )

        def counted():
            (row,) = behind(house.province, TODAY, lead_id=None, figure="late")
            return row.urged

        assert counted() == 0
        issued = house.resolution()  # how a document is issued is tried in its own room
        Urging.objects.filter(letter=letter).update(letter=issued)
        for _again in range(2):
            announce(DocumentIssued(issued.pk))
            run_jobs()
        assert counted() == 1
    assert task.urgings.get().at == Document.objects.get(pk=issued.pk).issued_at


def test_who_has_assigned_may_remind(house):  # T-41
    task = a_received(house, due=DUE)
    house.posts["province_standing_member"] = a_post(house.province, Role.STANDING_MEMBER)
    member = house.actor("province_standing_member")
    urging.remind(task.pk, actor=member)
    assert task.urgings.count() == 1
    with pytest.raises(PermissionDenied):
        urging.remind(task.pk, actor=house.actor("secretary"))


# --- What was withdrawn, what waits ---------------------------------------------------------------


def test_what_was_withdrawn_stands_in_a_tab_of_its_own(house):  # example 12
    task = a_received(house, due=DUE)
    changing.withdraw(task.pk, reason="Trùng", actor=house.actor("province_secretary"))
    for who in ("province_secretary", "secretary"):
        assert list(in_tab(house.actor(who), "withdrawn", TODAY)) == [task]


def test_a_draft_that_was_given_up_was_given_to_nobody(house):  # T-22
    draft = a_draft(house.province, house.commune, by=house.actor("province_clerk"))
    tasks.discard_task(draft.pk, reason="Trùng", actor=house.actor("province_clerk"))
    assert not tasks_seen_by(house.actor("secretary")).exists()
    assert not in_tab(house.actor("province_secretary"), "withdrawn", TODAY).exists()


def test_an_extension_ends_with_the_accepted_result(house):  # T-36
    secretary, province = house.actor("secretary"), house.actor("province_secretary")
    task = a_received(house, due=DUE)
    changing.ask_extension(
        task.pk, asked_day=dt.date(2026, 12, 30), reason="Mưa lũ", actor=secretary
    )
    assert list(in_tab(province, "deciding", TODAY)) == [task]

    reporting.send_result(task.pk, done_words(), actor=secretary)
    reporting.accept_result(task.pk, actor=province)

    extension = task.extensions.get()
    assert extension.decided_on is not None
    assert (extension.granted_day, extension.answer != "") == (None, True)
    assert not in_tab(province, "deciding", TODAY).exists()


def test_the_day_of_a_done_task_is_not_moved(house):  # T-36
    province = house.actor("province_secretary")
    task = handed_in(house, due=DUE)
    reporting.accept_result(task.pk, actor=province)
    task.extensions.create(
        due_before=DUE, asked_day=TODAY, reason="Mưa", asked_on=BEFORE, asked_by_name="Bí thư"
    )
    with pytest.raises(RuleBroken, match="not moved any more"):
        changing.decide_extension(task.pk, granted_day=TODAY, actor=province)
    task.refresh_from_db()
    assert task.due_on == DUE


# --- One answer on all pages ---------------------------------------------------------------------


def test_task_and_thread_ask_the_same_rights_for_document_and_target(house, enter):  # rules §2
    hidden = house.answer_document(issuer=house.province)
    task = a_received(house, due=DUE)
    plan = Plan.objects.create(
        unit=house.province, document=hidden, title="Kế hoạch", year=2026, opened_by_name="x"
    )
    target = Target.objects.create(plan=plan, content="Trồng 500 ha rừng")
    Task.objects.filter(pk=task.pk).update(document=hidden, target=target, plan=plan)

    for who, sees in (("province_secretary", True), ("secretary", False)):
        client = enter(who)
        for name in ("task", "thread"):
            shown = said(client.get(reverse(f"commitments:{name}", args=[task.pk])))
            assert ("Trồng 500 ha rừng" in shown) is sees, (who, name)
            assert (hidden.notation in shown) is sees, (who, name)
