"""Steps that open, close, return, wait for each other and cancel each other."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from lienthong.kernel.database.tests.waiting import until_another_waits_for_us
from lienthong.kernel.people.tests.factories import a_unit, an_actor
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures import actions, definitions
from lienthong.kernel.procedures.public import (
    Holder,
    Procedure,
    Step,
    close_step,
    declare_procedure,
    may_close,
    open_steps_for,
    open_visit,
    release_post,
    start,
    visits_of,
)
from lienthong.kernel.units.public import Unit, UnitKind

pytestmark = pytest.mark.django_db
# Any permission whose holder sits in the unit itself serves: this one is held by secretaries.
HELD = "audiences.acknowledge"


def the_children(top: Unit) -> list[Holder]:
    return [Holder(child.pk) for child in top.children.order_by("pk")]


def itself(top: Unit) -> list[Holder]:
    return [Holder(top.pk)]


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Procedure:
    """A unit asks its children, then decides; one child's refusal returns it to the unit."""
    monkeypatch.setattr(definitions, "_procedures", {})
    return declare_procedure(
        Procedure(
            key="tests.asking",
            version=1,
            label="Asking",
            first=("ask",),
            steps=(
                Step(
                    "ask",
                    "Ask",
                    HELD,
                    {"agree": ("decide",), "refuse": ("decide",)},
                    the_children,
                    cuts_short=frozenset({"refuse"}),
                ),
                Step("decide", "Decide", HELD, {"done": (), "again": ("ask",)}, itself),
            ),
        )
    )


@pytest.fixture
def family() -> tuple[Unit, list[Unit]]:
    top = a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)
    return top, [a_unit(top) for _ in range(3)]


def close(subject: Unit, unit: Unit, step: str, outcome: str, **more: str):
    actor = an_actor(unit, "secretary") if not unit.posts.exists() else None
    actor = actor or an_actor_again(unit)
    visit = open_visit(subject, step, actor)
    assert visit is not None
    return close_step(visit.pk, outcome, subject=subject, actor=actor, **more)


def an_actor_again(unit: Unit):
    from lienthong.kernel.people.public import actor_in

    return actor_in(unit.posts.get())


def test_a_parallel_step_goes_on_when_the_last_has_answered(asking, family) -> None:
    top, children = family
    case = start(asking, top)
    for child in children[:2]:
        close(top, child, "ask", "agree")
    assert not case.visits.filter(step="decide").exists()
    close(top, children[2], "ask", "agree", note="Nhất trí")
    assert case.visits.get(step="decide").is_open
    assert [v.outcome for v in visits_of(top)] == ["agree"] * 3 + [""]


def test_an_outcome_that_cuts_short_cancels_the_siblings(asking, family) -> None:
    top, children = family
    case = start(asking, top)
    close(top, children[0], "ask", "refuse")
    assert case.visits.filter(step="ask", is_cancelled=True).count() == 2
    assert case.visits.get(step="decide").is_open


def test_a_case_ends_when_nothing_is_open_and_a_return_opens_the_step_anew(asking, family) -> None:
    top, children = family
    case = start(asking, top)
    close(top, children[0], "ask", "refuse")
    close(top, top, "decide", "again")
    assert case.visits.filter(step="ask", closed_at=None).count() == 3
    close(top, children[1], "ask", "refuse")
    close(top, top, "decide", "done")
    case.refresh_from_db()
    assert case.closed_at is not None


def test_only_its_holder_closes_a_step_and_only_once(asking, family) -> None:
    top, children = family
    start(asking, top)
    stranger = an_actor(top, "secretary")
    visit = visits_of(top).get(holder_unit=children[0])
    with pytest.raises(PermissionDenied):
        close_step(visit.pk, "agree", subject=top, actor=stranger)
    holder = an_actor(children[0], "secretary")
    with pytest.raises(RuleBroken, match="cannot end that way"):
        close_step(visit.pk, "vanish", subject=top, actor=holder)
    close_step(visit.pk, "agree", subject=top, actor=holder)
    with pytest.raises(RuleBroken, match="already been closed"):
        close_step(visit.pk, "agree", subject=top, actor=holder)


@pytest.mark.django_db(transaction=True)
def test_siblings_closed_at_once_wait_for_each_other(asking, family, monkeypatch) -> None:
    top, children = family
    start(asking, top)
    holders = [an_actor(child, "secretary") for child in children[:2]]
    visits = [open_visit(top, "ask", holder) for holder in holders]
    first_has_locked = threading.Event()

    def slowly(actor, visit):
        if not first_has_locked.is_set():
            first_has_locked.set()
            until_another_waits_for_us()
        return may_close(actor, visit)

    monkeypatch.setattr(actions, "may_close", slowly)

    def closed(number: int, outcome: str) -> str:
        try:
            return close_step(
                visits[number].pk, outcome, subject=top, actor=holders[number]
            ).outcome
        except RuleBroken as broken:
            return broken.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        first = people.submit(closed, 0, "refuse")
        first_has_locked.wait()
        second = people.submit(closed, 1, "agree")
        answers = (first.result(), second.result())

    assert answers[0] == "refuse"
    assert "already been closed" in answers[1]


def test_a_step_stands_on_the_desk_of_those_who_hold_its_permission_there(asking, family) -> None:
    top, children = family
    start(asking, top)
    assert open_steps_for(an_actor(children[0], "secretary")).count() == 1
    assert not open_steps_for(an_actor(children[1], "member")).exists()
    assert not open_steps_for(an_actor(top, "secretary")).exists()


def test_a_step_of_a_lost_post_goes_back_to_the_unit(asking, family) -> None:
    top, children = family
    start(asking, top)
    leaving = an_actor(children[0], "secretary")
    visit = visits_of(top).get(holder_unit=children[0])
    visit.holder_post_id = leaving.post_id
    visit.save()
    staying = an_actor(children[0], "clerk")
    assert not open_steps_for(staying).exists()
    release_post(leaving.post_id)
    assert open_steps_for(staying).count() == 1


@pytest.mark.parametrize(
    ("outcomes", "wrong"), [({"done": ("nowhere",)}, "unknown"), ({"done": ()}, "unreachable")]
)
def test_a_wrongly_drawn_procedure_is_refused_when_declared(outcomes: dict, wrong: str) -> None:
    first = Step("one", "One", HELD, outcomes, itself)
    second = Step("two", "Two", HELD, {"done": ()}, itself)
    with pytest.raises(ValueError, match=wrong):
        Procedure(
            key="tests.wrong", version=1, label="Wrong", first=("one",), steps=(first, second)
        )
