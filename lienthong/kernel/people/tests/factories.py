"""Organisations and people for tests."""

from datetime import date
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.test import Client

from lienthong.kernel.people.actions.access import show_half
from lienthong.kernel.people.demo import show_second_factor
from lienthong.kernel.people.models import Account, Person, Post, Role
from lienthong.kernel.people.queries import actor_in
from lienthong.kernel.permissions.public import Actor, Agreed
from lienthong.kernel.units.public import NewUnit, Unit, UnitKind, place_unit

LONG_AGO = date(2020, 1, 1)
PASSWORD = "Một mật khẩu thật dài 7"
_numbers = count(1)


def a_unit(
    parent: Unit | None = None,
    *,
    kind: str = UnitKind.COMMUNE_COMMITTEE,
    serves: Unit | None = None,
) -> Unit:
    number = next(_numbers)
    new = NewUnit(
        kind=kind,
        name_body=f"Đảng bộ số {number}",
        has_register=kind == UnitKind.PROVINCIAL_COMMITTEE,
        serves_id=serves.pk if serves else None,
    )
    return place_unit(new, parent=parent, on=LONG_AGO)


def a_person(name: str = "") -> Person:
    return Person.objects.create(full_name=name or f"Nguyễn Văn Người {next(_numbers)}")


def a_post(
    unit: Unit,
    role: str = Role.SPECIALIST,
    *,
    person: Person | None = None,
    title: str = "",
    since: date = LONG_AGO,
    until: date | None = None,
) -> Post:
    return Post.objects.create(
        person=person or a_person(),
        unit=unit,
        role=role,
        title=title,
        valid_from=since,
        valid_to=until,
    )


def an_actor(unit: Unit, role: str = Role.ORG_ADMIN) -> Actor:
    return actor_in(a_post(unit, role))


def by_two(actor: Actor) -> Agreed:
    """What was agreed to, as it is carried out in the name of the second person."""
    return Agreed(0, "", (actor.person_id,), actor)


def an_account(person: Person, *, username: str = "", password: str | None = PASSWORD) -> Account:
    account = Account.objects.create_user(
        username or f"nguoi.{next(_numbers)}", None, person=person
    )
    if password is not None:
        account.password = _hashed(password)
        account.save(update_fields=["password"])
    return account


# Hashing is slow on purpose; the same password need not be hashed for every account.
_hashed = cache(make_password)


def sign_in_with_factor(client: Client, account: Account) -> None:
    """A session in which the second factor was shown: without it most posts open nothing."""
    client.force_login(account)
    session = client.session
    show_second_factor(session, account)
    session.save()


def agreed_by(*actors: Actor) -> Agreed:
    """As if these had proposed and confirmed; how they come to it is tested in `kernel.confirmations`."""
    return Agreed(0, "", tuple(actor.person_id for actor in actors), actors[-1])


def halves_for(person: Person, *actors: Actor) -> str:
    """The code that those who agreed hand over together."""
    return "-".join(show_half(person.pk, actor=actor).code for actor in actors)
