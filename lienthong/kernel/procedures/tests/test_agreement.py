"""The record's state and its open steps never part, whatever is done in whatever order."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.permissions.public import Role, RuleBroken
from lienthong.kernel.procedures.actions.cases import release_post
from lienthong.kernel.procedures.models import Case, WorkItem
from lienthong.kernel.procedures.public import (
    Holder,
    add_holders,
    advance,
    cancel,
    desk_of,
    move_deadline,
    reassign,
    restart,
    resume,
    start,
    steps_of,
    suspend,
)
from lienthong.kernel.procedures.queries import running_cases

from .petitions import Petition

State = Petition.State
WHO, OUTCOMES = st.integers(0, 3), ("agree", "refuse", "returned", "taken_up", "done")
ACTIONS = st.one_of(
    st.tuples(st.just("advance"), WHO, st.sampled_from(OUTCOMES)),
    st.tuples(st.just("advance"), WHO, st.sampled_from(OUTCOMES)),
    st.tuples(st.just("reassign"), WHO, WHO),
    st.tuples(st.just("to a post"), WHO, WHO),
    st.tuples(st.just("lose"), WHO, WHO),
    st.tuples(st.just("move"), WHO, st.integers(-2, 9)),
    st.tuples(st.sampled_from(["suspend", "resume", "cancel", "restart"]), WHO, WHO),
    st.tuples(st.just("add"), WHO, WHO),
)


class Sequence:
    def __init__(self, house, asking) -> None:
        self.house, self.asking = house, asking
        self.units = [house.top, *house.children]
        self.petition = house.petition()
        start(asking, self.petition)

    def does(self, action: str, who: int, what) -> None:
        """One action; what is refused leaves everything as it was."""
        before = self.everything()
        try:
            self.tried(action, who, what)
        except (RuleBroken, PermissionDenied):
            self.petition.refresh_from_db()
            assert self.everything() == before

    def tried(self, action: str, who: int, what) -> None:
        petition, leader = self.petition, self.house.actor(self.house.top)
        case = running_cases(petition).first()
        item = steps_of(petition).filter(closed_at=None, unit=self.units[who]).first()
        if action == "advance":
            advance(petition, what, actor=self.house.actor(self.units[who]))
        elif action == "restart":
            restart(self.asking, petition)
        elif case is None:
            return
        elif action in ("cancel", "suspend", "resume", "add"):
            self.case_changed(action, case.pk, self.units[who].pk, leader)
        elif item is not None:
            self.changed(action, item, what, leader)

    def case_changed(self, action: str, case_id: int, unit_id: int, leader) -> None:
        if action == "cancel":
            cancel(self.petition, state=State.DROPPED)
        elif action == "suspend":
            suspend(case_id, reason="Chờ.", actor=leader)
        elif action == "resume":
            resume(case_id, actor=leader)
        else:
            add_holders(case_id, "ask", [Holder(unit_id)], actor=leader)

    def changed(self, action: str, item: WorkItem, what: int, leader) -> None:
        if action == "reassign":
            reassign(item.pk, Holder(self.units[what].pk), reason="Giao lại.", actor=leader)
        elif action == "to a post":
            unit = self.units[what]
            to = Holder(unit.pk, self.house.post(unit, Role.CLERK).pk)
            reassign(item.pk, to, reason="Giao lại.", actor=leader)
        elif action == "lose":
            release_post(self.house.post(self.units[what], Role.CLERK).pk)
        else:
            due_at = timezone.now() + dt.timedelta(days=what)
            move_deadline(item.case_id, item.step, due_at, reason="Gia hạn.", actor=leader)

    def everything(self):
        state = Petition.objects.values_list("state", flat=True).get(pk=self.petition.pk)
        return state, list(steps_of(self.petition).values()), list(Case.objects.values())

    def agrees(self) -> None:
        state, items, _cases = self.everything()
        open_now = [one for one in items if one["closed_at"] is None]
        running = list(running_cases(self.petition))
        assert len(running) == (1 if open_now else 0)
        if not open_now:
            assert state in (State.DONE, State.DROPPED)
            return
        (key,) = {one["step"] for one in open_now}
        step = self.asking.by_key[key]
        assert state in {step.state, step.begun} - {""}
        assert {one["case_id"] for one in open_now} == {running[0].pk}
        assert {one["is_suspended"] for one in open_now} == {
            running[0].suspensions.filter(ended_at=None).exists()
        }

    def lies_on_the_desks(self) -> None:
        """Each open step, unless its case rests, lies on somebody's desk, and nothing else does."""
        open_now = WorkItem.objects.filter(case__isnull=False, closed_at=None, is_suspended=False)
        lying = {
            item.pk
            for unit in self.units
            for role in (Role.SECRETARY, Role.CLERK)
            for item in desk_of(self.house.actor(unit, role))
        }
        assert lying == set(open_now.values_list("pk", flat=True))


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(actions=st.lists(ACTIONS, max_size=14))
def test_state_and_open_steps_agree_after_any_sequence(house, asking, actions) -> None:
    sequence = Sequence(house, asking)
    sequence.agrees()
    for action in actions:
        sequence.does(*action)
        sequence.agrees()
    sequence.lies_on_the_desks()
