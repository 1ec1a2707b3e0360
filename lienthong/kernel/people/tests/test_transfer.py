"""How a Party member goes from one branch to another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from lienthong.kernel.database.tests.waiting import until_another_waits_for_us
from lienthong.kernel.people.actions import posts
from lienthong.kernel.people.actions.persons import NewPost
from lienthong.kernel.people.models import Person, Role
from lienthong.kernel.people.queries import members_of
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import Unit

from .factories import LONG_AGO, a_post, a_unit, an_account, an_actor

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.mark.parametrize("day", [TODAY, TODAY + DAY])
def test_a_member_is_transferred_in_one_action_and_stays_signed_in(commune, client, day):
    old, new = (a_unit(commune, kind="branch") for _ in range(2))
    post = a_post(old, Role.MEMBER, title="Đảng viên")
    account = an_account(post.person)
    client.force_login(account)

    there = posts.transfer_member(post.pk, new, on=day, actor=an_actor(commune))

    post.refresh_from_db()
    assert (post.valid_to, post.ended_at is not None) == (day, day == TODAY)
    assert (there.unit, there.role, there.title) == (new, Role.MEMBER, "Đảng viên")
    assert [members_of(unit).exists() for unit in (old, new)] == [day > TODAY, day == TODAY]
    assert get_user(SimpleNamespace(session=client.session)) == account


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("clerk", "Only a Party member"),
        ("oneself", "Nobody transfers themselves"),
        ("ended", "already ended"),
        ("early", "before it begins"),
        ("not founded", "does not exist on that day"),
        ("same branch", "already holds"),
        ("third branch", "one branch at a time"),
    ],
)
def test_what_is_no_transfer_is_refused(commune, case, words):
    admin, new = an_actor(commune), a_unit(commune, kind="branch")
    person = Person.objects.get(pk=admin.person_id) if case == "oneself" else None
    role = Role.CLERK if case == "clerk" else Role.MEMBER
    post = a_post(a_unit(commune, kind="branch"), role, person=person, since=LONG_AGO + DAY)
    if case == "ended":
        posts.end_post(post.pk, on=TODAY, actor=admin)
    if case == "not founded":
        Unit.objects.filter(pk=new.pk).update(valid_from=TODAY + DAY)
        new.refresh_from_db()
    if case == "third branch":
        posts.end_post(post.pk, on=TODAY + DAY, actor=admin)
        third = a_unit(commune, kind="branch")
        posts.appoint(post.person, NewPost(role, TODAY + DAY), third, actor=admin)

    with pytest.raises(RuleBroken, match=words):
        posts.transfer_member(
            post.pk,
            post.unit if case == "same branch" else new,
            on=LONG_AGO if case == "early" else TODAY,
            actor=admin,
        )


def test_a_member_is_transferred_by_who_administers_both_branches(commune, neighbour):
    here = a_unit(commune, kind="branch")
    post = a_post(here, Role.MEMBER)

    for actor in (an_actor(commune), an_actor(neighbour)):
        with pytest.raises(PermissionDenied):
            posts.transfer_member(post.pk, a_unit(neighbour, kind="branch"), on=TODAY, actor=actor)


@pytest.mark.django_db(transaction=True)
def test_an_appointment_waits_for_an_end_that_is_being_put_off():
    commune = a_unit()
    admin, new = an_actor(commune), a_unit(commune, kind="branch")
    post = a_post(a_unit(commune, kind="branch"), Role.MEMBER)
    posts.end_post(post.pk, on=TODAY + DAY, actor=admin)

    def appoint():
        try:
            posts.appoint(post.person, NewPost(Role.MEMBER, TODAY + DAY), new, actor=admin)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            posts.end_post(post.pk, on=TODAY + 2 * DAY, actor=admin)
            waiting = beside.submit(appoint)
            until_another_waits_for_us()
        with pytest.raises(RuleBroken):
            waiting.result()
