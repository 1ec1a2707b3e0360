"""Setting the stage: organisations, a persona for every role in every place, and their open sessions."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lienthong.kernel.events.actions import relay
from lienthong.kernel.events.models import OutboxEntry
from lienthong.kernel.notices.public import Notice, notify
from lienthong.kernel.people.demo import show_second_factor
from lienthong.kernel.people.public import (
    Account,
    Delegation,
    Person,
    Post,
    actor_in,
    end_post,
)
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import Term, seed
from lienthong.kernel.units.public import NewUnit, Unit, place_unit
from lienthong.kernel.web.public import POST_IN_SESSION
from lienthong.records.signing.public import Certificate

from .facts import Persona, Someone, World
from .places import Place, the_places
from .roles import ROLES

LONG_AGO = dt.date(2025, 9, 15)
FAR_AWAY = dt.date(2099, 1, 1)  # an end to every post: without it a unit has one secretary only
PLAIN = "member"
MEMBERSHIP = {"member", "probationary_member"}


class Stage:
    """The world of facts, and the posts through which the product's own actions are done."""

    def __init__(self, *, roles: tuple[str, ...] = tuple(ROLES)) -> None:
        self.roles = roles
        self.world = World(the_places())
        self.posts: dict[tuple[str, str], Post] = {}
        seed()
        self._found()
        self._staff()
        self._special_players()
        self._people_to_administer()

    def actor(self, role: str, place: str) -> Actor:
        return actor_in(self.post(role, place))

    def post(self, role: str, place: str) -> Post:
        key = self.posts[role, place].pk
        return Post.objects.select_related("person", "unit__serves").get(pk=key)

    # --- Organisations ------------------------------------------------------------------------

    def _found(self) -> None:
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

    # --- Players ------------------------------------------------------------------------------

    def _staff(self) -> None:
        """Every role in every place, whether or not such a place would have one."""
        pairs = [(role, place) for place in self.world.places.values() for role in ROLES]
        people = _persons(len(pairs))
        posts = Post.objects.bulk_create(
            _post(person, role, place) for person, (role, place) in zip(people, pairs, strict=True)
        )
        accounts = _accounts(people)
        for (role, place), post, account in zip(pairs, posts, accounts, strict=True):
            self.posts[role, place.key] = post
            if role in self.roles:
                name = f"{role} of “{place.key}”"
                self.world.personas.append(
                    Persona(name, role, place, "", post.person_id, post.pk, account.pk)
                )

    def _special_players(self) -> None:
        places = self.world.places
        province, afar = places["province"], places["stranger branch"]
        for role in self.roles:
            self._player(role, places["stranger"], "named")
            self._player(role, province, "former")
            self._player(role, province, "lapsed")
            self._player(role, province, "no second factor", factor=False)
            self._player(role, province, "second factor not shown")
            if role not in MEMBERSHIP:  # a member belongs to one branch only
                self._with_another_post(role, province, afar)
            for place in (province, places["commune"]):
                self._acting_for(role, place, place)
            self._acting_for(role, province, afar)
        self.world.personas.append(Persona("nobody", "", None, "anonymous"))

    def _player(self, role: str, place: Place, how: str, *, factor: bool = True) -> Persona:
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
        persona = self._player(PLAIN, afar, "other post")
        persona.name = f"member of “{afar.key}”, elsewhere {role} of “{place.key}”"
        _hold(Person.objects.get(pk=persona.person_id), role, place)

    def _acting_for(self, role: str, place: Place, own: Place) -> None:
        """A plain member to whom the post of the place's holder is delegated.

        Beside no post of one's own in the same organisation, a delegation gives nothing.
        """
        persona = self._player(PLAIN, own, "acting for" if own is place else "acting from afar")
        lent = self.posts[role, place.key]
        Delegation.objects.create(
            post=lent, to_person_id=persona.person_id, valid_from=LONG_AGO, basis="thử nghiệm"
        )
        persona.name = f"from “{own.key}” acting for the {role} of “{place.key}”"
        persona.chosen_post_id = lent.pk
        if own is place:
            persona.role, persona.place = role, place
            persona.post_id, persona.for_post = lent.pk, True

    # --- People to be administered ------------------------------------------------------------

    def _people_to_administer(self) -> None:
        places = self.world.places
        for key, where in (
            ("of the branch", ("branch",)),
            ("of commune and province", ("commune", "province")),
            ("of the stranger", ("stranger commune",)),
        ):
            marker = f"Zqnguoi{len(self.world.people):02}x"
            person = Person.objects.create(full_name=f"Nguyễn {marker}")
            (account,) = _accounts([person])
            posts = [_hold(person, "committee_member", places[one]) for one in where]
            certificate = Certificate.objects.create(
                key_id=f"person-{posts[0].pk}",
                purpose=Certificate.Purpose.PERSON,
                unit_id=places[where[0]].unit_id,
                post=posts[0],
                holder=person.full_name,
                valid_from=timezone.now(),
            )
            self.world.people[key] = Someone(
                key,
                tuple(places[one] for one in where),
                person.pk,
                posts[0].pk,
                account.pk,
                certificate.pk,
                marker,
            )

    # --- Sessions -----------------------------------------------------------------------------

    def open_sessions(self) -> None:
        """Everybody signs in and chooses the post; then some lose it, their sessions still open."""
        accounts = Account.objects.in_bulk()
        for persona in self.world.personas:
            if persona.how != "anonymous":
                persona.session = _signed_in(accounts[persona.account_id], persona)
        self._lose_posts()
        someone = self.world.people["of the stranger"]
        client = Client(SERVER_NAME="localhost")
        client.force_login(accounts[someone.account_id])
        client.get("/account/")
        notify([someone.person_id], "Zqthongbao.", "/")
        session = UserSession.objects.filter(user_id=someone.account_id).first()
        passkey = Authenticator.objects.create(
            user_id=someone.account_id, type=Authenticator.Type.WEBAUTHN, data={"name": "x"}
        )
        self.world.others = {
            "notice": Notice.objects.get(person_id=someone.person_id).pk,
            "session": session.pk if session else 0,
            "passkey": passkey.pk,
        }

    def _lose_posts(self) -> None:
        today = timezone.localdate()
        admin = self.actor("org_admin", "centre")
        for persona in self.world.personas:
            if persona.how == "former":
                end_post(persona.post_id, on=today, actor=admin)
            elif persona.how == "lapsed":
                Post.objects.filter(pk=persona.post_id).update(valid_to=today)


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
        Authenticator.objects.bulk_create(
            Authenticator(user=account, type=Authenticator.Type.TOTP, data={"secret": "unused"})
            for account in accounts
        )
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
    if persona.how == "former":
        # One page, so that the session is listed among the account's open ones.
        client.get("/account/")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
