"""What the clock says, what a month and a quarter publish: T-40, T-43, T-44, T-70."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienthong.kernel.notices.models import Notice
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.work.commitments.actions import reporting, tasks, urging
from lienthong.work.commitments.actions.clock import Days, send_digests
from lienthong.work.commitments.models import Task, Urging
from lienthong.work.commitments.queries.digest import counts_for
from lienthong.work.commitments.queries.ranking import allowed_by, evidence_of
from lienthong.work.commitments.reactions import tasks_in_the_mail

from .factories import a_draft, a_received, an_assigned, done_words, handed_in, on

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 11, 20)
LIMITS = {"beyond": 30, "late": 20}


@pytest.mark.parametrize(
    ("days", "reminded"),
    [(8, False), (7, True), (6, False), (3, True), (1, True), (0, True), (-1, True), (-2, False)]
    + [(-8, True), (-9, False), (-15, True)],
)
def test_the_clock_reminds_before_on_and_after_the_day_then_weekly(founded, days, reminded):  # T-40
    founded("records.correspondence")
    assert Days.of(DUE).remind(DUE + dt.timedelta(days=days), DUE) is reminded


def digests():
    return Notice.objects.filter(message__startswith="To be reminded of today")


def test_each_person_is_told_once_a_day_however_many_tasks(house):  # T-40
    with on(dt.date(2026, 11, 2)):
        for day in (20, 23, 27, 19, 18):  # the one of the 18th was reminded of yesterday
            a_received(house, due=dt.date(2026, 11, day))
        a_received(house, due=dt.date(2026, 12, 31))
    with on(DUE):
        send_digests()
        secretary = house.actor("secretary").person_id
        (told,) = digests().filter(person=secretary)
        assert (told.params["soon"], told.params["late"]) == (3, 1)
        assert digests().filter(person=house.actor("other_secretary").person_id).count() == 0
        assert send_digests() == 0
    assert Urging.objects.filter(form="digest").count() == 4


def test_what_waits_for_the_assigner_is_not_reminded_of(house):  # T-40
    with on(dt.date(2026, 11, 2)):
        handed_in(house, due=DUE)
    with on(DUE):
        assert send_digests() == 0


def test_the_clock_does_not_count_as_urging(house):  # T-44
    with on(dt.date(2026, 11, 2)):
        task = a_received(house, due=DUE)
    with on(DUE):
        send_digests()
        urging.remind(task.pk, actor=house.actor("province_clerk"))
    assert Urging.objects.said().filter(task=task).count() == 1


def test_the_daily_mail_says_how_many_and_never_which(house):  # T-40
    with on(dt.date(2026, 11, 2)):
        a_received(house, due=dt.date(2026, 11, 19))
        a_received(house, due=dt.date(2026, 11, 24))
    person = house.actor("secretary").person_id
    assert counts_for(person, DUE) == (1, 1)
    (line,) = tasks_in_the_mail(person, DUE)
    assert line == "Tasks soon due: 1. Tasks late: 1."
    assert tasks_in_the_mail(house.actor("other_secretary").person_id, DUE) == []


def test_the_late_of_a_month_are_listed_with_their_evidence(house, enter):  # T-43
    with on(dt.date(2026, 10, 2)):
        task = a_received(house, due=dt.date(2026, 10, 20))
        a_received(house, due=dt.date(2026, 12, 20), content="Chưa đến hạn")
    with on(dt.date(2026, 10, 25)):
        words = done_words(
            percent=30, difficulties="Thiếu cây giống", evidence_words="Ảnh ngày 25/10"
        )
        reporting.report_progress(task.pk, words, actor=house.actor("secretary"))
    with on(dt.date(2026, 11, 20)):
        client = enter("province_clerk")
        page = client.get(reverse("commitments:late"), {"tab": "2026-10"}).content.decode()
        assert "Rà soát, chăm sóc" in page
        assert "Ảnh ngày 25/10" in page
        assert "Thiếu cây giống" in page
        assert "Chưa đến hạn" not in page
        assert "1 organisation has late tasks" in page
        assert client.get(reverse("commitments:late"), {"tab": "2020-01"}).status_code == 404


@pytest.mark.parametrize(
    ("due", "done", "late", "beyond", "allows"),
    [
        (20, 20, 0, 6, "excellent"),
        (20, 20, 0, 5, "good"),
        (20, 20, 4, 0, "completed"),
        (20, 20, 5, 0, "below"),
        (20, 19, 0, 6, "below"),
        (0, 0, 0, 0, "nothing"),
    ],
)
def test_the_table_of_what_figures_allow(due, done, late, beyond, allows):  # T-70
    assert allowed_by(due, done, late, beyond, LIMITS) == allows


def accepted(house, sent, **about):
    with on(dt.date(2026, 11, 2)):
        task = a_received(house, due=DUE, **about)
    with on(sent):
        reporting.send_result(task.pk, done_words(), actor=house.actor("secretary"))
        return reporting.accept_result(task.pk, actor=house.actor("province_secretary"))


def test_what_goes_beyond_is_found_by_a_person_with_a_reason(house):  # T-70
    done = accepted(house, DUE)
    assigner = house.actor("province_secretary")
    with pytest.raises(RuleBroken, match="in what"):
        reporting.find_beyond(done.pk, reason="", actor=assigner)
    with pytest.raises(PermissionDenied):
        reporting.find_beyond(done.pk, reason="Vượt", actor=house.actor("secretary"))
    with on(dt.date(2026, 11, 2)):
        open_task = a_received(house, due=DUE)
    with pytest.raises(RuleBroken, match="completed task"):
        reporting.find_beyond(open_task.pk, reason="Vượt", actor=assigner)
    found = reporting.find_beyond(done.pk, reason="Vượt 20 %", actor=assigner)
    assert found.beyond_by_name


def test_the_sheet_through_the_pages(house, enter):  # T-70
    done = accepted(house, DUE)
    accepted(house, dt.date(2026, 11, 25))
    client = enter("province_secretary")
    with on(dt.date(2026, 12, 1)):
        client = enter("province_secretary")
        client.post(
            reverse("commitments:find_beyond", args=[done.pk]),
            {"find_beyond-reason": "Vượt 20 %", "reason": "Vượt 20 %"},
        )
        page = client.get(reverse("commitments:ranking"), {"tab": "2026-4"}).content.decode()
        (row,) = evidence_of(
            house.province, dt.date(2026, 10, 1), dt.date(2026, 12, 31), dt.date(2026, 12, 1)
        )
    assert (row.due, row.done, row.in_time, row.late, row.beyond) == (2, 2, 1, 1, 1)
    assert row.allows == "below"
    assert "Below the conditions" in page
    assert "not a verdict" in page


def test_what_is_due_later_in_the_quarter_is_not_yet_held_against_anybody(house):  # T-70
    accepted(house, DUE)
    with on(dt.date(2026, 11, 21)):
        a_received(house, due=dt.date(2026, 12, 20))
        quarter = dt.date(2026, 10, 1), dt.date(2026, 12, 31)
        (row,) = evidence_of(house.province, *quarter, dt.date(2026, 11, 25))
    assert (row.due, row.done, row.allows) == (1, 1, "good")


def test_before_assigning_the_lead_is_looked_at_once_more(house):  # T-22
    secretary = house.actor("province_secretary")
    draft = a_draft(house.province, house.commune, by=secretary)
    Task.objects.filter(pk=draft.pk).update(lead=house.branch)
    with pytest.raises(RuleBroken, match="directly beneath"):
        tasks.assign(draft.pk, actor=secretary)
    assert an_assigned(house.province, house.commune, by=secretary).state == "assigned"
