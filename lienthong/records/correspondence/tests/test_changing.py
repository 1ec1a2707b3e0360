"""What the leader changes while bodies are at work: who has a part, and until when."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audit.public import history_of, sentence
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of, steps_of
from lienthong.kernel.reference.public import end_of_day
from lienthong.records.correspondence.actions.changing import extend, reassign_part
from lienthong.records.correspondence.actions.handling import Instruction, answer, direct
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.queries.received import received_for

DUE, LATER = (timezone.localdate() + dt.timedelta(days=days) for days in (5, 9))


@pytest.fixture
def incoming(house, resolution):
    entry = register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    given = Instruction(house.building.pk, "Tham mưu.", (house.inspection.pk,), due_on=DUE)
    direct(entry.pk, given=given, actor=house.actor("secretary"))
    return entry


def part_of(incoming, unit):
    return incoming.directions.get(is_current=True).assignments.get(unit=unit)


def given_to(house, incoming, unit, who="secretary", **changes):
    given = {
        "part_id": part_of(incoming, house.building).pk,
        "to_unit_id": unit.pk,
        "reason": "Đúng chức năng hơn.",
    }
    return reassign_part(incoming.pk, **{**given, **changes}, actor=house.actor(who))


def test_the_part_the_step_and_the_reading_go_to_the_other_body(house, incoming) -> None:
    given_to(house, incoming, house.office)

    assert part_of(incoming, house.office).part == "lead"
    assert desk_of(house.actor("chief")).filter(step="handle").get().due_at == end_of_day(DUE)
    assert not desk_of(house.actor("head")).filter(step="handle").exists()
    assert received_for(house.actor("head"), incoming.audience_id) is None
    answer(incoming.pk, note="Đã xong.", actor=house.actor("chief"))
    assert sentence(history_of(incoming)[2]) == "Gave it to somebody else: Đúng chức năng hơn."


@pytest.mark.parametrize("who", ["head", "clerk", "chief", "other_secretary", "member"])
def test_only_the_leader_gives_a_part_away_and_moves_the_deadline(house, incoming, who) -> None:
    with pytest.raises(PermissionDenied):
        given_to(house, incoming, house.office, who)
    with pytest.raises(PermissionDenied):
        extend(incoming.pk, due_on=LATER, reason="x", actor=house.actor(who))


@pytest.mark.parametrize(
    ("unit", "changes", "words"),
    [
        ("office", {"part_id": None}, "Choose the body whose part"),
        ("office", {"to_unit_id": None}, "bodies that serve the committee"),
        ("province_body", {}, "bodies that serve the committee"),
        ("inspection", {}, "one part only"),
        ("office", {"reason": " "}, "Say why"),
    ],
)
def test_a_part_goes_with_a_reason_to_a_body_that_has_none(
    house, incoming, unit, changes, words
) -> None:
    with pytest.raises(RuleBroken, match=words):
        given_to(house, incoming, getattr(house, unit), **changes)


def test_what_is_answered_is_given_to_nobody_else(house, incoming) -> None:
    answer(incoming.pk, note="Đã xong.", actor=house.actor("head"))

    with pytest.raises(RuleBroken, match="already answered"):
        given_to(house, incoming, house.office)


def test_the_leader_moves_the_deadline_of_those_who_have_not_answered(house, incoming) -> None:
    answer(incoming.pk, note="Đã xong.", actor=house.actor("head"))

    extend(incoming.pk, due_on=LATER, reason="Chờ số liệu.", actor=house.actor("deputy"))

    due = {one.unit: one.due_at for one in steps_of(incoming) if one.step == "handle"}
    assert due == {house.building: end_of_day(DUE), house.inspection: end_of_day(LATER)}
    assert incoming.directions.get().due_on == LATER
    said = sentence(history_of(incoming).last())
    assert said == f"Moved the deadline to {LATER:%d/%m/%Y}: Chờ số liệu."


def test_a_deadline_is_moved_with_a_reason_while_somebody_is_at_work(house, incoming) -> None:
    secretary = house.actor("secretary")

    with pytest.raises(RuleBroken, match="Choose the new deadline"):
        extend(incoming.pk, due_on=None, reason="x", actor=secretary)
    with pytest.raises(RuleBroken, match="Say why"):
        extend(incoming.pk, due_on=LATER, reason="", actor=secretary)
    for who in ("head", "inspector"):
        answer(incoming.pk, note="Đã xong.", actor=house.actor(who))
    with pytest.raises(RuleBroken, match="handling this document any more"):
        extend(incoming.pk, due_on=LATER, reason="x", actor=secretary)


def test_the_leader_finds_both_behind_the_menu_of_the_page_and_nobody_else(
    house, enter, incoming
) -> None:
    page = reverse("correspondence:received", args=[incoming.audience_id])
    addresses = [
        reverse(f"correspondence:{name}", args=[incoming.audience_id])
        for name in ("reassign", "extend")
    ]
    for who, finds in (("secretary", True), ("deputy", True), ("head", False), ("clerk", False)):
        shown = enter(who).get(page).content.decode()
        assert [address in shown for address in addresses] == [finds, finds], who

    secretary = enter("secretary")
    given = {
        "reassign-part": part_of(incoming, house.building).pk,
        "reassign-to_unit": house.office.pk,
    }
    assert secretary.post(addresses[0], {**given, "reassign-reason": "Đổi."}).status_code == 302
    later = {"extend-due_on": LATER.strftime("%d/%m/%Y"), "extend-reason": "Chờ."}
    assert secretary.post(addresses[1], later).status_code == 302
    assert incoming.directions.get().due_on == LATER
