"""What lies on whose desk, how it is called, and what it costs."""

import pytest

from lienthong.kernel.people.public import actor_in, holders
from lienthong.kernel.people.tests.factories import a_person, a_post, a_unit, an_actor
from lienthong.kernel.permissions import permissions
from lienthong.kernel.permissions.public import SERVED, Permission, Role
from lienthong.kernel.procedures.models import WorkItem
from lienthong.kernel.procedures.public import (
    Holder,
    Owed,
    advance,
    balance,
    declare_procedure,
    desk_of,
    label_of_kind,
    open_work,
    owe,
    posts_asked,
    settle,
    start,
    work_item_counts,
)
from lienthong.kernel.procedures.queries import may_do, work_items_of
from lienthong.kernel.units.public import UnitKind

from .petitions import TO_KEEP, TO_READ, Petition, a_procedure, a_step


def test_a_step_is_on_the_desks_of_those_who_hold_its_permission_there(house, asking) -> None:
    child = house.children[0]
    start(asking, house.petition())

    for role in (Role.SECRETARY, Role.CLERK):
        assert desk_of(house.actor(child, role)).exists()
        assert not desk_of(house.actor(house.top, role)).exists()
    assert not desk_of(an_actor(child, Role.MEMBER)).exists()


def test_a_desk_says_what_about_what_and_where_in_the_most_urgent_order(house, asking) -> None:
    petition, other = house.petition("Đơn một"), house.petition("Đơn hai")
    child = house.children[0]
    owe(TO_READ, other, Holder(child.pk))
    start(asking, petition)

    first, second = work_items_of(house.actor(child))

    assert (first.what, first.title, first.url) == (
        "Answer",
        "Đơn một",
        f"/petitions/{petition.pk}/",
    )
    assert first.meta == f"of unit {house.top.pk}"
    assert (second.what, second.title, second.due_at) == ("Read", "Đơn hai", None)
    assert work_item_counts(house.actor(child)) == {"tests.petitions": 1, "tests.reading": 1}
    assert label_of_kind("tests.reading") == "To read"


def test_what_is_no_more_is_left_out_and_its_name_was_never_on_the_desk(house, asking) -> None:
    petition = house.petition("Đơn của nhân dân")
    start(asking, petition)
    row = WorkItem.objects.filter(unit=house.children[0]).values().get()
    assert "nhân dân" not in str(row)

    Petition.objects.all().delete()

    assert work_items_of(house.actor(house.children[0])) == []


def test_a_person_has_what_a_person_owes(house) -> None:
    person = a_person()
    actor = an_actor(house.children[0], "member")
    owe(TO_READ, house.petition(), Holder(person_id=actor.person_id))
    owe(TO_READ, house.petition(), Holder(person_id=person.pk))

    (item,) = desk_of(actor)

    assert may_do(actor, item)
    assert not may_do(house.actor(house.children[0]), item)
    assert posts_asked(item) == []


# --- Where an office is asked first


@pytest.fixture
def served(monkeypatch, house, asking):
    """A step of the committee that a body serving it may do; and the committee's own clerk."""
    own = Permission("tests.served", "Serve", SERVED, (Role.CLERK, Role.OFFICE_CHIEF))
    monkeypatch.setitem(permissions._declared, own.codename, own)
    step = a_step(permission=own.codename, office_first=True)
    start(declare_procedure(a_procedure(step, key="tests.served")), house.petition())
    return house


def test_where_no_office_serves_the_committee_its_own_people_are_asked(served) -> None:
    assert desk_of(served.actor(served.top, Role.CLERK)).count() == 1


def test_where_an_office_serves_it_the_office_is_asked_and_the_others_may_help(served) -> None:
    office = a_unit(served.top, kind=UnitKind.ADVISORY_BODY, serves=served.top)
    chief = a_post(office, Role.OFFICE_CHIEF)
    clerk = served.actor(served.top, Role.CLERK)
    (item,) = WorkItem.objects.filter(permission="tests.served")

    assert not desk_of(clerk).exists()
    assert may_do(clerk, item)
    assert posts_asked(item) == [chief]
    chief.valid_to = chief.valid_from
    chief.save()
    assert desk_of(clerk).exists()


def test_an_office_whose_only_holder_is_limited_to_the_office_is_not_asked(
    monkeypatch, served
) -> None:
    roles = (Role.CLERK, Role.OFFICE_CHIEF)
    limited = Permission("tests.served", "Serve", SERVED, roles, (Role.CLERK,))
    monkeypatch.setitem(permissions._declared, limited.codename, limited)
    office = a_unit(served.top, kind=UnitKind.ADVISORY_BODY, serves=served.top)
    theirs = actor_in(a_post(office, Role.CLERK))
    clerk = served.actor(served.top, Role.CLERK)
    (item,) = WorkItem.objects.filter(permission="tests.served")

    assert desk_of(clerk).count() == 1
    assert not desk_of(theirs).exists()
    assert not may_do(theirs, item)
    assert [post.pk for post in posts_asked(item)] == [clerk.post_id]
    assert [post.pk for post in holders(served.top, limited)] == [clerk.post_id]


# --- What is owed outside a procedure


def test_what_is_owed_next_takes_the_place_of_what_was_owed(house) -> None:
    petition, child = house.petition(), house.children[0]
    for work in (TO_READ, TO_READ, TO_KEEP):
        owe(work, petition, Holder(child.pk))

    (item,) = desk_of(house.actor(child))

    assert item.step == TO_KEEP.key
    assert open_work(child.pk, TO_KEEP.key).count() == 1
    assert not open_work(child.pk, TO_READ.key).exists()


def test_what_is_settled_leaves_nothing_and_the_others_keep_theirs(house) -> None:
    petition, (child, other, _third) = house.petition(), house.children
    owe(TO_READ, petition, Holder(child.pk))
    owe(TO_READ, petition, Holder(other.pk))

    settle(petition, unit_id=child.pk)

    assert list(WorkItem.objects.values_list("unit", flat=True)) == [other.pk]
    settle(petition)
    assert not WorkItem.objects.exists()


def test_settling_is_one_statement_and_so_is_owing_the_next(
    house, django_assert_num_queries
) -> None:
    petition, holder = house.petition(), Holder(house.children[0].pk)
    owe(TO_READ, petition, holder)

    with django_assert_num_queries(1):
        owe(TO_KEEP, petition, holder)
    with django_assert_num_queries(1):
        settle(petition, unit_id=holder.unit_id)


def test_steps_are_not_settled_with_what_is_owed(house, asking) -> None:
    petition = house.petition()
    start(asking, petition)
    owe(TO_READ, petition, Holder(house.children[0].pk))

    settle(petition)

    assert [item.step for item in desk_of(house.actor(house.children[0]))] == ["ask"]


def test_balancing_writes_what_is_missing_turns_what_is_else_and_settles_the_rest(house) -> None:
    petition, (one, two, three) = house.petition(), house.children
    elsewhere = house.petition()
    for unit in (one, two):
        owe(TO_READ, petition, Holder(unit.pk))
    owe(TO_READ, elsewhere, Holder(one.pk))
    untouched = WorkItem.objects.get(unit=one, subject_id=petition.pk)
    wanted = {one: TO_READ, two: TO_KEEP, three: TO_READ}

    def balanced(works):
        owed = [
            Owed(work, petition.pk, Holder(unit.pk), untouched.opened_at)
            for unit, work in works.items()
        ]
        balance(Petition, owed, unit_ids=[unit.pk for unit in wanted], subject_ids=[petition.pk])
        rows = WorkItem.objects.filter(subject_id=petition.pk).order_by("unit")
        return {row.unit_id: row.step for row in rows}

    expected = {unit.pk: work.key for unit, work in wanted.items()}
    assert balanced(wanted) == balanced(wanted) == expected
    assert WorkItem.objects.get(unit=one, subject_id=petition.pk) == untouched
    assert balanced({}) == {}
    assert WorkItem.objects.filter(subject_id=elsewhere.pk).exists()


# --- What it costs


@pytest.mark.parametrize("rooms", [1, 20])
def test_a_desk_costs_two_statements_whatever_the_number_of_rooms_and_items(
    house, asking, rooms, django_assert_max_num_queries
) -> None:
    child = house.children[0]
    procedures = [
        declare_procedure(
            a_procedure(a_step(holders=lambda _p: [Holder(child.pk)]), key=f"tests.room{n}")
        )
        for n in range(rooms)
    ]
    for number in range(100):
        start(procedures[number % rooms], house.petition(f"Đơn {number}"))
    actor = house.actor(child)

    with django_assert_max_num_queries(2):
        assert len(work_items_of(actor)) == 100
    with django_assert_max_num_queries(1):
        assert sum(work_item_counts(actor).values()) == 100


def test_advancing_costs_the_same_with_a_hundred_open_cases_as_with_one(
    house, asking, django_assert_max_num_queries
) -> None:
    for _ in range(20):
        start(asking, house.petition())
    petition = house.petition()
    start(asking, petition)

    with django_assert_max_num_queries(9):
        advance(petition, "agree", actor=house.actor(house.children[0]))
