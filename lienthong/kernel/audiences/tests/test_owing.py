"""Who can and must act: those a reminder reaches."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.audiences.events import ReceiptChanged
from lienthong.kernel.audiences.models import Receipt
from lienthong.kernel.audiences.public import (
    BRIEF,
    FORWARD,
    RECEIVE,
    Addressing,
    Audience,
    HasWaiting,
    PlaceCount,
    Purpose,
    Scope,
    arrivals_of,
    board,
    counts_under,
    owing,
    publish,
    waiting_below,
)
from lienthong.kernel.events.public import announce
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.tests.factories import an_actor, by_two
from lienthong.kernel.units.actions.tree import move_unit
from lienthong.kernel.units.public import (
    NewUnit,
    Unit,
    UnitKind,
    ancestor_paths,
    place_unit,
)

from .factories import ISSUED_ON, Organisation, a_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(founded) -> Organisation:
    return founded("kernel.audiences")


def owed(document, place, **changes) -> dict[Unit, str]:
    owes = {one.unit_id: one.owes for one in owing(document, place, **changes)}
    return {unit: owes[unit.pk] for unit in Unit.objects.filter(pk__in=owes)}


def did(document, unit, *moments: str) -> None:
    counted = {"present_count": 1, "member_count": 1} if "briefed_at" in moments else {}
    done = dict.fromkeys(moments, timezone.now()) | counted
    if "refused_at" in moments:
        done["refused_reason"] = "Gửi nhầm"
    Receipt.objects.update_or_create(
        audience=document, unit=unit, defaults={"path": unit.path, **done}
    )
    announce(ReceiptChanged(document.pk, unit.pk))


def test_at_first_only_those_addressed_can_act(organisation) -> None:
    document = a_document(organisation)

    assert owed(document, organisation.province) == {
        organisation.commune: RECEIVE,
        organisation.other: RECEIVE,
    }


def test_a_committee_for_which_others_wait_owes_the_forwarding(organisation) -> None:
    document = a_document(organisation)
    did(document, organisation.commune, "received_at")

    assert owed(document, organisation.province)[organisation.commune] == FORWARD
    # Nobody waits for the other commune.
    did(document, organisation.other, "received_at")
    assert organisation.other not in owed(document, organisation.province)


def test_beneath_a_committee_that_delays_it_is_the_committee_that_owes(organisation) -> None:
    document = a_document(organisation)
    did(document, organisation.commune, "received_at", "forwarded_at")
    did(document, organisation.base, "received_at")

    assert owed(document, organisation.base) == {organisation.base: FORWARD}
    assert owed(document, organisation.branch) == {}


def test_only_those_whose_own_committee_has_forwarded_it_owe_a_receipt(organisation) -> None:
    document = a_document(organisation)
    did(document, organisation.commune, "received_at", "forwarded_at")

    assert owed(document, organisation.commune) == {
        organisation.base: RECEIVE,
        organisation.direct: RECEIVE,
    }
    did(document, organisation.base, "received_at", "forwarded_at")
    assert set(owed(document, organisation.commune)) == {
        organisation.branch,
        organisation.sibling,
        organisation.direct,
    }


def test_a_branch_owes_the_passing_on_once_the_day_is_past(organisation) -> None:
    today = timezone.localdate()
    for due_on, owes in [(None, {}), (today, {}), (today - dt.timedelta(days=1), BRIEF)]:
        document = a_document(organisation, due_on=due_on)
        did(document, organisation.commune, "received_at", "forwarded_at")
        did(document, organisation.direct, "received_at")

        assert owed(document, organisation.direct) == (owes and {organisation.direct: owes})
        did(document, organisation.direct, "briefed_at")
        assert owed(document, organisation.direct) == {}


def test_who_refused_or_exists_no_more_owes_nothing(organisation) -> None:
    document = a_document(organisation)
    did(document, organisation.commune, "refused_at")
    type(organisation.other).objects.filter(pk=organisation.other.pk).update(
        valid_to=timezone.localdate()
    )

    assert owed(document, organisation.province) == {}


def test_a_document_to_committees_waits_for_no_branch(organisation) -> None:
    document = a_document(organisation, scope=Scope.COMMITTEES)
    did(document, organisation.commune, "received_at", "forwarded_at")
    did(document, organisation.base, "received_at")

    assert owed(document, organisation.commune) == {}


def moved(unit: Unit, parent: Unit) -> None:
    """The unit stands elsewhere from today."""
    today, top = timezone.localdate(), Unit.objects.get(path=ancestor_paths(unit.path)[0])
    move_unit(unit.pk, to_parent_id=parent.pk, on=today, agreed=by_two(an_actor(top)))


def test_a_committee_owes_nothing_to_those_that_exist_no_more_or_have_moved_away(
    organisation,
) -> None:
    document = a_document(organisation)
    did(document, organisation.commune, "received_at", "forwarded_at")
    did(document, organisation.base, "received_at")
    Unit.objects.filter(pk=organisation.branch.pk).update(valid_to=timezone.localdate())
    assert owed(document, organisation.base) == {organisation.base: FORWARD}

    moved(organisation.sibling, organisation.commune)
    assert owed(document, organisation.base) == {organisation.sibling: RECEIVE}


def test_a_committee_owes_it_to_those_that_have_moved_beneath_it(organisation) -> None:
    document = a_document(organisation)
    did(document, organisation.other, "received_at")
    assert owed(document, organisation.other) == {}

    moved(organisation.direct, organisation.other)
    assert owed(document, organisation.other) == {organisation.other: FORWARD}


@pytest.mark.parametrize("purpose", [Purpose.KNOW, Purpose.REPORT, Purpose.COORDINATE])
def test_the_scope_decides_who_forwards_and_not_the_purpose(organisation, purpose) -> None:
    def issued(top: Unit):
        addressing = Addressing(
            units={organisation.commune.pk: purpose, organisation.other.pk: purpose},
            scope=Scope.BRANCHES,
            scope_paths=frozenset({top.path}),
        )
        document = publish(addressing, issuer=organisation.province, on=ISSUED_ON, actor=None)
        did(document, organisation.commune, "received_at")
        return document

    below = issued(organisation.commune)
    assert owed(below, organisation.commune) == {organisation.commune: FORWARD}
    assert set(waiting_below(below, organisation.commune)) == {
        organisation.base,
        organisation.direct,
    }
    elsewhere = issued(organisation.other)
    assert owed(elsewhere, organisation.commune) == {}


def test_whether_anybody_waits_can_be_asked_of_many_documents_at_once(organisation) -> None:
    waits = a_document(organisation)
    a_document(organisation, scope=Scope.NONE)

    def waiting_for(committee: Unit) -> list[Audience]:
        return list(Audience.objects.filter(HasWaiting("pk", committee.pk)))

    assert waiting_for(organisation.commune) == [waits]
    assert waiting_for(organisation.other) == []


def test_bodies_owe_their_receipt_when_asked_to_act(organisation) -> None:
    for purpose, owes in [(Purpose.COORDINATE, RECEIVE), (Purpose.KNOW, None)]:
        addressing = Addressing(units={organisation.office.pk: purpose})
        document = publish(addressing, issuer=organisation.province, on=ISSUED_ON, actor=None)

        assert owed(document, organisation.province) == {}
        assert owed(document, organisation.province, beside=True).get(organisation.office) == owes
        did(document, organisation.office, "received_at")
        assert owed(document, organisation.province, beside=True) == {}


def test_the_board_says_who_waits_for_its_committee(organisation) -> None:
    document = a_document(organisation)

    def states(place) -> set[str]:
        run_jobs()
        return {row.own_state for row in board(document, place)}

    assert states(organisation.province) == {"arrived"}
    assert states(organisation.commune) == {"waiting"}
    did(document, organisation.commune, "received_at", "forwarded_at")
    assert states(organisation.commune) == {"arrived"}


def test_a_committee_above_somebody_addressed_directly_is_only_the_way_there(organisation) -> None:
    addressing = Addressing(units={organisation.base.pk: Purpose.CARRY_OUT})
    document = publish(addressing, issuer=organisation.province, on=ISSUED_ON, actor=None)
    run_jobs()
    (row,) = board(document, organisation.province)

    assert (row.unit, row.own_state, row.has_below) == (organisation.commune, "not_reached", True)
    (below,) = board(document, organisation.commune)
    assert (below.unit, below.own_state, below.has_below) == (organisation.base, "arrived", False)


def test_a_branch_that_has_not_briefed_its_members_in_time_is_late(organisation) -> None:
    document = a_document(organisation, due_on=timezone.localdate() - dt.timedelta(days=1))
    for unit in (organisation.other, organisation.direct):
        did(document, unit, "received_at")

    def late(place: Unit) -> set[Unit]:
        run_jobs()
        return {row.unit for row in board(document, place) if row.is_late}

    assert late(organisation.province) == {organisation.commune}
    assert late(organisation.commune) == {organisation.base, organisation.direct}
    did(document, organisation.direct, "briefed_at")
    assert late(organisation.commune) == {organisation.base}


def test_founding_later_the_same_day_does_not_raise_a_total_already_frozen(organisation) -> None:
    def arrived(document: Audience) -> int:
        run_jobs()
        return counts_under(document, organisation.province).units

    document, uncounted = a_document(organisation), a_document(organisation)
    assert arrived(document) == 6
    Audience.objects.filter(pk=uncounted.pk).update(counted_at=None)
    PlaceCount.objects.filter(audience=uncounted).delete()
    new = NewUnit(kind=UnitKind.BRANCH, name_body="Chi bộ mới", name_committee="Chi bộ mới")
    founded = place_unit(new, parent=organisation.base, on=ISSUED_ON)

    assert arrivals_of(founded) == []
    assert (arrived(document), arrived(uncounted)) == (6, 6)
    assert arrived(a_document(organisation)) == 7
