from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from lienthong.kernel.people.models import Delegation, Role
from lienthong.kernel.people.public import (
    actor_for,
    actor_in,
    actors_of,
    current_posts,
    holders,
    persons_seen_by,
)
from lienthong.kernel.permissions.public import SERVED, SUBTREE, Permission, permissions_of

from .factories import LONG_AGO, a_person, a_post, a_unit, an_actor

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "acts"),
    [
        (LONG_AGO, None, True),
        (TODAY, None, True),
        (TODAY + DAY, None, False),
        (LONG_AGO, TODAY + DAY, True),
        (LONG_AGO, TODAY, False),
        (TODAY, TODAY, False),
    ],
)
def test_one_acts_in_a_post_from_its_first_day_until_the_day_it_ends(commune, since, until, acts):
    post = a_post(commune, since=since, until=until)

    assert (actor_for(post.person) is not None) is acts


def test_the_actor_carries_the_unit_and_the_committee_it_serves(
    province, django_assert_num_queries
):
    office = a_unit(province, kind="advisory_body", serves=province)
    post = a_post(office, Role.UNIT_HEAD, title="Chánh Văn phòng")

    with django_assert_num_queries(1):
        actor = actor_for(post.person)

    assert (actor.person_id, actor.post_id, actor.for_post_id) == (post.person_id, post.pk, None)
    assert (actor.path, actor.served_path, actor.served_id) == (
        office.path,
        province.path,
        province.pk,
    )
    assert (actor.name, actor.title) == (post.person.full_name, "Chánh Văn phòng")


def test_a_page_calls_a_post_as_printed_or_in_english_by_its_role(province):
    post = a_post(province, Role.UNIT_HEAD, title="Trưởng ban")

    with override("vi"):
        assert actor_in(post).label == "Trưởng ban"
    with override("en"):
        assert (actor_in(post).label, actor_in(post).title) == ("Head of the body", "Trưởng ban")


def test_one_acts_in_the_highest_post_unless_another_is_chosen(province, commune):
    person = a_person()
    member = a_post(commune, Role.MEMBER, person=person)
    secretary = a_post(commune, Role.SECRETARY, person=person)

    assert [actor.post_id for actor in actors_of(person)] == [secretary.pk, member.pk]
    assert actor_for(person).post_id == secretary.pk
    assert actor_for(person, member.pk).post_id == member.pk


def test_a_post_of_somebody_else_cannot_be_chosen(commune):
    mine, theirs = a_post(commune), a_post(commune)

    assert actor_for(mine.person, theirs.pk).post_id == mine.pk


def test_one_acts_for_a_delegated_post_from_the_own_post_in_the_same_unit(province, commune):
    secretary = a_post(commune, Role.SECRETARY, title="BÍ THƯ")
    person = a_person()
    elsewhere = a_post(province, Role.COMMITTEE_MEMBER, person=person)
    deputy = a_post(commune, Role.DEPUTY_SECRETARY, person=person)
    Delegation.objects.create(
        post=secretary, to_person=person, valid_from=TODAY, valid_to=TODAY + DAY, basis="QĐ 1"
    )

    actors = actors_of(person)
    acting = actor_for(person, secretary.pk)

    assert [actor.for_post_id or actor.post_id for actor in actors] == [
        deputy.pk,
        elsewhere.pk,
        secretary.pk,
    ]
    assert (acting.post_id, acting.for_post_id) == (deputy.pk, secretary.pk)
    assert (acting.role, acting.path) == (Role.SECRETARY, commune.path)


@pytest.mark.parametrize(
    ("delegated_until", "own_until", "acts_as"),
    [(None, None, 2), (TODAY, None, 1), (None, TODAY, 0)],
)
def test_a_delegation_ends_with_its_period_and_with_the_own_post(
    commune, delegated_until, own_until, acts_as
):
    secretary = a_post(commune, Role.SECRETARY)
    own = a_post(commune, Role.DEPUTY_SECRETARY, until=own_until)
    Delegation.objects.create(
        post=secretary,
        to_person=own.person,
        valid_from=LONG_AGO,
        valid_to=delegated_until,
        basis="QĐ 1",
    )

    assert len(actors_of(own.person)) == acts_as


def test_a_delegation_does_not_follow_a_person_to_another_organisation(province, commune):
    secretary = a_post(province, Role.SECRETARY)
    person = a_post(province, until=TODAY).person
    moved = a_post(commune, person=person)
    Delegation.objects.create(post=secretary, to_person=person, valid_from=LONG_AGO, basis="QĐ 1")

    assert [actor.post_id for actor in actors_of(person)] == [moved.pk]


def test_the_office_acts_for_the_committee_it_serves(province):
    secretary = a_post(province, Role.SECRETARY)
    chief = a_post(a_unit(province, kind="advisory_body", serves=province), Role.OFFICE_CHIEF)
    Delegation.objects.create(
        post=secretary, to_person=chief.person, valid_from=LONG_AGO, basis="QĐ 1"
    )

    assert [actor.for_post_id for actor in actors_of(chief.person)] == [None, secretary.pk]


def test_a_delegation_ends_with_the_post_it_stands_for(commune):
    former = a_post(commune, Role.SECRETARY, until=TODAY)
    own = a_post(commune, Role.DEPUTY_SECRETARY)
    Delegation.objects.create(post=former, to_person=own.person, valid_from=LONG_AGO, basis="QĐ 1")

    assert [actor.for_post_id for actor in actors_of(own.person)] == [None]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.BRANCH_SECRETARY])
def test_a_unit_has_one_secretary_at_a_time(commune, role):
    a_post(commune, role, until=TODAY)
    a_post(commune, role)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_post(commune, role)


def test_a_unit_may_have_several_clerks(commune):
    first, second = a_post(commune, Role.CLERK), a_post(commune, Role.CLERK)
    a_post(commune, Role.CLERK, until=TODAY)

    assert set(current_posts(commune, Role.CLERK)) == {first, second}


def test_holders_of_a_permission_follow_its_reach(province, commune):
    office = a_unit(province, kind="advisory_body", serves=province)
    clerk, commune_clerk = a_post(office, Role.CLERK), a_post(commune, Role.CLERK)
    admin = a_post(province, Role.ORG_ADMIN)

    def holding(unit, reach):
        roles = (Role.ORG_ADMIN,) if reach is SUBTREE else (Role.CLERK,)
        return set(holders(unit, Permission("x", "x", reach, roles)))

    assert holding(province, SERVED) == {clerk}
    assert holding(commune, SERVED) == {commune_clerk}
    assert holding(commune, "own") == {commune_clerk}
    assert holding(province, "own") == set()
    assert holding(commune, SUBTREE) == {admin}


def test_one_sees_the_persons_of_the_units_one_may_look_into(province, commune, neighbour):
    assert "people.view" in permissions_of(Role.ORG_ADMIN)
    here = a_post(commune, person=a_person("Trần Thị Thủy")).person
    there = a_post(neighbour, person=a_person("Đỗ Văn Đức")).person
    former = a_post(commune, until=TODAY).person
    admin = an_actor(commune)

    seen = set(persons_seen_by(admin))

    assert here in seen
    assert not {there, former} & seen
    assert former in persons_seen_by(admin, with_former=True)
    assert {here, there} <= set(persons_seen_by(an_actor(province)))
    assert list(persons_seen_by(admin, words="thuy TRAN")) == [here]
    assert not persons_seen_by(an_actor(commune, Role.SPECIALIST)).exists()


def test_who_went_elsewhere_is_seen_there_and_no_longer_where_they_came_from(commune, neighbour):
    gone = a_post(commune, until=TODAY).person
    a_post(neighbour, person=gone, since=TODAY)
    coming = a_post(commune, since=TODAY + DAY).person

    assert gone not in persons_seen_by(an_actor(commune), with_former=True)
    assert gone in persons_seen_by(an_actor(neighbour), with_former=True)
    assert coming in persons_seen_by(an_actor(commune), with_former=True)
