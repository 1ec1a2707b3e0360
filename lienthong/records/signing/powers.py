"""What no person does alone with keys and seals: the signer itself demands the proofs of both."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lienthong.kernel.confirmations.public import leads
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import (
    EITHER,
    Agreed,
    Confirmer,
    NotNow,
    Power,
    RuleBroken,
    declare_power,
)
from lienthong.kernel.reference.public import term_on
from lienthong.kernel.units.public import Unit

from .actions.giving import give_key, give_seal
from .actions.keys import new_key_id, purpose_of, refuse_unless_needs_key, refuse_unless_needs_seal
from .actions.suspending import lift_key
from .documents import organisation_id, said_plainly
from .models import Certificate, KeyRequest
from .permissions import CERTIFY
from .queries import had_a_key, had_a_seal, line_of, open_request, the_signer
from .witness import Signer

Line = list[dict[str, str]]


@dataclass(frozen=True)
class GiveKey:
    """A key for the holder of a post, as its holder has made it. Every word of it is the signer's to check."""

    enrolment: str
    key: str
    person: str
    name: str
    purpose: str
    leads: bool
    title: str
    organisation: str
    path: Line
    replaces: bool

    @classmethod
    def made_in(cls, request: KeyRequest) -> Self:
        post = request.post
        purpose = purpose_of(post)
        with override("vi"):
            title = str(post)
        return cls(
            enrolment=request.enrolment,
            key=new_key_id(post.unit, purpose),
            person=f"p-{post.person_id}",
            name=post.person.full_name,
            purpose=purpose.value,
            leads=purpose == Certificate.Purpose.PERSON and leads(post.pk),
            title=title,
            organisation=organisation_id(post.unit_id),
            path=path_of(post.unit),
            replaces=had_a_key(post.person),
        )

    @property
    def unit_id(self) -> int:
        return number_in(self.organisation)

    @property
    def concerned_id(self) -> int:
        return number_in(self.person)

    @property
    def request(self) -> KeyRequest:
        requests = KeyRequest.objects.select_related("post__person", "post__unit")
        return requests.get(enrolment=self.enrolment)

    def until(self) -> dt.datetime:
        """The signer keeps what a holder has made no longer."""
        return self.request.until

    def subject(self) -> str:
        return str(self.request.post_id)

    def check(self) -> None:
        request = self.request
        refuse_unless_needs_key(request.post)
        if not request.is_open:
            raise RuleBroken(
                _("The holder has made the key anew, or too long ago. Propose it anew.")
            )
        if replace(self.made_in(request), key=self.key) != self:
            raise RuleBroken(_("The holder, the post or their keys have changed. Propose it anew."))

    def carry_out(self, agreed: Agreed) -> Certificate:
        purpose = Certificate.Purpose(self.purpose)
        return give_key(self.enrolment, self.key, purpose, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        purpose = Certificate.Purpose(self.purpose).label
        more = _("The holder may also confirm the keys of others.") if self.leads else ""
        replaced = _("It replaces a former key and therefore waits.") if self.replaces else ""
        said = [
            (_("Holder"), self.name),
            (_("Post"), self.title),
            (_("Organisation"), self.path[-1]["name"]),
            (_("Purpose"), str(purpose)),
            (_("Besides"), more),
            (_("Wait"), replaced),
        ]
        return [(label, words) for label, words in said if words]


@dataclass(frozen=True)
class GiveSeal:
    """A seal for an organisation that keeps a register."""

    key: str
    name: str
    organisation: str
    path: Line
    replaces: bool
    # The first seal also names the term in which the signer counts the first numbers.
    term: str = ""

    @classmethod
    def made_in(cls, unit: Unit) -> Self:
        replaces = had_a_seal(unit)
        return cls(
            key=new_key_id(unit, Certificate.Purpose.SEAL),
            name=unit.name,
            organisation=organisation_id(unit.pk),
            path=path_of(unit),
            replaces=replaces,
            term="" if replaces else _term_of(unit),
        )

    @property
    def unit_id(self) -> int:
        return number_in(self.organisation)

    @property
    def concerned_id(self) -> None:
        """An organisation gains by it, and no person."""
        return None

    def subject(self) -> str:
        return str(self.unit_id)

    def check(self) -> None:
        unit = Unit.objects.get(pk=self.unit_id)
        refuse_unless_needs_seal(unit)
        if replace(self.made_in(unit), key=self.key) != self:
            raise RuleBroken(_("This organisation has changed. Propose it anew."))

    def carry_out(self, agreed: Agreed) -> Certificate:
        return give_seal(self.unit_id, self.key, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        said = [(_("Seal of the organisation"), self.name)]
        if self.term:
            said.append((_("Its numbers begin in the term from"), _day(self.term)))
        if self.replaces:
            said.append((_("Wait"), _("It replaces a former seal and therefore waits.")))
        return said


@dataclass(frozen=True)
class LiftKey:
    """A suspended key is to sign again. It gives no new key, and nothing that the key had not before."""

    key: str
    person: str
    name: str
    organisation: str
    path: Line
    # Which suspension it lifts, and no later one.
    suspension: str = ""

    @classmethod
    def made_in(cls, certificate: Certificate, suspension: str) -> Self:
        assert certificate.post is not None, "a seal is not suspended"
        return cls(
            key=certificate.key_id,
            person=f"p-{certificate.post.person_id}",
            name=certificate.holder,
            organisation=organisation_id(certificate.unit_id),
            path=path_of(certificate.unit),
            suspension=suspension,
        )

    @property
    def unit_id(self) -> int:
        return number_in(self.organisation)

    @property
    def concerned_id(self) -> int:
        return number_in(self.person)

    @property
    def certificate(self) -> Certificate:
        return Certificate.objects.select_related("unit", "post").get(key_id=self.key)

    def subject(self) -> str:
        return self.key

    def check(self) -> None:
        certificate = self.certificate
        if certificate.withdrawn_at is not None:
            raise RuleBroken(_("This certificate has already been withdrawn."))
        if certificate.suspended_at is None:
            raise RuleBroken(_("This signing key is not suspended."))
        if self.made_in(certificate, self.suspension) != self:
            raise RuleBroken(_("This organisation has changed. Propose it anew."))
        if self._is_of_another_suspension():
            raise RuleBroken(_("This signing key was suspended anew. Propose it anew."))

    def _is_of_another_suspension(self) -> bool:
        """A signer that is away lifts nothing, and one that has lifted it knows of none."""
        try:
            return _suspension_of(self.key) not in ("", self.suspension)
        except NotNow:
            return False

    def carry_out(self, agreed: Agreed) -> Certificate:
        return lift_key(self.key, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        certificate = self.certificate
        said = [
            (_("Holder"), self.name),
            (_("Organisation"), self.path[-1]["name"]),
            (_("Purpose"), str(certificate.get_purpose_display())),
            (_("Suspended because"), _(certificate.suspended_because)),
        ]
        return [(label, words) for label, words in said if words]


def _term_of(unit: Unit) -> str:
    """The term that runs today; empty where none is recorded yet."""
    try:
        return term_on(unit, timezone.localdate()).label
    except RuleBroken:
        return ""


def _day(term: str) -> str:
    return date_format(dt.date.fromisoformat(term), "SHORT_DATE_FORMAT")


def number_in(name: str) -> int:
    """The number of our row in a name the signer uses: `LT-2`, `p-7`."""
    return int(name.partition("-")[2])


def path_of(unit: Unit) -> Line:
    """Where an organisation is, from the one that founded the signer down to itself."""
    return [{"id": organisation_id(one.pk), "name": one.name} for one in line_of(unit)]


SIGNER = Signer()
LEADER = frozenset({Confirmer.LEADER})
GIVE_KEY = declare_power(
    Power(
        kind="key.give",
        label=gettext_lazy("Give a signing key"),
        matter=GiveKey,
        proposes=CERTIFY,
        confirms=EITHER,
        witness=SIGNER,
        ends=GiveKey.until,
    )
)
REPLACE_KEY = declare_power(
    Power(
        kind="key.replace",
        label=gettext_lazy("Replace a signing key"),
        matter=GiveKey,
        proposes=CERTIFY,
        confirms=EITHER,
        witness=SIGNER,
        ends=GiveKey.until,
    )
)
GIVE_SEAL = declare_power(
    Power(
        kind="seal.give",
        label=gettext_lazy("Give an organisation its seal"),
        matter=GiveSeal,
        proposes=CERTIFY,
        confirms=LEADER,
        witness=SIGNER,
    )
)
REPLACE_SEAL = declare_power(
    Power(
        kind="seal.replace",
        label=gettext_lazy("Replace the seal of an organisation"),
        matter=GiveSeal,
        proposes=CERTIFY,
        confirms=LEADER,
        witness=SIGNER,
    )
)
LIFT_KEY = declare_power(
    Power(
        kind="key.lift",
        label=gettext_lazy("Let a suspended key sign again"),
        matter=LiftKey,
        proposes=CERTIFY,
        confirms=EITHER,
        witness=SIGNER,
    )
)
KEY_KINDS = frozenset({GIVE_KEY.kind, REPLACE_KEY.kind})
WITNESSED_KINDS = KEY_KINDS | {GIVE_SEAL.kind, REPLACE_SEAL.kind, LIFT_KEY.kind}


def key_proposed(post: Post) -> tuple[Power, GiveKey]:
    """What is proposed so that the key its holder has made becomes the key of a post."""
    request = open_request(post.pk)
    if request is None:
        raise RuleBroken(_("The holder makes the key first, under their own account."))
    matter = GiveKey.made_in(request)
    return (REPLACE_KEY if matter.replaces else GIVE_KEY), matter


def seal_proposed(unit: Unit) -> tuple[Power, GiveSeal]:
    """What is proposed so that an organisation has a seal."""
    matter = GiveSeal.made_in(unit)
    return (REPLACE_SEAL if matter.replaces else GIVE_SEAL), matter


def lift_proposed(certificate: Certificate) -> tuple[Power, LiftKey]:
    """What is proposed so that a suspended key signs again."""
    return LIFT_KEY, LiftKey.made_in(certificate, _suspension_of(certificate.key_id))


def _suspension_of(key_id: str) -> str:
    with said_plainly():
        return the_signer().suspension(key_id)
