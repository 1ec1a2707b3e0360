"""What a superuser of the database writes gives no right, and the daily check names it."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from lienthong.kernel.audit.marked_rows import marked_tables, unmarked_rows
from lienthong.kernel.audit.public import AuditEntry
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.people.actions.access import invite, use_code
from lienthong.kernel.people.actions.persons import NewPost
from lienthong.kernel.people.actions.posts import appoint, end_post
from lienthong.kernel.people.models import AccessCode, Account, Delegation, Post, Role
from lienthong.kernel.people.queries import actor_in, actors_of
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.actions.tree import move_unit
from lienthong.kernel.units.public import Decision, Unit, UnitKind

from .factories import (
    LONG_AGO,
    PASSWORD,
    a_person,
    a_post,
    a_unit,
    agreed_by,
    an_account,
    an_actor,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
INSERTED = """
    INSERT INTO people_post (person_id, role, unit_id, title, valid_from, mark)
    SELECT %s, 'secretary', unit_id, '', valid_from, mark FROM people_post WHERE id = %s
"""
CHANGES = {
    "person": "UPDATE people_post SET person_id = {other.person_id} WHERE id = {own.pk}",
    "role": "UPDATE people_post SET role = 'secretary' WHERE id = {own.pk}",
    "organisation": "UPDATE people_post SET unit_id = {other.unit_id} WHERE id = {own.pk}",
    "first day": "UPDATE people_post SET valid_from = valid_from - 1 WHERE id = {own.pk}",
    "last day": "UPDATE people_post SET valid_to = now() + interval '9 years' WHERE id = {own.pk}",
    "number": "UPDATE people_post SET id = id + 1000000 WHERE id = {own.pk}",
    "mark of another row": (
        "UPDATE people_post SET mark = (SELECT mark FROM people_post WHERE id = {other.pk})"
        " WHERE id = {own.pk}"
    ),
    "no mark": "UPDATE people_post SET mark = '' WHERE id = {own.pk}",
}


def named(model: type) -> list[int]:
    return [fault.facts["row"] for fault in unmarked_rows() if fault.message == model.UNMARKED]


def test_a_post_that_was_inserted_gives_no_right_and_is_named(commune):
    own = a_post(commune)

    as_superuser(INSERTED, own.person_id, own.pk)

    assert [actor.role for actor in actors_of(own.person)] == [own.role]
    invented = Post.objects.latest("pk")
    with pytest.raises(PermissionDenied):
        actor_in(invented)
    assert named(Post) == [invented.pk]


@pytest.mark.parametrize("change", CHANGES)
def test_a_post_that_was_changed_gives_no_right_and_is_named(province, commune, change):
    own, other = a_post(commune), a_post(province, Role.SECRETARY)
    assert (len(actors_of(own.person)), named(Post)) == (1, [])

    assert as_superuser(CHANGES[change].format(own=own, other=other)) == 1

    assert actors_of(own.person) == []
    assert [actor.post_id for actor in actors_of(other.person)] == [other.pk]
    assert len(named(Post)) == 1


def test_exchanged_marks_give_no_right(province, commune):
    first, second = a_post(commune), a_post(province, Role.SECRETARY)

    as_superuser("UPDATE people_post SET mark = %s WHERE id = %s", second.mark, first.pk)
    as_superuser("UPDATE people_post SET mark = %s WHERE id = %s", first.mark, second.pk)

    assert actors_of(first.person) == actors_of(second.person) == []
    assert named(Post) == [first.pk, second.pk]


def test_what_bore_no_mark_gets_none_by_a_change(commune):
    """Who ends an invented post, or makes anything of it, gives it no mark."""
    own = a_post(commune)
    as_superuser("UPDATE people_post SET role = 'secretary' WHERE id = %s", own.pk)

    end_post(own.pk, on=TODAY + timedelta(days=9), actor=an_actor(commune))
    Post.objects.get(pk=own.pk).save()

    assert actors_of(own.person) == []
    assert named(Post) == [own.pk]


def test_a_change_by_the_product_keeps_the_right(commune):
    own = a_post(commune)

    end_post(own.pk, on=TODAY + timedelta(days=9), actor=an_actor(commune))

    assert len(actors_of(own.person)) == 1
    assert named(Post) == []


def test_rows_written_in_bulk_bear_their_marks(commune):
    persons = [a_person() for _one in range(3)]
    posts = [
        Post(person=person, unit=commune, role=Role.MEMBER, valid_from=LONG_AGO)
        for person in persons
    ]

    Post.objects.bulk_create(posts)

    assert [len(actors_of(person)) for person in persons] == [1, 1, 1]
    assert named(Post) == []


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Post, {"valid_to": TODAY}),
        (Post, {"person": 1}),
        (Account, {"is_active": False}),
        (Delegation, {"to_person_id": 1}),
    ],
)
def test_nobody_is_shut_out_by_a_change_past_save(db, model, changes):
    with pytest.raises(TypeError, match="changed by save"):
        model.objects.update(**changes)


def test_what_gives_no_right_is_changed_in_any_way(commune):
    account = an_account(a_post(commune).person)

    Account.objects.filter(pk=account.pk).update(session_generation=7)

    assert named(Account) == []


def test_what_was_there_before_is_marked_once(commune):
    own = a_post(commune)
    as_superuser("UPDATE people_post SET mark = ''")
    assert actors_of(own.person) == []

    call_command("mark_rows", stdout=StringIO())

    assert len(actors_of(own.person)) == 1
    assert list(unmarked_rows()) == []
    assert AuditEntry.objects.filter(verb="audit.rows_marked").count() == len(marked_tables())


DELEGATION_CHANGES = {
    "inserted": (
        "INSERT INTO people_delegation (post_id, to_person_id, valid_from, basis, created_at, mark)"
        " SELECT {secretary.pk}, to_person_id, valid_from, basis, created_at, mark"
        " FROM people_delegation WHERE id = {lent.pk}"
    ),
    "of another post": (
        "UPDATE people_delegation SET post_id = {secretary.pk} WHERE id = {lent.pk}"
    ),
    "longer": (
        "UPDATE people_delegation SET valid_from = now() - interval '1 day', valid_to = NULL,"
        " post_id = {secretary.pk} WHERE id = {lent.pk}"
    ),
    "posts exchanged": (
        "UPDATE people_post SET id = -1 WHERE id = {clerk.pk};"
        "UPDATE people_post SET id = {clerk.pk} WHERE id = {secretary.pk};"
        "UPDATE people_post SET id = {secretary.pk} WHERE id = -1"
    ),
}


@pytest.mark.parametrize("change", DELEGATION_CHANGES)
def test_a_delegation_that_was_invented_gives_no_right(commune, change):
    secretary, clerk = a_post(commune, Role.SECRETARY), a_post(commune, Role.CLERK)
    own = a_post(commune)
    lent = Delegation.objects.create(
        post=clerk, to_person=own.person, valid_from=TODAY, basis="QĐ 1"
    )
    assert [actor.role for actor in actors_of(own.person)] == [own.role, Role.CLERK]

    for statement in DELEGATION_CHANGES[change].split(";"):
        assert as_superuser(statement.format(secretary=secretary, clerk=clerk, lent=lent)) == 1

    assert Role.SECRETARY not in [actor.role for actor in actors_of(own.person)]
    assert named(Delegation) or named(Post)


ACCOUNT_CHANGES: dict[str, Callable[[Account, Account], int]] = {
    "password": lambda own, _other: as_superuser(
        "UPDATE people_account SET password = %s WHERE id = %s", make_password(PASSWORD), own.pk
    ),
    "password of one's own account": lambda own, other: as_superuser(
        "UPDATE people_account SET password = %s WHERE id = %s", other.password, own.pk
    ),
    "person": lambda own, _other: as_superuser(
        "UPDATE people_account SET person_id = %s WHERE id = %s", a_person().pk, own.pk
    ),
    "sign-in name": lambda own, _other: as_superuser(
        "UPDATE people_account SET username = 'ten.khac' WHERE id = %s", own.pk
    ),
}


@pytest.mark.parametrize("change", ACCOUNT_CHANGES)
def test_an_account_that_was_changed_opens_nothing(client, commune, change):
    post = a_post(commune, Role.MEMBER)
    own, other = an_account(post.person), an_account(a_post(commune).person, password=None)
    other.set_password(PASSWORD)
    other.save(update_fields=["password"])
    assert authenticate(username=own.username, password=PASSWORD) == own
    client.force_login(own)
    assert client.get("/").status_code == 200

    assert ACCOUNT_CHANGES[change](own, other) == 1

    name = Account.objects.get(pk=own.pk).username
    assert authenticate(username=name, password=PASSWORD) is None
    assert client.get("/").status_code == 302
    assert named(Account) == [own.pk]


def test_a_barred_account_opened_by_a_row_stays_shut(commune):
    account = an_account(a_post(commune).person)
    account.is_active = False
    account.save(update_fields=["is_active"])

    as_superuser("UPDATE people_account SET is_active = true WHERE id = %s", account.pk)

    assert authenticate(username=account.username, password=PASSWORD) is None
    assert named(Account) == [account.pk]


def test_a_code_opens_only_the_account_it_was_issued_for(commune):
    """Its digest, copied to another account, opens nothing there."""
    administrator = an_actor(commune)
    person, secretary = a_post(commune).person, a_post(commune, Role.SECRETARY).person
    issued = invite(person.pk, "nguoi.quen", actor=administrator)
    theirs = an_account(secretary, password=None)
    known = AccessCode.objects.get(account__person=person)

    AccessCode.objects.create(
        account=theirs, purpose=known.purpose, digest=known.digest, expires_at=known.expires_at
    )

    with pytest.raises(RuleBroken, match="do not belong together"):
        use_code(theirs.username, issued.code, PASSWORD)


def test_what_is_appointed_gives_its_right(commune):
    person = a_person()

    decision = Decision("12-QĐ/ĐU", "2019-11-20", "Đảng ủy xã")
    new = NewPost(Role.SPECIALIST, TODAY, decision=decision)
    appoint(person, new, commune, actor=an_actor(commune))

    assert [actor.role for actor in actors_of(person)] == [Role.SPECIALIST]


# --- Places in the tree -----------------------------------------------------------------------------


PLACED = {
    "place": "UPDATE units_unit SET path = path || 'zz' WHERE id = {own.unit_id}",
    "superior": "UPDATE units_unit SET parent_id = NULL WHERE id = {own.unit_id}",
    "mark of another": (
        "UPDATE units_unit SET mark = (SELECT mark FROM units_unit WHERE id = {other.unit_id})"
        " WHERE id = {own.unit_id}"
    ),
}


@pytest.mark.parametrize("change", PLACED)
def test_posts_in_an_organisation_that_was_placed_by_a_superuser_give_no_right(
    province, commune, change
):
    own, other = a_post(commune), a_post(province, Role.SECRETARY)

    assert as_superuser(PLACED[change].format(own=own, other=other)) == 1

    assert actors_of(own.person) == []
    with pytest.raises(PermissionDenied):
        actor_in(Post.objects.select_related("unit", "person").get(pk=own.pk))
    assert named(Unit) == [own.unit_id]
    assert [actor.post_id for actor in actors_of(other.person)] == [other.pk]


def test_who_serves_an_organisation_that_was_placed_by_a_superuser_has_no_right(commune):
    office = a_unit(commune, kind=UnitKind.ADVISORY_BODY, serves=commune)
    own = a_post(office)
    assert len(actors_of(own.person)) == 1

    as_superuser("UPDATE units_unit SET path = path || 'zz' WHERE id = %s", commune.pk)

    assert actors_of(own.person) == []


def test_a_move_by_two_marks_all_that_moves_and_nothing_that_bore_no_mark(province, commune):
    part = a_unit(commune, kind=UnitKind.PART_COMMITTEE)
    branch, invented = (a_unit(part, kind=UnitKind.BRANCH) for _ in range(2))
    as_superuser("UPDATE units_unit SET mark = '' WHERE id = %s", invented.pk)
    other = a_unit(commune, kind=UnitKind.BASE_COMMITTEE)

    move_unit(
        part.pk,
        to_parent_id=a_unit(province, kind=UnitKind.COMMUNE_COMMITTEE).pk,
        on=TODAY,
        agreed=agreed_by(an_actor(province)),
    )

    assert named(Unit) == [invented.pk]
    branch.refresh_from_db()
    assert branch.is_marked()
    assert other.is_marked()
