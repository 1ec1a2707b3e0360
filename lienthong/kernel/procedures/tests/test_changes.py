"""Open work given to others, put off, suspended, taken up again, handed over while one is absent."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.audit.public import history_of, sentence
from lienthong.kernel.people.public import Delegation, actor_in, actors_of
from lienthong.kernel.people.tests.factories import a_post, a_unit
from lienthong.kernel.permissions.public import Role, RuleBroken
from lienthong.kernel.procedures.models import HandOver, WorkItem
from lienthong.kernel.procedures.public import (
    Holder,
    add_holders,
    advance,
    desk_of,
    hand_over,
    move_deadline,
    reassign,
    resume,
    start,
    steps_of,
    suspend,
    take_back,
    timeline,
)
from lienthong.kernel.reference.public import end_of_day

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def petition(house, asking):
    petition = house.petition()
    start(asking, petition)
    return petition


@pytest.fixture
def leader(house):
    return house.actor(house.top)


def item_of(house, number=0):
    return WorkItem.objects.get(unit=house.children[number], closed_at=None)


def said(petition):
    return [sentence(entry) for entry in history_of(petition)]


# --- Reassigning


def test_who_leads_gives_a_step_to_another_unit_and_the_history_keeps_both(
    house, asking, petition, leader
) -> None:
    other = a_unit(house.top)
    a_post(other, Role.SECRETARY)
    item = item_of(house)

    given = reassign(item.pk, Holder(other.pk), reason="Đúng chức năng hơn.", actor=leader)

    assert (given.unit, given.due_at, given.step) == (other, item.due_at, "ask")
    assert not desk_of(house.actor(house.children[0])).exists()
    before = next(one for one in timeline(list(steps_of(petition)), asking) if one.note)
    assert (before.state, before.note) == ("done", "Đúng chức năng hơn.")
    assert before.title == f"{leader.name} gave it to {other}"
    assert said(petition)[-1:] == ["Gave it to somebody else: Đúng chức năng hơn."]


def test_who_holds_a_step_gives_it_to_a_post_of_the_unit_and_may_still_do_it(
    house, petition
) -> None:
    child = house.children[0]
    head, clerk = house.actor(child), house.actor(child, Role.CLERK)

    reassign(item_of(house).pk, Holder(child.pk, clerk.post_id), reason="Văn thư làm.", actor=head)

    assert not desk_of(head).exists()
    assert desk_of(clerk).get().post_id == clerk.post_id
    advance(petition, "agree", actor=head)
    assert not desk_of(clerk).exists()


@pytest.mark.parametrize("who", ["beside", "clerk_beside"])
def test_nobody_else_gives_a_step_away(house, petition, who) -> None:
    beside = house.actor(house.children[1], Role.CLERK if "clerk" in who else Role.SECRETARY)

    with pytest.raises(PermissionDenied):
        reassign(item_of(house).pk, Holder(house.children[1].pk), reason="x", actor=beside)


def test_a_step_is_given_only_to_somebody_who_may_do_it_and_has_it_not_yet(
    house, petition, leader
) -> None:
    item, empty = item_of(house), a_unit(house.top)
    member = a_post(house.children[1], Role.MEMBER)

    for to, words in (
        (Holder(empty.pk), "Nobody there may do this"),
        (Holder(house.children[1].pk, member.pk), "Nobody there may do this"),
        (Holder(house.children[1].pk), "given there already"),
    ):
        with pytest.raises(RuleBroken, match=words):
            reassign(item.pk, to, reason="x", actor=leader)
    with pytest.raises(RuleBroken, match="Say why"):
        reassign(item.pk, Holder(house.children[1].pk), reason=" ", actor=leader)
    advance(petition, "agree", actor=house.actor(house.children[0]))
    with pytest.raises(RuleBroken, match="already been closed"):
        reassign(item.pk, Holder(empty.pk), reason="x", actor=leader)


# --- Deadlines


def test_who_leads_moves_a_deadline_and_every_earlier_one_stays_readable(
    house, petition, leader
) -> None:
    item, case = item_of(house), steps_of(petition)[0].case
    advance(petition, "agree", actor=house.actor(house.children[1]))
    first, second = (end_of_day(TODAY() + days * DAY) for days in (9, 14))

    move_deadline(case.pk, "ask", first, reason="Chờ số liệu.", actor=leader)
    move_deadline(case.pk, "ask", second, reason="Chờ thẩm định.", actor=leader)

    changes = [(one.was, one.becomes, one.reason) for one in item.deadline_changes.all()]
    assert changes == [(item.due_at, first, "Chờ số liệu."), (first, second, "Chờ thẩm định.")]
    assert [item_of(house, number).due_at for number in (0, 2)] == [second, second]
    assert steps_of(petition).get(unit=house.children[1]).due_at == item.due_at
    assert f"{TODAY() + 14 * DAY:%d/%m/%Y}" in said(petition)[-1]


def test_a_deadline_is_moved_by_who_leads_with_a_reason_to_another_day_to_come(
    house, petition, leader
) -> None:
    item, case = item_of(house), steps_of(petition)[0].case
    later = end_of_day(TODAY() + 9 * DAY)

    def moved(due_at, reason="x", actor=leader, step="ask"):
        move_deadline(case.pk, step, due_at, reason=reason, actor=actor)

    with pytest.raises(PermissionDenied):
        moved(later, actor=house.actor(house.children[0]))
    with pytest.raises(RuleBroken, match="Say why"):
        moved(later, reason="")
    with pytest.raises(RuleBroken, match="lies in the past"):
        moved(end_of_day(TODAY() - DAY))
    for nothing in ({"due_at": item.due_at}, {"due_at": later, "step": "decide"}):
        with pytest.raises(RuleBroken, match="no other deadline"):
            moved(**nothing)
    assert not item.deadline_changes.exists()


# --- Suspending


def test_a_suspended_case_lies_on_no_desk_and_goes_on_only_when_it_is_resumed(
    house, asking, petition, leader
) -> None:
    case = steps_of(petition)[0].case
    child = house.actor(house.children[0])

    suspend(case.pk, reason="Chờ kết luận thanh tra.", actor=leader)

    assert not desk_of(child).exists()
    with pytest.raises(RuleBroken, match="must be resumed"):
        advance(petition, "agree", actor=child)
    resume(case.pk, actor=leader)
    assert desk_of(child).count() == 1
    advance(petition, "agree", actor=child)
    assert said(petition) == [
        "Suspended it: Chờ kết luận thanh tra.",
        "Took it up again after 0 days",
    ]


def test_what_is_given_on_or_joined_while_a_case_rests_rests_too(house, petition, leader) -> None:
    case, other = steps_of(petition)[0].case, a_unit(house.top)
    secretary = a_post(other, Role.SECRETARY)
    suspend(case.pk, reason="Chờ.", actor=leader)

    reassign(item_of(house).pk, Holder(other.pk), reason="Đúng chức năng.", actor=leader)
    add_holders(case.pk, "ask", [Holder(other.pk, secretary.pk)], actor=leader)

    assert not desk_of(actor_in(secretary)).exists()
    resume(case.pk, actor=leader)
    assert desk_of(actor_in(secretary)).count() == 2


def test_deadlines_move_by_the_days_of_the_suspension(house, petition, leader) -> None:
    case, before = steps_of(petition)[0].case, item_of(house).due_at
    suspension = suspend(case.pk, reason="Chờ.", actor=leader)
    type(suspension).objects.update(began_at=timezone.now() - 4 * DAY)

    resume(case.pk, actor=leader)

    assert item_of(house).due_at == before + 4 * DAY
    (change,) = item_of(house).deadline_changes.all()
    assert (change.was, change.reason) == (before, "Chờ.")


def test_only_who_leads_suspends_and_resumes_and_each_once(house, asking, petition, leader) -> None:
    case, child = steps_of(petition)[0].case, house.actor(house.children[0])

    with pytest.raises(PermissionDenied):
        suspend(case.pk, reason="x", actor=child)
    with pytest.raises(RuleBroken, match="not suspended"):
        resume(case.pk, actor=leader)
    with pytest.raises(RuleBroken, match="Say why"):
        suspend(case.pk, reason="", actor=leader)
    suspend(case.pk, reason="Chờ.", actor=leader)
    with pytest.raises(RuleBroken, match="suspended already"):
        suspend(case.pk, reason="x", actor=leader)
    with pytest.raises(PermissionDenied):
        resume(case.pk, actor=child)


# --- A step that grows


def test_further_holders_take_part_while_a_step_is_open(house, asking, petition, leader) -> None:
    case, other = steps_of(petition)[0].case, a_unit(house.top)
    a_post(other, Role.SECRETARY)

    (added,) = add_holders(
        case.pk, "ask", [Holder(other.pk), Holder(house.children[0].pk)], actor=leader
    )

    assert added.unit == other
    for child in house.children:
        advance(petition, "agree", actor=house.actor(child))
    assert [one.unit for one in steps_of(petition) if one.is_open] == [other]
    with pytest.raises(RuleBroken, match="given there already"):
        add_holders(case.pk, "ask", [Holder(other.pk)], actor=leader)
    with pytest.raises(RuleBroken, match="not open"):
        add_holders(case.pk, "decide", [Holder(other.pk)], actor=leader)
    with pytest.raises(PermissionDenied):
        add_holders(case.pk, "ask", [], actor=house.actor(house.children[0]))


# --- Absence


@pytest.fixture
def given_to_the_secretary(house, petition):
    """A step on the secretary's desk alone, which the clerk of the unit may do too."""
    child = house.children[0]
    secretary = house.actor(child)
    reassign(
        item_of(house).pk, Holder(child.pk, secretary.post_id), reason="Tự làm.", actor=secretary
    )
    return secretary


def test_while_one_is_absent_a_colleague_has_the_work_on_the_desk(
    house, petition, given_to_the_secretary
) -> None:
    secretary, clerk = given_to_the_secretary, house.actor(house.children[0], Role.CLERK)
    assert not desk_of(clerk).exists()

    handed = hand_over(
        clerk.post_id,
        since=TODAY(),
        until=TODAY() + 2 * DAY,
        reason="Đi công tác.",
        actor=secretary,
    )

    assert desk_of(clerk).get() == desk_of(secretary).get()
    assert handed.valid_to == TODAY() + 3 * DAY
    take_back(handed.pk, actor=secretary)
    assert not desk_of(clerk).exists()
    assert desk_of(secretary).exists()


def test_an_absence_to_come_changes_no_desk_yet(house, petition, given_to_the_secretary) -> None:
    clerk = house.actor(house.children[0], Role.CLERK)

    hand_over(
        clerk.post_id,
        since=TODAY() + DAY,
        until=TODAY() + 2 * DAY,
        reason="Đi học.",
        actor=given_to_the_secretary,
    )

    assert not desk_of(clerk).exists()


def test_what_a_post_alone_may_do_is_not_handed_over_and_takes_a_delegation(
    house, petition, given_to_the_secretary
) -> None:
    secretary, clerk = given_to_the_secretary, house.post(house.children[0], Role.CLERK)
    item = WorkItem.objects.get(post=secretary.post_id)
    item.is_shared = False
    item.save(update_fields=["is_shared"])
    hand_over(clerk.pk, since=TODAY(), until=TODAY(), reason="Đi họp.", actor=secretary)
    assert not desk_of(house.actor(house.children[0], Role.CLERK)).exists()

    Delegation.objects.create(
        post_id=secretary.post_id,
        to_person=clerk.person,
        valid_from=TODAY(),
        basis="Giấy ủy quyền",
    )

    acting = next(one for one in actors_of(clerk.person) if one.for_post_id)
    assert desk_of(acting).exists()
    advance(petition, "agree", actor=acting)


def test_work_is_handed_to_a_colleague_of_the_unit_for_days_to_come(
    house, petition, given_to_the_secretary
) -> None:
    secretary, clerk = given_to_the_secretary, house.post(house.children[0], Role.CLERK)
    stranger = house.post(house.children[1])

    def handed(post, until=None, reason="Nghỉ."):
        days = {"since": TODAY(), "until": until or TODAY()}
        return hand_over(post.pk, **days, reason=reason, actor=secretary)

    for post in (stranger, house.post(house.children[0])):
        with pytest.raises(RuleBroken, match="in the same unit"):
            handed(post)
    with pytest.raises(RuleBroken, match="ends before it begins"):
        handed(clerk, until=TODAY() - DAY)
    with pytest.raises(RuleBroken, match="Say why"):
        handed(clerk, reason=" ")
    own = handed(clerk)
    with pytest.raises(PermissionDenied):
        take_back(own.pk, actor=house.actor(house.children[1]))
    HandOver.objects.update(valid_from=TODAY() - 2 * DAY, valid_to=TODAY())
    with pytest.raises(RuleBroken, match="ended already"):
        take_back(own.pk, actor=secretary)
