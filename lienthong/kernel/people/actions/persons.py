"""What is done with persons."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import (
    Actor,
    Agreed,
    Role,
    RuleBroken,
    authorize,
    required,
)
from lienthong.kernel.text.public import one_line
from lienthong.kernel.units.public import NO_DECISION, Decision, Unit

from .. import permissions
from ..events import PersonCorrected, PostGiven, PostGivenByOne
from ..models import (
    MEMBERSHIP,
    ROLES_THAT_READ,
    ROLES_WITH_POWER,
    Account,
    Delegation,
    Person,
    Post,
)
from ..offices import roles_in
from ..queries import has_power, of_the_last_two

# Charter Art. 1: who is admitted is eighteen; officials are not younger.
YOUNGEST, OLDEST = 18, 120
# Letters of any people, and what is written between them: K'Brêu, Maria-Anna, N. V.
_IS_A_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f '’.-])*")
ONE_PER_UNIT = {Role.SECRETARY, Role.BRANCH_SECRETARY}


@dataclass(frozen=True)
class NewPerson:
    """What is known of a person when they are registered."""

    full_name: str
    born_on: date | None = None


@dataclass(frozen=True)
class NewPost:
    """What a decision to appoint says."""

    role: str
    on: date
    title: str = ""
    decision: Decision = NO_DECISION


@transaction.atomic
def register_person(new: NewPerson, post: NewPost, *, unit: Unit, actor: Actor) -> Person:
    """Register a person together with the first post by which they belong to an organisation."""
    authorize(actor, permissions.MANAGE, unit.path)

    refuse_power(post.role)
    refuse_unless_named(new)
    refuse_role_of_others(post.role, unit, post.on)
    post.decision.refuse(takes_effect=post.on, is_needed=post.role in ROLES_THAT_READ)
    refuse_unless_existing(unit, post.on)
    refuse_second_holder(None, post.role, unit, post.on)

    person = Person.objects.create(full_name=new.full_name, born_on=new.born_on)
    first = Post.objects.create(
        person=person,
        unit=unit,
        role=post.role,
        title=one_line(post.title),
        valid_from=post.on,
        decision=str(post.decision),
    )

    record(actor, "people.registered", person, unit=unit.pk, post=first.pk, role=post.role)
    announce_given_by_one(first, actor)
    return person


def announce_given_by_one(post: Post, actor: Actor) -> None:
    if post.role in ROLES_THAT_READ and actor.post_id is not None:
        announce(PostGivenByOne(post.pk, actor.post_id))


@transaction.atomic
def register_first_administrators(new: list[NewPerson], *, unit: Unit, title: str) -> list[Person]:
    """Register the two who administer a new installation: once, while nobody can sign in yet.

    Where there is one only, the history says so: what needs two persons then waits.
    """
    if Account.objects.exists():
        raise RuleBroken(_("This installation has accounts: its administrators invite others."))
    persons = [_first_administrator(one, unit, title) for one in new]
    if len(persons) == 1:
        record(None, "people.single_administrator", persons[0])
    return persons


def _first_administrator(new: NewPerson, unit: Unit, title: str) -> Person:
    refuse_unless_named(new)
    person = Person.objects.create(full_name=new.full_name, born_on=new.born_on)
    post = Post.objects.create(
        person=person,
        unit=unit,
        role=Role.ORG_ADMIN,
        title=title,
        valid_from=timezone.localdate(),
    )
    record(None, "people.registered", person, unit=unit.pk, post=post.pk, role=post.role)
    announce(PostGiven(post.pk))
    return person


@transaction.atomic
def correct_person(person_id: int, new: NewPerson, *, actor: Actor) -> Person:
    """Correct a person's name or date of birth, who is notified; the name of a holder of power needs two."""
    person = Person.objects.select_for_update().get(pk=person_id)
    authorize_over(person, actor=actor)

    refuse_unless_named(new)
    if is_renamed(person, new) and has_power(person):
        raise RuleBroken(
            _(
                "This person holds a post with power: propose the name, and a second person confirms it."
            ),
            field="full_name",
        )

    _enter(person, new)

    record(actor, "people.corrected", person)
    announce(PersonCorrected(person.pk))
    return person


@transaction.atomic
def correct_agreed(person_id: int, new: NewPerson, *, agreed: Agreed) -> Person:
    """Correct the name of a holder of power, as two persons agreed."""
    person = Person.objects.select_for_update().get(pk=person_id)

    refuse_unless_renamed(person, new)

    _enter(person, new)

    record(agreed.actor, "people.corrected", person, by=agreed.proposal_id)
    announce(PersonCorrected(person.pk))
    return person


def is_renamed(person: Person, new: NewPerson) -> bool:
    return one_line(new.full_name) != person.full_name


def refuse_unless_renamed(person: Person, new: NewPerson) -> None:
    refuse_unless_named(new)
    if not is_renamed(person, new):
        raise RuleBroken(_("The person already bears this name."), field="full_name")


def _enter(person: Person, new: NewPerson) -> None:
    person.full_name, person.born_on = one_line(new.full_name), new.born_on
    person.save()


def authorize_over(person: Person, *, actor: Actor) -> None:
    """A person is administered by one whose reach covers every post that person holds or acts for.

    So a commune's administrator cannot take over the account of somebody who also sits above.
    """
    today = timezone.localdate()
    posts = Post.objects.filter(person=person).select_related("unit")
    open_posts = [post for post in posts if post.valid_to is None or post.valid_to > today]
    lent = Post.objects.filter(
        pk__in=Delegation.objects.exclude(valid_to__lte=today)
        .filter(to_person=person)
        .values("post_id")
    ).select_related("unit")
    for post in [*(open_posts or posts), *lent]:
        authorize(actor, permissions.MANAGE, post.unit.path)
    if not posts:
        authorize(actor, permissions.MANAGE, "")


def refuse_power(role: str) -> None:
    if role in ROLES_WITH_POWER:
        raise RuleBroken(
            _(
                "This post carries power: propose it on a decision, and a second person confirms it."
            ),
            field="role",
        )


def refuse_last_two(posts: Iterable[Post]) -> None:
    """None of the last two administrators of an organisation is put aside by one person."""
    if of_the_last_two(posts):
        said = _(
            "This is one of the last two who administer there: propose it, and a second person confirms it."
        )
        raise RuleBroken(said)


def refuse_unless_named(new: NewPerson) -> None:
    name = one_line(required(new.full_name, _("Give the person's full name."), field="full_name"))
    if not _IS_A_NAME.fullmatch(name):
        raise RuleBroken(
            _("A name is one person's and has letters only; leave out numbers and remarks."),
            field="full_name",
        )
    if new.born_on is not None:
        _refuse_age(new.born_on)


def _refuse_age(born_on: date) -> None:
    """A wrong year shows in the age: who holds a post is grown up, and alive."""
    today = timezone.localdate()
    if born_on >= today:
        raise RuleBroken(_("The date of birth must lie in the past."), field="born_on")
    age = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    if not YOUNGEST <= age <= OLDEST:
        said = _("Check the year of birth: the person would be %(age)d years old.")
        raise RuleBroken(said % {"age": age}, field="born_on")


def refuse_unless_existing(unit: Unit, day: date) -> None:
    if not unit.exists_on(day):
        raise RuleBroken(_("The organisation does not exist on that day."), field="on")


def refuse_role_of_others(role: str, unit: Unit, on: date) -> None:
    """An organisation has the posts of its kind: a committee no branch secretary, a branch no clerk."""
    possible = roles_in(unit, on)
    if role not in possible:
        said = _("There is no such post in this organisation: %(kind)s. It has: %(posts)s.")
        there = ", ".join(str(one.label) for one in possible)
        raise RuleBroken(said % {"kind": unit.get_kind_display(), "posts": there}, field="role")


def refuse_second_branch(
    person_id: int, role: str, *, on: date, until: date | None = None, own_id: int = 0
) -> None:
    """A member belongs to one branch at a time; who is transferred leaves the one before."""
    if role not in MEMBERSHIP:
        return
    others = (
        Post.objects.filter(person=person_id, role__in=MEMBERSHIP)
        .exclude(pk=own_id)
        .exclude(valid_to__lte=on)
        .exclude(valid_to=F("valid_from"))
    )
    if until is not None:
        others = others.filter(valid_from__lt=until)
    other = others.select_related("unit").first()
    if other is not None:
        raise RuleBroken(
            _(
                "A Party member belongs to one branch at a time; this one belongs to %(branch)s. Transfer the member, or end the membership there on that day."
            )
            % {"branch": other.unit},
            field="on" if own_id else "role",
        )


def refuse_second_holder(person: Person | None, role: str, unit: Unit, on: date) -> None:
    standing = Post.objects.filter(unit=unit, role=role).exclude(valid_to__lte=on)
    if person is not None and standing.filter(person=person).exists():
        raise RuleBroken(_("This person already holds this post."), field="role")
    if role in ONE_PER_UNIT and standing.exists():
        raise RuleBroken(_("This organisation has a secretary. End that post first."), field="role")
