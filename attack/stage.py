"""Setting the stage: organisations, a persona for every role in every place, and their open sessions."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lienthong.kernel.events.actions import relay
from lienthong.kernel.events.models import OutboxEntry
from lienthong.kernel.people.actions.posts import end_agreed
from lienthong.kernel.people.demo import show_second_factor
from lienthong.kernel.people.factor_marks import mark_factors
from lienthong.kernel.people.public import (
    Account,
    Delegation,
    Person,
    Post,
    actor_in,
)
from lienthong.kernel.people.tests.factories import agreed_by
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import Term, seed
from lienthong.kernel.units.public import NewUnit, Unit, place_unit
from lienthong.kernel.web.public import POST_IN_SESSION

from .places import Place, the_places
from .rooms import brought
from .world import ROLES, Persona, Secret, World

LONG_AGO = dt.date(2025, 9, 15)
FAR_AWAY = dt.date(2099, 1, 1)  # an end to every post: without it a unit has one secretary only
PLAIN = "member"
MEMBERSHIP = {"member", "probationary_member"}


def the_world(roles: Iterable[str] = ROLES, *, only: Iterable[str] = ()) -> World:
    """Everything that is attacked; `only` names the things to make where a few will do."""
    stage = Stage(World(the_places()), only=frozenset(only))
    stage.found()
    stage.staff(tuple(roles))
    for access in brought().values():
        if access.make:
            access.make(stage)
    hear_everything()
    stage.open_sessions()
    return stage.world


class Stage:
    """The world of facts, and the posts through which the product's own actions are done."""

    def __init__(self, world: World, *, only: frozenset[str] = frozenset()) -> None:
        self.world = world
        self.only = only

    def actor(self, role: str, place: str) -> Actor:
        return actor_in(self.post(role, place))

    def post(self, role: str, place: str) -> Post:
        key = self.world.posts[role, place]
        return Post.objects.select_related("person", "unit__serves").get(pk=key)

    # --- What the rooms bring -----------------------------------------------------------------

    def wants(self, key: str) -> bool:
        return not self.only or key in self.only

    def add(self, kind: str, *things: Any) -> None:
        self.world.things.setdefault(kind, []).extend(things)

    def keep(self, word: str, kind: str, thing: Any) -> str:
        """A word that only those may read whom the rooms name for this kind."""
        self.world.secrets[word] = Secret(word, kind, thing)
        return word

    def secret(self, kind: str, thing: Any) -> str:
        """A word that stands nowhere else."""
        return self.keep(f"zq{len(self.world.secrets):03}x", kind, thing)

    def someone(self, name: str, role: str, *places: str) -> tuple[Account, list[Post]]:
        """A person who is no persona: the account, and an open post in each place."""
        person = Person.objects.create(full_name=name)
        (account,) = _accounts([person])
        return account, [_hold(person, role, self.world.places[place]) for place in places]

    # --- Organisations ------------------------------------------------------------------------

    def found(self) -> None:
        seed()
        units: dict[str, Unit] = {}
        for place in self.world.places.values():
            committee = place.in_line and not place.is_branch
            new = NewUnit(
                kind=place.kind,
                name_body=f"Đảng bộ {place.name}" if committee else place.name,
                name_committee=f"Cấp ủy {place.name}" if committee else "",
                symbol=place.symbol,
                place="Đồng Xuân",
                has_register=place.register,
                serves_id=place.served.unit_id if place.served else None,
            )
            parent = units[place.parent.key] if place.parent else None
            unit = units[place.key] = place_unit(new, parent=parent, on=LONG_AGO)
            place.unit_id = unit.pk
            if place.register:
                Term.objects.create(unit=unit, starts_on=LONG_AGO)

    # --- Personas -----------------------------------------------------------------------------

    def staff(self, roles: tuple[str, ...]) -> None:
        """Every role in every place, whether or not such a place would have one; then the special ones."""
        pairs = [(role, place) for place in self.world.places.values() for role in ROLES]
        people = _persons(len(pairs))
        posts = Post.objects.bulk_create(
            _post(person, role, place) for person, (role, place) in zip(people, pairs, strict=True)
        )
        accounts = _accounts(people)
        for (role, place), post, account in zip(pairs, posts, accounts, strict=True):
            self.world.posts[role, place.key] = post.pk
            if role in roles:
                name = f"{role} of “{place.key}”"
                self.world.personas.append(
                    Persona(name, role, place, "", post.person_id, post.pk, account.pk)
                )
        for role in roles:
            self._special_personas(role)
        self.world.personas.append(Persona("nobody", "", None, "anonymous"))

    def _special_personas(self, role: str) -> None:
        places = self.world.places
        province, afar = places["province"], places["stranger branch"]
        self._persona(role, places["stranger"], "named")
        self._persona(role, province, "former")
        self._persona(role, province, "lapsed")
        self._persona(role, province, "no second factor", factor=False)
        self._persona(role, province, "second factor not shown")
        if role not in MEMBERSHIP:  # a member belongs to one branch only
            self._with_another_post(role, province, afar)
        for place in (province, places["commune"]):
            self._acting_for(role, place, place)
        self._acting_for(role, province, afar)

    def _persona(self, role: str, place: Place, how: str, *, factor: bool = True) -> Persona:
        (person,) = _persons(1)
        (account,) = _accounts([person], factor=factor)
        post = _hold(person, role, place)
        name = f"{role} of “{place.key}” ({how})"
        persona = Persona(name, role, place, how, person.pk, post.pk, account.pk)
        persona.second_factor = factor
        persona.shown = factor and how != "second factor not shown"
        self.world.personas.append(persona)
        return persona

    def _with_another_post(self, role: str, place: Place, afar: Place) -> None:
        """Acts as a plain member far away; what the other post may see stays closed meanwhile."""
        persona = self._persona(PLAIN, afar, "other post")
        persona.name = f"member of “{afar.key}”, elsewhere {role} of “{place.key}”"
        persona.elsewhere = role
        _hold(Person.objects.get(pk=persona.person_id), role, place)

    def _acting_for(self, role: str, place: Place, own: Place) -> None:
        """A plain member to whom the post of the place's holder is delegated.

        Beside no post of one's own in the same organisation, a delegation gives nothing.
        """
        persona = self._persona(PLAIN, own, "acting for" if own is place else "acting from afar")
        lent = self.world.posts[role, place.key]
        Delegation.objects.create(
            post_id=lent, to_person_id=persona.person_id, valid_from=LONG_AGO, basis="thử nghiệm"
        )
        persona.name = f"from “{own.key}” acting for the {role} of “{place.key}”"
        persona.chosen_post_id = lent
        if own is place:
            persona.role, persona.place = role, place
            persona.post_id, persona.for_post = lent, True
        else:
            persona.elsewhere = role

    # --- Sessions -----------------------------------------------------------------------------

    def open_sessions(self) -> None:
        """Everybody signs in and chooses the post; then some lose it, their sessions still open."""
        accounts = Account.objects.in_bulk()
        for persona in self.world.personas:
            if persona.how != "anonymous":
                persona.session = _signed_in(accounts[persona.account_id], persona)
        today = timezone.localdate()
        admin = self.actor("org_admin", "centre")
        for persona in self.world.personas:
            if persona.how == "former":
                end_agreed(persona.post_id, on=today, agreed=agreed_by(admin))
            elif persona.how == "lapsed":
                lapsed = Post.objects.get(pk=persona.post_id)
                lapsed.valid_to = today
                lapsed.save(update_fields=["valid_to"])


def hear_everything() -> None:
    """Let every room react to what was announced, as the worker would."""
    while waiting := OutboxEntry.objects.filter(relayed_at=None).order_by("pk").first():
        relay(waiting.pk)


def _persons(count: int) -> list[Person]:
    people = [Person(full_name="Nguyễn Văn Thử") for _ in range(count)]
    for person in people:
        person.keep_name_keys()
    return Person.objects.bulk_create(people)


def _accounts(people: list[Person], *, factor: bool = True) -> list[Account]:
    accounts = Account.objects.bulk_create(
        Account(username=f"p{person.pk}", person=person, password="!") for person in people
    )
    if factor:
        factors = Authenticator.objects.bulk_create(
            Authenticator(user=account, type=Authenticator.Type.TOTP, data={"secret": "unused"})
            for account in accounts
        )
        mark_factors(factors)
    return accounts


def _hold(person: Person, role: str, place: Place) -> Post:
    post = _post(person, role, place)
    post.save()
    return post


def _post(person: Person, role: str, place: Place) -> Post:
    return Post(
        person=person,
        role=role,
        unit_id=place.unit_id,
        title=role,
        valid_from=LONG_AGO,
        valid_to=FAR_AWAY,
    )


def _signed_in(account: Account, persona: Persona) -> str:
    client = Client(SERVER_NAME="localhost")
    client.force_login(account)
    session = client.session
    session[POST_IN_SESSION] = persona.chosen_post_id or persona.post_id
    if persona.shown:
        show_second_factor(session, account)
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value
