"""Invitations for several people of an organisation, printed together and cut apart."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.people.public import (
    MANAGE,
    ROLES_WITH_POWER,
    Account,
    Delegation,
    IssuedCode,
    Person,
    Post,
    invite,
)
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit, units_where

MOST_AT_ONCE = 60


@dataclass(frozen=True)
class Slip:
    """One invitation: whose it is, and the code that is shown once."""

    person: Person
    post: Post
    issued: IssuedCode


@dataclass(frozen=True)
class SheetOfSlips:
    """What is printed once, and the address where the codes are entered."""

    slips: list[Slip]
    address: str

    @property
    def picture(self) -> str:
        """The address for a phone; it holds neither name nor code."""
        return segno.make(self.address, error="m").svg_data_uri(scale=3, border=2, light="#fff")


def may_have_slips(unit: Unit, actor: Actor) -> QuerySet[Post]:
    """Posts of an organisation whose holders cannot sign in yet, and whom one administrator invites alone."""
    today = timezone.localdate()
    others = Post.objects.filter(person=OuterRef("person")).exclude(valid_to__lte=today)
    elsewhere = others.exclude(unit__in=units_where(actor, MANAGE))
    never = {"person__account__password__startswith": UNUSABLE_PASSWORD_PREFIX}
    invited = Q(person__account__is_active=True, **never)
    lent = Delegation.objects.exclude(valid_to__lte=today).filter(to_person=OuterRef("person"))
    return (
        Post.objects.valid_on(today)
        .filter(Q(unit=unit) | Q(unit__serves=unit), unit__in=units_where(actor, MANAGE))
        .filter(Q(person__account=None) | invited)
        .exclude(Exists(others.filter(role__in=ROLES_WITH_POWER)))
        .exclude(Exists(elsewhere) | Exists(lent))
        .select_related("person__account", "unit")
        .order_by("person__sort_key", "pk")
    )


@transaction.atomic
def issue_slips(unit: Unit, person_ids: list[int], *, actor: Actor) -> SheetOfSlips:
    """Invite each of them, under the sign-in name they have or one made of their name: all, or none."""
    if len(person_ids) > MOST_AT_ONCE:
        said = _("At most %(most)d slips are printed at once. Choose fewer.")
        raise RuleBroken(said % {"most": MOST_AT_ONCE}, field="people")
    posts = {post.person_id: post for post in may_have_slips(unit, actor)}
    slips = []
    for person_id in person_ids:
        if person_id not in posts:
            raise RuleBroken(
                _("Somebody chosen has signed in meanwhile. Choose anew."), field="people"
            )
        person = posts[person_id].person
        account = getattr(person, "account", None)
        username = account.username if account else sign_in_name(person)
        slips.append(Slip(person, posts[person_id], invite(person_id, username, actor=actor)))
    return SheetOfSlips(slips, settings.WEB + reverse("account:enter"))


def sign_in_name(person: Person) -> str:
    """The given name, then the letters of the others: "Nguyễn Văn An" is an.nv; where taken, an.nv2."""
    *others, given = words_of(person.full_name)
    plain = ".".join(filter(None, (given, "".join(word[0] for word in others))))
    taken = set(
        Account.objects.filter(username__startswith=plain).values_list("username", flat=True)
    )
    numbered = (f"{plain}{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (plain, *numbered) if name not in taken)


def words_of(full_name: str) -> list[str]:
    """The words of a name in plain letters; a name of none has one to stand for it."""
    words = ["".join(sign for sign in word if sign.isalnum()) for word in fold(full_name).split()]
    return [word for word in words if word.isascii() and word] or ["user"]
