"""The daily check of posts with power: given by two, and not held after their end."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.audit.public import record
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.confirmations import actions
from lienthong.kernel.confirmations.comparing import (
    posts_given_by_nobody,
    posts_held_after_their_end,
)
from lienthong.kernel.people.public import Post, Role, end_post
from lienthong.kernel.people.tests.factories import a_post
from lienthong.kernel.permissions.public import power_of

from .office import Office, a_gift

pytestmark = pytest.mark.django_db


def given(office: Office) -> Post:
    power = power_of("people.give_post")
    proposal = actions.propose(power, a_gift(office), actor=office.actor("org_admin"))
    actions.confirm(proposal.pk, actor=office.actor("secretary"))
    return Post.objects.get(person=proposal.concerned_id)


def unknown() -> set[int]:
    return {fault.facts["post"] for fault in posts_given_by_nobody()}


def revived() -> set[int]:
    return {fault.facts["post"] for fault in posts_held_after_their_end()}


def test_what_two_gave_is_known(office: Office) -> None:
    assert given(office).pk not in unknown()


def test_what_nobody_gave_is_named(office: Office) -> None:
    """Also with a good mark: whoever has the files of the web can make one."""
    assert a_post(office.commune, Role.CLERK).pk in unknown()
    assert a_post(office.commune, Role.SPECIALIST).pk not in unknown()


def test_what_the_system_gave_when_all_began_is_known(office: Office) -> None:
    post = a_post(office.commune, Role.ORG_ADMIN)
    record(None, "people.registered", post.person, post=post.pk)

    assert post.pk not in unknown()


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE people_post SET role = 'org_admin' WHERE id = {post}",
        "UPDATE people_post SET person_id = {other} WHERE id = {post}",
        "UPDATE confirmations_proposal SET state = 'refused' WHERE concerned_id = {person}",
    ],
)
def test_what_is_not_as_two_agreed_is_named(office: Office, tamper: str) -> None:
    post = given(office)
    other = office.posts["specialist"].person_id

    assert as_superuser(tamper.format(post=post.pk, person=post.person_id, other=other)) == 1

    assert post.pk in unknown()


def test_an_ended_post_that_is_held_again_is_named(office: Office) -> None:
    """Put back as it was, with the mark it bore: the history knows that it has ended."""
    post = given(office)
    end_post(post.pk, on=timezone.localdate(), actor=office.actor("above org_admin"))
    assert post.pk not in revived()

    back = "UPDATE people_post SET valid_to = NULL, ended_at = NULL, mark = %s WHERE id = %s"
    as_superuser(back, post.mark, post.pk)

    assert Post.objects.get(pk=post.pk).is_marked()
    assert post.pk in revived()


def test_a_post_that_ends_later_is_held_rightly(office: Office) -> None:
    post = given(office)
    day = timezone.localdate() + dt.timedelta(days=5)

    end_post(post.pk, on=day, actor=office.actor("above org_admin"))

    assert post.pk not in revived()
