"""Steps that open, close, return, wait for each other and cancel each other; the state follows."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from lienthong.kernel.database.tests.waiting import until_another_waits_for_us
from lienthong.kernel.events.models import OutboxEntry
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.permissions.public import Role, RuleBroken
from lienthong.kernel.procedures.actions import cases
from lienthong.kernel.procedures.actions.cases import release_post
from lienthong.kernel.procedures.definitions import Then, declare_procedure
from lienthong.kernel.procedures.models import Case, WorkItem
from lienthong.kernel.procedures.public import (
    advance,
    cancel,
    desk_of,
    open_step,
    restart,
    start,
    steps_of,
    timeline,
)
from lienthong.kernel.procedures.queries import may_do

from .petitions import HELD, Petition, a_procedure, a_step, itself

State = Petition.State


def answers(house, petition, *numbers, outcome="agree"):
    for number in numbers:
        advance(petition, outcome, actor=house.actor(house.children[number]))


def state_of(petition):
    return Petition.objects.get(pk=petition.pk).state


def open_keys(petition):
    return [one.step for one in steps_of(petition) if one.is_open]


def test_a_parallel_step_goes_on_when_the_last_has_answered(house, asking) -> None:
    petition = house.petition()
    start(asking, petition)
    assert state_of(petition) == State.ASKED

    answers(house, petition, 0, 1)
    assert (state_of(petition), open_keys(petition)) == (State.ANSWERED, ["ask"])
    advance(petition, "agree", actor=house.actor(house.children[2]), note=" Nhất trí ")

    assert (state_of(petition), open_keys(petition)) == (State.DECIDING, ["decide"])
    assert [one.note for one in steps_of(petition)] == ["", "", "Nhất trí", ""]


def test_an_outcome_that_cuts_short_cancels_the_siblings(house, asking) -> None:
    petition = house.petition()
    start(asking, petition)

    answers(house, petition, 0, outcome="refuse")

    assert [one.is_cancelled for one in steps_of(petition)] == [False, True, True, False]
    assert state_of(petition) == State.DECIDING


def test_a_case_ends_when_nothing_is_open_and_a_return_opens_the_step_anew(house, asking) -> None:
    petition = house.petition()
    case = start(asking, petition)
    leader = house.actor(house.top)
    answers(house, petition, 0, outcome="refuse")

    advance(petition, "returned", actor=leader)
    assert (state_of(petition), open_keys(petition)) == (State.ASKED, ["ask"] * 3)
    answers(house, petition, 1, outcome="refuse")
    advance(petition, "taken_up", actor=leader)
    assert (state_of(petition), open_keys(petition)) == (State.ANSWERED, ["ask"] * 3)
    answers(house, petition, 2, outcome="refuse")
    advance(petition, "done", actor=leader)

    case.refresh_from_db()
    assert case.closed_at is not None
    assert (state_of(petition), open_keys(petition)) == (State.DONE, [])


def test_only_its_holder_closes_a_step_and_only_once(house, asking) -> None:
    petition = house.petition()
    start(asking, petition)

    with pytest.raises(PermissionDenied):
        advance(petition, "agree", actor=house.actor(house.top))
    with pytest.raises(RuleBroken, match="already been closed"):
        advance(petition, "vanish", actor=house.actor(house.children[0]))
    answers(house, petition, 0)
    with pytest.raises(RuleBroken, match="already been closed"):
        answers(house, petition, 0)
    with pytest.raises(RuleBroken, match="already been closed"):
        advance(petition, "agree", step="decide", actor=house.actor(house.children[1]))


def test_what_the_action_changed_is_written_with_the_state_in_one_statement(
    house, asking, django_assert_num_queries
) -> None:
    petition = house.petition()
    start(asking, petition)
    answers(house, petition, 0, 1)
    petition.name = "Đơn đã đổi tên"
    advance(petition, "agree", actor=house.actor(house.children[2]), changed=("name",))

    assert Petition.objects.get(pk=petition.pk).name == "Đơn đã đổi tên"
    with django_assert_num_queries(0):
        cases.write_state(petition, petition.state)


def test_a_procedure_may_begin_at_a_later_step(house, asking) -> None:
    petition = house.petition()

    start(asking, petition, at=("decide",))

    assert (state_of(petition), open_keys(petition)) == (State.DECIDING, ["decide"])


def test_a_cancelled_case_leaves_every_desk_and_the_record_in_the_state_that_is_said(
    house, asking
) -> None:
    petition = house.petition()
    start(asking, petition)
    with pytest.raises(ValueError, match="another state"):
        cancel(petition)

    cancel(petition, asking, state=State.DROPPED)

    assert (state_of(petition), open_keys(petition)) == (State.DROPPED, [])
    assert not desk_of(house.actor(house.children[0])).exists()
    assert not Case.objects.filter(closed_at=None).exists()


def test_a_procedure_that_begins_anew_ends_the_one_that_owned_the_state(house, asking) -> None:
    petition = house.petition()
    start(asking, petition)
    answers(house, petition, 0, outcome="refuse")

    restart(asking, petition)

    assert (state_of(petition), open_keys(petition)) == (State.ASKED, ["ask"] * 3)
    assert Case.objects.filter(closed_at=None).count() == 1


def test_nobody_is_left_alone_with_a_step_that_nobody_has(house, asking) -> None:
    for child in house.top.children.all():
        child.parent = None
        child.save(update_fields=["parent"])

    with pytest.raises(RuleBroken, match="Nobody would have the next step: Ask"):
        start(asking, house.petition())


@pytest.mark.django_db(transaction=True)
def test_siblings_closed_at_once_wait_for_each_other(house, asking, monkeypatch) -> None:
    petition = house.petition()
    start(asking, petition)
    actors = [house.actor(child) for child in house.children[:2]]
    first_has_locked = threading.Event()

    def slowly(actor, item):
        if not first_has_locked.is_set():
            first_has_locked.set()
            until_another_waits_for_us()
        return may_do(actor, item)

    monkeypatch.setattr(cases, "may_do", slowly)

    def closed(number: int, outcome: str) -> str:
        try:
            own = Petition.objects.get(pk=petition.pk)
            return advance(own, outcome, actor=actors[number]).outcome
        except RuleBroken as broken:
            return broken.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        first = people.submit(closed, 0, "refuse")
        first_has_locked.wait()
        second = people.submit(closed, 1, "agree")
        answered = (first.result(), second.result())

    assert answered[0] == "refuse"
    assert "already been closed" in answered[1]
    assert state_of(petition) == State.DECIDING


def test_those_who_are_asked_are_notified_once_with_no_more_than_the_message_names(
    house, asking
) -> None:
    petition = house.petition()
    start(asking, petition)
    assert OutboxEntry.objects.filter(event="procedures.StepsOpened").count() == 1

    run_jobs()

    told = Notice.objects.filter(source="procedures")
    asked = {
        house.post(child, role).person_id
        for child in house.children
        for role in (Role.SECRETARY, Role.CLERK)
    }
    assert {one.person_id for one in told} == asked
    assert len(told) == len(asked)
    assert {(one.path, str(one.params)) for one in told} == {
        (f"/petitions/{petition.pk}/", "{'name': 'Đơn đề nghị'}")
    }


def test_work_of_a_lost_post_goes_back_to_the_unit(house, asking) -> None:
    petition = house.petition()
    start(asking, petition)
    child = house.children[0]
    leaving, staying = house.post(child), house.actor(child, Role.CLERK)
    item = WorkItem.objects.get(unit=child)
    item.post = leaving
    item.save(update_fields=["post"])
    assert not desk_of(staying).exists()

    release_post(leaving.pk)

    assert desk_of(staying).count() == 1


def test_the_timeline_says_who_did_what_who_has_it_and_what_comes(house, asking) -> None:
    petition = house.petition()
    start(asking, petition)
    answers(house, petition, 1)
    steps = list(steps_of(petition))

    first, second, third, last = timeline(steps, asking)

    assert (first.title, first.state) == (f"Answer of {house.children[1]}", "done")
    assert first.by == house.post(house.children[1]).person.full_name + ", Bí thư" or first.by
    assert [second.state, third.state, last.state] == ["current", "current", "waiting"]
    assert last.title == "Decide"
    assert len(timeline(steps, asking, without=["decide"])) == 3
    assert open_step(steps, house.actor(house.children[1])) is None
    assert open_step(steps, house.actor(house.children[0])).unit == house.children[0]


# --- What is refused when it is declared


def wrong(*steps, **changes):
    return lambda: declare_procedure(a_procedure(*steps, key="tests.wrong", **changes))


@pytest.mark.parametrize(
    ("declare", "words"),
    [
        (wrong(a_step(outcomes={"done": ("nowhere",)})), "unknown steps"),
        (wrong(a_step(), a_step("two")), "unreachable steps"),
        (wrong(a_step(permission="tests.nothing")), "declared by no room"),
        (wrong(a_step(permission="audiences.watch")), "whole subtree"),
        (
            wrong(a_step(outcomes={"on": ("two",)}, state=State.ASKED), a_step("two")),
            "steps without a state",
        ),
        (wrong(a_step(state=State.ASKED)), "outcomes without a state"),
        (wrong(a_step(state="asleep", outcomes={"end": Then(state=State.DONE)})), "unknown states"),
        (
            wrong(
                a_step(outcomes={"end": Then(state=State.DONE)}, state=State.ASKED),
                a_step("two", outcomes={"end": Then(state=State.DONE)}, state=State.DECIDING),
                first=("one", "two"),
            ),
            "open together in different states",
        ),
    ],
)
def test_a_wrongly_drawn_procedure_is_refused_when_declared(asking, declare, words) -> None:
    with pytest.raises(ValueError, match=words):
        declare()


def test_a_procedure_is_declared_once(asking) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare_procedure(asking)
    assert asking.by_key["decide"].holders is itself
    assert asking.by_key["ask"].permission == HELD
