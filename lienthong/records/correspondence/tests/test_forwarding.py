"""Who forwards a document: the scope decides, and desk, tab, counter, page and act ask the same."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audiences.public import AddressedUnit, Addressing, Purpose, Scope
from lienthong.kernel.people.public import Role
from lienthong.kernel.people.tests.factories import a_post
from lienthong.kernel.procedures.public import work_item_counts
from lienthong.kernel.procedures.queries import work_items_of
from lienthong.kernel.units.public import Unit
from lienthong.records.correspondence.actions import handling, receiving
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.models import IncomingDocument
from lienthong.records.correspondence.queries.forwarding import entries_to_forward, owes_forwarding
from lienthong.records.correspondence.queries.lists import cards_of
from lienthong.records.correspondence.queries.received import act_due, received_for
from lienthong.records.correspondence.tests.factories import an_issued_document


def register(house, received, who="clerk", unit=None):
    """Registered, and decided on: only then somebody is to forward it."""
    unit = unit or house.commune
    entry = register_incoming(received.audience_id, unit.pk, actor=house.actor(who))
    secretary = house.actor(who.replace("clerk", "secretary"))
    handling.file_away(entry.pk, note="", actor=secretary)
    return entry


def is_said_to_owe_it(house, client_of, received):
    """What tab, counter, desk and page say of a registered document; they say the same."""
    clerk = house.actor("clerk")
    answer = client_of("clerk").get(reverse("correspondence:incoming"), {"tab": "to_forward"})
    counts = {tab.name: tab.count for tab, _url in answer.context["tabs"]}
    said = {
        counts["to_forward"] == 1,
        list(answer.context["shown"].object_list) == [received],
        any(one.what == "Forward to those below" for one in work_items_of(clerk)),
        work_item_counts(clerk) == {"incoming": 1},
        owes_forwarding(received_for(clerk, received.audience_id)),
    }
    assert len(said) == 1, said
    return said.pop()


def without_committees_below(house):
    Unit.objects.filter(pk=house.base.pk).update(valid_to=timezone.localdate())


@pytest.mark.parametrize(
    ("scope", "owed"), [(Scope.COMMITTEES, False), (Scope.BRANCHES, True), (Scope.NONE, False)]
)
def test_a_commune_with_branches_only_forwards_what_goes_to_branches(house, enter, scope, owed):
    without_committees_below(house)
    entry = register(house, house.resolution(scope=scope))

    assert is_said_to_owe_it(house, enter, entry) is owed


def test_a_document_for_committees_is_forwarded_where_there_are_committees(house, enter):
    entry = register(house, house.resolution(scope=Scope.COMMITTEES))

    assert is_said_to_owe_it(house, enter, entry)


@pytest.mark.parametrize("purpose", [Purpose.KNOW, Purpose.REPORT, Purpose.COORDINATE])
def test_the_scope_decides_and_not_the_purpose(house, enter, resolution, purpose):
    AddressedUnit.objects.filter(unit=house.commune).update(purpose=purpose)

    assert is_said_to_owe_it(house, enter, register(house, resolution))


def test_whom_the_document_itself_addresses_waits_for_nobody(house, enter):
    everybody = (house.commune, house.base, house.branch, house.sibling)
    addressing = Addressing(
        units={unit.pk: Purpose.CARRY_OUT for unit in everybody},
        scope=Scope.BRANCHES,
        scope_paths=frozenset({house.province.path}),
    )
    received = an_issued_document(house.province, addressing, house.posts["province_clerk"])

    assert not is_said_to_owe_it(house, enter, register(house, received))


def test_an_organisation_founded_after_the_issue_does_not_wait(house, enter, resolution):
    without_committees_below(house)
    below = Unit.objects.filter(parent=house.commune, serves=None)
    for unit in below:
        unit.placements.update(valid_from=timezone.localdate() + dt.timedelta(days=1))

    assert not is_said_to_owe_it(house, enter, register(house, resolution))


def test_who_stands_beneath_another_committee_today_waits_for_that_one(house, enter, resolution):
    for unit in Unit.objects.filter(parent=house.commune, serves=None):
        unit.parent = house.other
        unit.save(update_fields=["parent"])

    assert not is_said_to_owe_it(house, enter, register(house, resolution))
    entry = register(house, resolution, "other_clerk", house.other)
    assert list(entries_to_forward(house.other.pk)) == [entry]


def received_at_the_base(house, received):
    letter = house.letter(received.audience)
    register(house, received)
    receiving.note_forwarding(letter.pk)
    secretary = house.actor("base_secretary")
    receiving.confirm_receipt(house.here(received, house.base), actor=secretary)


@pytest.mark.parametrize(("branches_too", "act"), [(False, ""), (True, "forward")])
def test_a_committee_without_a_register_carries_nothing_on_to_branches_of_a_document_for_committees(
    house, branches_too, act
):
    received = house.resolution(scope=Scope.BRANCHES if branches_too else Scope.COMMITTEES)
    received_at_the_base(house, received)
    secretary = house.actor("base_secretary")

    (card,) = cards_of(house.base)
    assert card.act == act
    assert act_due(received_for(secretary, received.audience_id), secretary) == act


# A clerk's unit that has a document only in scope


@pytest.fixture
def base_clerk(house):
    """The grassroots committee keeps a register; the commune's letter names the branch alone."""
    Unit.objects.filter(pk=house.base.pk).update(has_register=True)
    house.posts["base_clerk"] = a_post(house.base, Role.CLERK, title="Văn thư")
    return house.actor("base_clerk")


def letter_past_the_base(house, received, scope=Scope.NONE):
    addressing = Addressing(
        units={house.branch.pk: Purpose.CARRY_OUT},
        scope=scope,
        scope_paths=frozenset({house.commune.path} if scope != Scope.NONE else ()),
    )
    letter = an_issued_document(
        house.commune,
        addressing,
        house.posts["clerk"],
        code="official_letter",
        carries=received.audience,
    )
    register(house, received)
    receiving.note_forwarding(letter.pk)
    return letter


def lists_at_the_base(house, enter):
    """What waits for the register by tab, counter and desk; each list agrees with its counter."""
    clerk, found = enter("base_clerk"), {}
    for tab in ("to_register", "to_direct", "in_progress", "to_forward", "closed", "all"):
        answer = clerk.get(reverse("correspondence:incoming"), {"tab": tab})
        found[tab] = [one.pk for one in answer.context["shown"].object_list]
        counts = {tab.name: tab.count for tab, _url in answer.context["tabs"]}
        assert counts[tab] == len(found[tab]), tab
    actor = house.actor("base_clerk")
    work_items = [one.what for one in work_items_of(actor)]
    assert sum(work_item_counts(actor).values()) == len(work_items)
    assert work_items.count("Register") == len(found["to_register"])
    return found


def test_what_is_forwarded_without_a_letter_is_a_clerks_work(house, enter, base_clerk, resolution):
    assert lists_at_the_base(house, enter)["to_register"] == []

    letter_past_the_base(house, resolution)

    assert lists_at_the_base(house, enter)["to_register"] == [resolution.pk]
    entry = register(house, resolution, "base_clerk", house.base)
    found = lists_at_the_base(house, enter)
    assert (found["to_register"], found["closed"]) == ([], [entry.pk])
    assert found["to_forward"] == [entry.pk]


def test_a_letter_in_scope_is_registered_with_what_it_encloses(
    house, enter, base_clerk, resolution
):
    letter = letter_past_the_base(house, resolution, Scope.BRANCHES)

    found = lists_at_the_base(house, enter)
    assert (found["to_register"], found["all"]) == ([letter.pk], [letter.pk])
    register(house, resolution, "base_clerk", house.base)

    assert IncomingDocument.objects.get(unit=house.base).document == letter
    assert lists_at_the_base(house, enter)["to_register"] == []


def test_what_waits_for_the_own_committee_is_not_yet_a_clerks_work(
    house, enter, base_clerk, resolution
):
    found = lists_at_the_base(house, enter)

    assert (found["to_register"], found["all"]) == ([], [resolution.pk])
