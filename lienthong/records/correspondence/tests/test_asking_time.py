"""A body asks for more time; the leader grants, changes or declines it, and both are kept."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audit.public import history_of, sentence
from lienthong.kernel.notices.public import notices_of
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of
from lienthong.kernel.reference.public import end_of_day
from lienthong.records.correspondence.actions.asking_time import answer_time, ask_for_time
from lienthong.records.correspondence.actions.changing import extend, reassign_part
from lienthong.records.correspondence.actions.handling import (
    Instruction,
    answer,
    direct,
    return_assignment,
)
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.models import TimeRequest

DUE, LATER, LATEST = (timezone.localdate() + dt.timedelta(days=days) for days in (5, 9, 20))


@pytest.fixture
def incoming(house, resolution):
    entry = register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    given = Instruction(house.building.pk, "Tham mưu.", (house.inspection.pk,), due_on=DUE)
    direct(entry.pk, given=given, actor=house.actor("secretary"))
    return entry


@pytest.fixture
def asked(house, incoming):
    reason = "Chờ số liệu của các thôn."
    return ask_for_time(incoming.pk, until=LATER, reason=reason, actor=house.actor("head"))


def gives(house, incoming, request, outcome, who="secretary", **more):
    return answer_time(
        incoming.pk, request_id=request.pk, outcome=outcome, **more, actor=house.actor(who)
    )


def day_of(house, who="head"):
    return desk_of(house.actor(who)).filter(step="handle").get().due_at


def test_what_is_asked_lies_on_the_leaders_desk_and_is_told(house, incoming, asked):
    steps = desk_of(house.actor("secretary")).values_list("step", flat=True)

    assert "correspondence.give_time" in steps
    assert "correspondence.give_time" in desk_of(house.actor("deputy")).values_list(
        "step", flat=True
    )
    newest = notices_of(house.actor("secretary").person_id)[0]
    assert newest.message == "%(unit)s asks for more time for %(notation)s."
    assert day_of(house) == end_of_day(DUE)


@pytest.mark.parametrize(
    ("outcome", "more", "day"),
    [
        ("granted", {}, LATER),
        ("changed", {"until": LATEST}, LATEST),
        ("declined", {"words": "Đã gia hạn hai lần."}, DUE),
    ],
)
def test_the_leader_grants_changes_or_declines_it(house, incoming, asked, outcome, more, day):
    gives(house, incoming, asked, outcome, **more)

    assert day_of(house) == day_of(house, "inspector") == end_of_day(day)
    assert incoming.directions.get(is_current=True).due_on == day
    kept = TimeRequest.objects.get()
    assert (kept.was, kept.until, kept.outcome) == (DUE, LATER, outcome)
    assert not desk_of(house.actor("secretary")).filter(step="correspondence.give_time").exists()
    said = " ".join(sentence(one) for one in history_of(incoming))
    assert "Asked for time until" in said
    assert ("Declined the time asked for" in said) == (outcome == "declined")


@pytest.mark.parametrize(
    ("until", "reason", "words"),
    [
        (None, "Vì sao.", "Choose the day"),
        (DUE, "Vì sao.", "after the deadline"),
        (LATER, " ", "Say why your body"),
    ],
)
def test_a_later_day_and_a_reason_are_asked(house, incoming, until, reason, words):
    with pytest.raises(RuleBroken, match=words):
        ask_for_time(incoming.pk, until=until, reason=reason, actor=house.actor("head"))


def test_asked_twice_or_after_the_answer_it_is_refused(house, incoming, asked):
    with pytest.raises(RuleBroken, match="has asked already"):
        ask_for_time(incoming.pk, until=LATEST, reason="x", actor=house.actor("head"))
    answer(incoming.pk, note="Xong.", actor=house.actor("inspector"))
    with pytest.raises(RuleBroken, match="already answered"):
        ask_for_time(incoming.pk, until=LATEST, reason="x", actor=house.actor("inspector"))


@pytest.mark.parametrize(
    ("outcome", "more", "words"),
    [
        ("declined", {}, "Say why you decline"),
        ("changed", {}, "until which you give time"),
        ("", {}, "Say whether you grant"),
    ],
)
def test_an_answer_says_what_it_must(house, incoming, asked, outcome, more, words):
    with pytest.raises(RuleBroken, match=words):
        gives(house, incoming, asked, outcome, **more)


def test_a_request_is_answered_once(house, incoming, asked):
    gives(house, incoming, asked, "granted")

    with pytest.raises(RuleBroken, match="answered already"):
        gives(house, incoming, asked, "declined", words="x")


@pytest.mark.parametrize("who", ["head", "clerk", "chief", "other_secretary", "member"])
def test_only_the_leader_answers(house, incoming, asked, who):
    with pytest.raises(PermissionDenied):
        gives(house, incoming, asked, "granted", who)


@pytest.mark.parametrize("who", ["secretary", "clerk", "chief", "province_head", "member"])
def test_only_a_body_at_work_asks(house, incoming, who):
    with pytest.raises(PermissionDenied):
        ask_for_time(incoming.pk, until=LATER, reason="x", actor=house.actor(who))


def test_what_is_answered_returned_or_given_away_needs_no_time(house, incoming, asked):
    part = asked.assignment_id
    reassign_part(
        incoming.pk,
        part_id=part,
        to_unit_id=house.office.pk,
        reason="x",
        actor=house.actor("secretary"),
    )
    asked.refresh_from_db()
    assert asked.outcome == "moot"

    again = ask_for_time(incoming.pk, until=LATER, reason="x", actor=house.actor("chief"))
    return_assignment(incoming.pk, reason="Không đúng chức năng.", actor=house.actor("chief"))
    again.refresh_from_db()
    assert again.outcome == "moot"
    assert not desk_of(house.actor("secretary")).filter(step="correspondence.give_time").exists()


def test_the_pages_ask_and_answer(house, enter, incoming, resolution):
    page = reverse("correspondence:received", args=[resolution.audience_id])
    sent = {"ask_time-until": f"{LATER:%d/%m/%Y}", "ask_time-reason": "Chờ số liệu."}
    asked_at = reverse("correspondence:ask_time", args=[resolution.audience_id])
    assert enter("head").post(asked_at, sent).status_code == 302

    shown = enter("secretary").get(page).content.decode()
    assert "asks for time until" in shown
    request = TimeRequest.objects.get()
    answered = enter("secretary").post(
        reverse("correspondence:give_time", args=[resolution.audience_id]),
        {"request_id": request.pk, "outcome": "changed", "until": f"{LATEST:%d/%m/%Y}"},
    )
    assert answered.status_code == 302
    assert "Granted until another day" in enter("head").get(page).content.decode()


def test_nobody_gives_time_to_themselves(house, incoming, asked):
    asked.asked_by = house.posts["secretary"]
    asked.save(update_fields=["asked_by"])

    with pytest.raises(RuleBroken, match="Somebody else gives time"):
        gives(house, incoming, asked, "granted")
    assert gives(house, incoming, asked, "granted", who="deputy").granted_until == LATER


def test_a_day_that_gives_no_time_is_no_answer(house, incoming, asked):
    with pytest.raises(RuleBroken, match="after the deadline and after today"):
        gives(house, incoming, asked, "changed", until=DUE)


def test_what_is_granted_never_shortens_the_time_given_meanwhile(house, incoming, asked):
    extend(incoming.pk, due_on=LATEST, reason="Cho tất cả.", actor=house.actor("secretary"))
    gives(house, incoming, asked, "granted")

    assert day_of(house) == end_of_day(LATEST)
