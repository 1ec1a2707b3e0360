"""What no person does alone with keys and seals."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.people.public import Person, Post
from lienthong.kernel.permissions.public import (
    Agreed,
    Confirmer,
    Power,
    RuleBroken,
    declare_power,
)
from lienthong.kernel.units.public import Unit

from .actions import (
    certify_seal,
    organisation_of,
    permit_key,
    refuse_unless_needs_key,
    refuse_unless_needs_seal,
)
from .models import Certificate, KeyPermit
from .permissions import CERTIFY
from .queries import had_a_key, had_a_seal
from .rules import REPLACED


@dataclass(frozen=True)
class GiveKey:
    """A first key for the holder of a post; the holder makes it, alone, once it is confirmed."""

    post_id: int
    person_id: int
    unit_id: int

    IS_REPLACED: ClassVar[bool] = False

    @property
    def concerned_id(self) -> int:
        return self.person_id

    @property
    def post(self) -> Post:
        posts = Post.objects.select_related("person", "unit")
        return posts.get(pk=self.post_id, person=self.person_id, unit=self.unit_id)

    def subject(self) -> str:
        return str(self.post_id)

    def check(self) -> None:
        refuse_unless_needs_key(self.post)
        if had_a_key(self.post.person) != self.IS_REPLACED:
            raise RuleBroken(_("The keys of this holder have changed. Propose it anew."))

    def carry_out(self, agreed: Agreed) -> KeyPermit:
        return permit_key(self.post_id, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        post, then = self.post, _("The holder makes the key within seven days and alone sees it.")
        return [
            (_("Holder"), post.person.full_name),
            (_("Post"), str(post)),
            (_("Organisation"), str(post.unit)),
            (_("Then"), then),
        ]


@dataclass(frozen=True)
class ReplaceKey(GiveKey):
    """Another key for somebody who had one."""

    IS_REPLACED: ClassVar[bool] = True


@dataclass(frozen=True)
class GiveSeal:
    """The first seal of an organisation that keeps a register."""

    unit_id: int
    name: str

    IS_REPLACED: ClassVar[bool] = False

    @property
    def concerned_id(self) -> None:
        """An organisation gains by it, and no person."""
        return None

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(pk=self.unit_id)

    def subject(self) -> str:
        return str(self.unit_id)

    def check(self) -> None:
        unit = self.unit
        refuse_unless_needs_seal(unit)
        is_same = organisation_of(unit) == self.name
        if not is_same or had_a_seal(unit) != self.IS_REPLACED:
            raise RuleBroken(_("This organisation has changed. Propose it anew."))

    def carry_out(self, agreed: Agreed) -> Certificate:
        return certify_seal(self.unit_id, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        return [(_("Seal of the organisation"), self.name)]


@dataclass(frozen=True)
class ReplaceSeal(GiveSeal):
    """Another seal for an organisation that had one."""

    IS_REPLACED: ClassVar[bool] = True


EITHER = frozenset({Confirmer.LEADER, Confirmer.ADMINISTRATOR})
LEADER = frozenset({Confirmer.LEADER})
GIVE_KEY = declare_power(
    Power(
        kind="signing.give_key",
        label=gettext_lazy("Give a signing key"),
        matter=GiveKey,
        proposes=CERTIFY,
        confirms=EITHER,
    )
)
REPLACE_KEY = declare_power(
    Power(
        kind="signing.replace_key",
        label=gettext_lazy("Replace a signing key"),
        matter=ReplaceKey,
        proposes=CERTIFY,
        confirms=EITHER,
        waits=REPLACED,
    )
)
GIVE_SEAL = declare_power(
    Power(
        kind="signing.give_seal",
        label=gettext_lazy("Give an organisation its seal"),
        matter=GiveSeal,
        proposes=CERTIFY,
        confirms=LEADER,
    )
)
REPLACE_SEAL = declare_power(
    Power(
        kind="signing.replace_seal",
        label=gettext_lazy("Replace the seal of an organisation"),
        matter=ReplaceSeal,
        proposes=CERTIFY,
        confirms=LEADER,
        waits=REPLACED,
    )
)
KEY_KINDS = frozenset({GIVE_KEY.kind, REPLACE_KEY.kind})


def key_proposed(post: Post) -> tuple[Power, GiveKey]:
    """What is proposed so that the holder of a post has a key."""
    person: Person = post.person
    power = REPLACE_KEY if had_a_key(person) else GIVE_KEY
    matter = ReplaceKey if power is REPLACE_KEY else GiveKey
    return power, matter(post.pk, person.pk, post.unit_id)


def seal_proposed(unit: Unit) -> tuple[Power, GiveSeal]:
    """What is proposed so that an organisation has a seal."""
    power = REPLACE_SEAL if had_a_seal(unit) else GIVE_SEAL
    matter = ReplaceSeal if power is REPLACE_SEAL else GiveSeal
    return power, matter(unit.pk, organisation_of(unit))
