from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.public import Notice
from lienthong.kernel.people.actions import barring, lending, persons, posts
from lienthong.kernel.people.actions.posts import end_posts_of
from lienthong.kernel.people.models import (
    ROLES_WITH_POWER,
    Delegation,
    Person,
    Role,
)
from lienthong.kernel.people.permissions import LEND
from lienthong.kernel.people.public import NewPerson, NewPost, actor_for, actors_of
from lienthong.kernel.people.queries import actor_in, members_of
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import Decision, Unit

from .factories import LONG_AGO, a_person, a_post, a_unit, agreed_by, an_account, an_actor

TODAY = timezone.localdate()
DAY = timedelta(days=1)
DECIDED = Decision("12-QĐ/ĐU", "2019-11-20", "Đảng ủy xã")


def signed_in(client):
    return get_user(SimpleNamespace(session=client.session))


def ladder(province, commune, neighbour):
    """Who may administer posts in the commune, from the stranger to the administrator above."""
    branch = a_unit(commune, kind="branch")
    return [
        (an_actor(neighbour, Role.ORG_ADMIN), False),
        (an_actor(branch, Role.ORG_ADMIN), False),
        (an_actor(commune, Role.SECRETARY), False),
        (an_actor(commune, Role.MEMBER), False),
        (an_actor(commune, Role.ORG_ADMIN), True),
        (an_actor(province, Role.ORG_ADMIN), True),
    ]


def test_only_administrators_of_the_unit_or_above_appoint(province, commune, neighbour):
    for actor, allowed in ladder(province, commune, neighbour):
        person = a_person()
        if allowed:
            post = posts.appoint(
                person, NewPost(Role.SPECIALIST, TODAY, decision=DECIDED), commune, actor=actor
            )
            assert actor_for(person).post_id == post.pk
        else:
            with pytest.raises(PermissionDenied):
                posts.appoint(
                    person, NewPost(Role.SPECIALIST, TODAY, decision=DECIDED), commune, actor=actor
                )


def test_only_administrators_of_the_unit_or_above_end_a_post(province, commune, neighbour):
    for actor, allowed in ladder(province, commune, neighbour):
        post = a_post(commune)
        if allowed:
            assert posts.end_post(post.pk, on=TODAY, actor=actor).ended_at
        else:
            with pytest.raises(PermissionDenied):
                posts.end_post(post.pk, on=TODAY, actor=actor)


def test_a_person_is_registered_with_the_post_by_which_they_belong(commune):
    admin, branch = an_actor(commune), a_unit(commune, kind="branch")

    person = persons.register_person(
        NewPerson("Đỗ  Thị Hòa"), NewPost(Role.MEMBER, TODAY), unit=branch, actor=admin
    )

    assert person.name_folded == "do thi hoa"
    assert [post.unit for post in person.posts.all()] == [branch]


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewPerson("   "), "full name"),
        (NewPerson("Lê Văn Mai", TODAY), "in the past"),
    ],
)
def test_a_person_needs_a_name_and_a_birth_in_the_past(commune, new, words):
    with pytest.raises(RuleBroken, match=words):
        persons.register_person(
            new, NewPost(Role.MEMBER, TODAY), unit=commune, actor=an_actor(commune)
        )


def test_one_administrator_renames_nobody_with_power(commune):
    """Keys and documents bear the name: two agree to another one. A date of birth is no such thing."""
    leader, admin = a_post(commune, Role.SECRETARY).person, an_actor(commune, Role.ORG_ADMIN)
    name, born_on = "Đỗ Văn Trưởng", TODAY - 15000 * DAY
    leader.full_name = name
    leader.save()

    with pytest.raises(RuleBroken, match="a second person confirms it"):
        persons.correct_person(leader.pk, NewPerson("Kẻ Mạo Danh"), actor=admin)
    persons.correct_person(leader.pk, NewPerson(name, born_on), actor=admin)

    leader.refresh_from_db()
    assert (leader.full_name, leader.born_on) == (name, born_on)


def test_who_has_no_power_is_renamed_by_one_and_notified(commune):
    member, admin = a_post(commune, Role.SPECIALIST).person, an_actor(commune, Role.ORG_ADMIN)

    persons.correct_person(member.pk, NewPerson("Đặng Thị Đúng"), actor=admin)
    run_jobs()

    notice = Notice.objects.get(person=member.pk)
    assert "Đặng Thị Đúng" in notice.text
    assert notice.stands


def test_nobody_appoints_themselves(commune):
    admin = an_actor(commune)

    with pytest.raises(RuleBroken, match="Nobody appoints themselves"):
        posts.appoint(
            Person.objects.get(pk=admin.person_id),
            NewPost("specialist", TODAY),
            commune,
            actor=admin,
        )


def test_a_second_secretary_is_refused_until_the_first_post_has_ended(commune):
    role, branch = Role.BRANCH_SECRETARY, a_unit(commune, kind="branch")
    admin, first = an_actor(commune), a_post(branch, role)

    with pytest.raises(RuleBroken, match="End that post first"):
        posts.appoint(a_person(), NewPost(role, TODAY, decision=DECIDED), branch, actor=admin)
    posts.end_post(first.pk, on=TODAY, actor=admin)

    assert posts.appoint(a_person(), NewPost(role, TODAY, decision=DECIDED), branch, actor=admin)


# An organisation has the posts of its kind, whoever calls the action.
@pytest.mark.parametrize("secretary", [Role.SECRETARY, None])
def test_a_post_that_an_organisation_of_this_kind_has_not_is_refused(commune, secretary):
    admin, role = an_actor(commune), Role.BRANCH_SECRETARY
    if secretary:
        a_post(commune, secretary)

    with pytest.raises(RuleBroken, match="no such post in this organisation") as refused:
        posts.appoint(a_person(), NewPost(role, TODAY), commune, actor=admin)

    assert refused.value.field == "role"
    with pytest.raises(RuleBroken, match="no such post"):
        persons.register_person(
            NewPerson("Lê Thị Tư"), NewPost(role, TODAY), unit=commune, actor=admin
        )
    member = a_post(a_unit(commune, kind="branch"), Role.MEMBER)
    with pytest.raises(RuleBroken, match="no such post"):
        posts.transfer_member(member.pk, commune, on=TODAY, actor=admin)


def test_the_same_post_is_not_given_twice(commune):
    admin, post = an_actor(commune), a_post(commune)

    with pytest.raises(RuleBroken, match="already holds"):
        posts.appoint(
            post.person, NewPost(Role.SPECIALIST, TODAY, decision=DECIDED), commune, actor=admin
        )


def test_a_member_belongs_to_one_branch_at_a_time(commune):
    admin = an_actor(commune)
    old, new = (a_unit(commune, kind="branch") for _ in range(2))
    person = a_post(old, Role.MEMBER).person

    for role in (Role.MEMBER, Role.PROBATIONARY_MEMBER):
        with pytest.raises(RuleBroken, match=f"belongs to {old}"):
            posts.appoint(person, NewPost(role, TODAY), new, actor=admin)
    assert posts.appoint(
        person, NewPost(Role.SPECIALIST, TODAY, decision=DECIDED), commune, actor=admin
    )


@pytest.mark.parametrize("day", [TODAY, TODAY + DAY])
def test_a_member_is_transferred_by_an_end_and_an_appointment_on_the_same_day(commune, day):
    admin = an_actor(commune)
    old, new = (a_unit(commune, kind="branch") for _ in range(2))
    post = a_post(old, Role.MEMBER)

    posts.end_post(post.pk, on=day, actor=admin)
    with pytest.raises(RuleBroken, match="one branch at a time"):
        posts.appoint(post.person, NewPost(Role.MEMBER, day - DAY), new, actor=admin)
    posts.appoint(post.person, NewPost(Role.MEMBER, day), new, actor=admin)

    assert [members_of(unit).exists() for unit in (old, new)] == [day > TODAY, day == TODAY]


def test_an_end_is_not_put_off_into_the_membership_of_another_branch(commune):
    admin = an_actor(commune)
    post = a_post(a_unit(commune, kind="branch"), Role.MEMBER)
    posts.end_post(post.pk, on=TODAY + DAY, actor=admin)
    new = a_unit(commune, kind="branch")
    posts.appoint(post.person, NewPost(Role.MEMBER, TODAY + DAY), new, actor=admin)

    with pytest.raises(RuleBroken, match=f"belongs to {new}"):
        posts.end_post(post.pk, on=TODAY + 2 * DAY, actor=admin)


def test_the_database_itself_keeps_a_member_in_one_branch(commune):
    post = a_post(commune, Role.MEMBER, until=TODAY)
    a_post(a_unit(commune), Role.PROBATIONARY_MEMBER, person=post.person, since=TODAY)

    with pytest.raises(IntegrityError, match="post_one_branch_at_a_time"):
        a_post(a_unit(commune), Role.MEMBER, person=post.person, since=TODAY - DAY)


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.COMMITTEE_MEMBER, "commune_committee"),
        (Role.SPECIALIST, "commune_committee"),
        (Role.BRANCH_SECRETARY, "branch"),
        (Role.BRANCH_COMMITTEE_MEMBER, "branch"),
    ],
)
def test_a_post_in_which_papers_are_read_is_given_on_a_named_decision(commune, role, kind):
    unit = commune if kind == commune.kind else a_unit(commune, kind=kind)
    admin, new = an_actor(commune), NewPost(role, TODAY)

    with pytest.raises(RuleBroken, match="Name the decision"):
        persons.register_person(NewPerson("Lê Thị Rơm"), new, unit=unit, actor=admin)
    with pytest.raises(RuleBroken, match="Name the decision"):
        posts.appoint(a_person(), new, unit, actor=admin)

    given = posts.appoint(a_person(), NewPost(role, TODAY, decision=DECIDED), unit, actor=admin)
    assert given.decision == "12-QĐ/ĐU, 20/11/2019, Đảng ủy xã"


def test_no_post_in_an_organisation_that_does_not_exist_yet(commune):
    with pytest.raises(RuleBroken, match="does not exist on that day"):
        posts.appoint(
            a_person(),
            NewPost(Role.SPECIALIST, LONG_AGO - DAY, decision=DECIDED),
            commune,
            actor=an_actor(commune),
        )


def test_a_post_ends_once_and_not_before_it_begins(commune):
    admin, post = an_actor(commune), a_post(commune, since=TODAY)

    with pytest.raises(RuleBroken, match="before it begins"):
        posts.end_post(post.pk, on=TODAY - DAY, actor=admin)
    posts.end_post(post.pk, on=TODAY, actor=admin)
    with pytest.raises(RuleBroken, match="already ended"):
        posts.end_post(post.pk, on=TODAY, actor=admin)


def test_a_lost_post_is_lost_at_once_with_what_it_delegated(commune):
    admin, secretary, deputy = (
        an_actor(commune),
        a_post(commune, Role.SECRETARY),
        a_post(commune, Role.DEPUTY_SECRETARY),
    )
    delegation = Delegation.objects.create(
        post=secretary, to_person=deputy.person, valid_from=LONG_AGO, basis="QĐ 1"
    )

    posts.end_post(secretary.pk, on=TODAY, actor=admin)

    delegation.refresh_from_db()
    assert actor_for(secretary.person) is None
    assert [actor.for_post_id for actor in actors_of(deputy.person)] == [None]
    assert delegation.valid_to == TODAY


def test_losing_the_last_post_ends_all_sessions_and_losing_one_of_two_does_not(commune, client):
    admin = an_actor(commune)
    first = a_post(commune, Role.CLERK)
    second = a_post(commune, Role.MEMBER, person=first.person)
    account = an_account(first.person)
    client.force_login(account)

    posts.end_post(first.pk, on=TODAY, actor=admin)
    still_in = signed_in(client)
    posts.end_post(second.pk, on=TODAY, actor=admin)

    assert still_in == account
    assert not signed_in(client).is_authenticated


def test_an_end_decided_for_a_later_day_is_carried_out_on_that_day(commune):
    admin, post = an_actor(commune), a_post(commune)
    account = an_account(post.person)

    posts.end_post(post.pk, on=TODAY + DAY, actor=admin)
    assert actor_for(post.person) is not None
    assert posts.withdraw_due_posts() == 0
    post.valid_to = TODAY
    post.save(update_fields=["valid_to"])
    assert posts.withdraw_due_posts() == 1

    account.refresh_from_db()
    assert actor_for(post.person) is None
    assert account.session_generation == 1


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({}, None),
        ({"until": TODAY}, "at least one day"),
        ({"on": LONG_AGO - DAY}, "not held on that day"),
        ({"basis": " "}, "Name the document"),
        ({"to": "self"}, "own holder"),
        ({"to": "stranger"}, "same organisation"),
    ],
)
def test_a_post_is_delegated_within_the_organisation_on_a_stated_basis(
    commune, neighbour, case, words
):
    specialist, deputy = a_post(commune), a_post(commune, Role.DEPUTY_SECRETARY)
    people = {
        "deputy": deputy.person_id,
        "self": specialist.person_id,
        "stranger": a_post(neighbour).person_id,
    }

    def action():
        return lending.delegate(
            specialist.pk,
            people[case.get("to", "deputy")],
            on=case.get("on", TODAY),
            until=case.get("until", TODAY + DAY),
            basis=case.get("basis", "Giấy ủy quyền số 1"),
            actor=actor_in(specialist),
        )

    if words:
        with pytest.raises(RuleBroken, match=words):
            action()
    else:
        action()
        assert actor_for(deputy.person, specialist.pk).for_post_id == specialist.pk


def test_who_administers_takes_no_post_by_delegation(commune):
    post, admin = a_post(commune), an_actor(commune)

    with pytest.raises(RuleBroken, match="to themselves"):
        lending.delegate(post.pk, admin.person_id, on=TODAY, until=None, basis="QĐ 1", actor=admin)


@pytest.mark.parametrize("by", ["holder", "administrator"])
def test_nobody_alone_lends_a_post_with_power(commune, by):
    secretary, other = a_post(commune, Role.SECRETARY), a_post(commune)
    actor = actor_in(secretary) if by == "holder" else an_actor(commune)

    with pytest.raises(RuleBroken, match="carries power"):
        lending.delegate(
            secretary.pk, other.person_id, on=TODAY, until=None, basis="QĐ 1", actor=actor
        )


def test_a_leader_lets_somebody_act_for_a_post_with_power(commune):
    clerk, other = a_post(commune, Role.CLERK), a_post(commune)
    agreed = agreed_by(actor_in(clerk), an_actor(commune, Role.SECRETARY))

    lending.delegate_agreed(
        clerk.pk, other.person_id, on=TODAY, until=None, basis="QĐ 1", agreed=agreed
    )

    assert actor_for(other.person, clerk.pk).for_post_id == clerk.pk


def test_every_post_with_power_is_lent_by_its_holder():
    assert set(LEND.held_by) == ROLES_WITH_POWER


def test_a_second_secretary_is_not_registered_either(commune):
    branch = a_unit(commune, kind="branch")
    a_post(branch, Role.BRANCH_SECRETARY)

    with pytest.raises(RuleBroken, match="has a secretary"):
        persons.register_person(
            NewPerson("Lê Thị Hai"),
            NewPost(Role.BRANCH_SECRETARY, TODAY, decision=DECIDED),
            unit=branch,
            actor=an_actor(commune),
        )


@pytest.mark.parametrize("role", sorted(ROLES_WITH_POWER))
def test_no_administrator_alone_gives_a_post_with_power(commune, role):
    admin = an_actor(commune)
    with pytest.raises(RuleBroken, match="carries power"):
        posts.appoint(a_person(), NewPost(role, TODAY), commune, actor=admin)
    with pytest.raises(RuleBroken, match="carries power"):
        persons.register_person(
            NewPerson("Lê Thị Ba"), NewPost(role, TODAY), unit=commune, actor=admin
        )


def test_who_acts_for_a_post_does_not_pass_it_on(commune):
    specialist, deputy = a_post(commune), a_post(commune, Role.DEPUTY_SECRETARY)
    lending.delegate(
        specialist.pk,
        deputy.person_id,
        on=TODAY,
        until=None,
        basis="Giấy ủy quyền số 1",
        actor=actor_in(specialist),
    )
    acting = actor_for(deputy.person, specialist.pk)

    with pytest.raises(PermissionDenied):
        lending.delegate(
            specialist.pk,
            a_post(commune).person_id,
            on=TODAY,
            until=None,
            basis="x",
            actor=acting,
        )


def test_the_holder_and_the_administrator_take_a_delegation_back(commune, neighbour):
    secretary, deputy = a_post(commune, Role.SECRETARY), a_post(commune, Role.DEPUTY_SECRETARY)
    for actor, allowed in [
        (an_actor(neighbour), False),
        (actor_in(deputy), False),
        (actor_in(secretary), True),
        (an_actor(commune), True),
    ]:
        delegation = Delegation.objects.create(
            post=secretary, to_person=deputy.person, valid_from=LONG_AGO, basis="QĐ"
        )
        if allowed:
            lending.end_delegation(delegation.pk, actor=actor)
            assert len(actors_of(deputy.person)) == 1
        else:
            with pytest.raises(PermissionDenied):
                lending.end_delegation(delegation.pk, actor=actor)
            delegation.delete()


@pytest.mark.django_db
def test_the_posts_of_an_ended_organisation_end_with_it() -> None:
    unit = a_unit()
    post = a_post(unit, Role.SECRETARY)
    assert end_posts_of(unit.pk) == 0
    Unit.objects.filter(pk=unit.pk).update(valid_to=timezone.localdate())

    end_posts_of(unit.pk)

    post.refresh_from_db()
    assert post.valid_to == timezone.localdate()
    assert post.ended_at is not None


@pytest.mark.parametrize(("others", "alone"), [(0, False), (1, False), (2, True)])
@pytest.mark.parametrize("act", ["end", "bar"])
def test_of_the_last_two_administrators_none_is_put_aside_by_one(commune, act, others, alone):
    post, actor = a_post(commune, Role.ORG_ADMIN), an_actor(commune)
    account = an_account(post.person)
    for _other in range(others):
        an_account(a_post(commune, Role.ORG_ADMIN).person)

    def put_aside():
        if act == "end":
            return posts.end_post(post.pk, on=TODAY + DAY, actor=actor)
        return barring.suspend_account(account.pk, actor=actor)

    if alone:
        assert put_aside()
    else:
        with pytest.raises(RuleBroken, match="one of the last two"):
            put_aside()


def test_who_cannot_sign_in_administers_nothing(province, commune):
    """Neither somebody barred, nor somebody invited, nor an administrator elsewhere counts."""
    post, actor = a_post(commune, Role.ORG_ADMIN), an_actor(commune)
    an_account(a_post(province, Role.ORG_ADMIN).person)
    an_account(a_post(commune, Role.ORG_ADMIN).person, password=None)
    an_account(a_post(a_unit(commune), Role.ORG_ADMIN).person)
    barred = an_account(a_post(commune, Role.ORG_ADMIN).person)
    barred.is_active = False
    barred.save()

    with pytest.raises(RuleBroken, match="one of the last two"):
        posts.end_post(post.pk, on=TODAY, actor=actor)
    an_account(actor_person(actor))
    assert posts.end_post(post.pk, on=TODAY, actor=actor)


def actor_person(actor):
    return Person.objects.get(pk=actor.person_id)
