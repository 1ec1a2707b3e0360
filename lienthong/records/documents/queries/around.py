"""What the organisation holds ready around a document: asked in one statement, for the form check."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from lienthong.kernel.reference.public import Term
from lienthong.kernel.units.public import (
    Unit,
    bodies_serving,
    direct_subordinates,
    superior_committee,
)
from lienthong.records.signing.public import Certificate

from ..models import Document, Recipient
from .bodies import (
    ON_THE_COMMITTEE,
    ON_THE_STANDING_BOARD,
    appraisers_of,
    committee_of,
    members_of_committee,
    roles_of_body,
)

Kind = Recipient.Kind


@dataclass(frozen=True)
class Around:
    """Whether there is a term to number in, somebody to appraise, keys, and people behind the groups."""

    term: bool
    appraiser: bool
    signer_key: bool
    seal: bool
    subordinates: bool
    bodies: bool
    superior: bool
    on_the_committee: int
    on_the_board: int

    def members_of(self, body: str) -> int:
        """How many members the system knows of the body that voted; 0 where it knows nothing."""
        known = {ON_THE_COMMITTEE: self.on_the_committee, ON_THE_STANDING_BOARD: self.on_the_board}
        return known.get(roles_of_body(body), 0)

    def is_somebody(self, line: Recipient) -> bool:
        """Whether an organisation or a person of the system stands behind a printed line."""
        found = {
            Kind.UNIT: line.unit_id is not None,
            Kind.PERSON: line.person_id is not None,
            Kind.SUBORDINATES: self.subordinates,
            Kind.BODIES: self.bodies,
            Kind.MEMBERS: self.on_the_committee > 0,
            Kind.SUPERIOR: self.superior,
        }
        return found.get(Kind(line.kind), False)

    def forwards_to(self, line: Recipient) -> bool:
        """Whether a committee or a branch stands behind it, which can forward the document."""
        if line.kind == Kind.UNIT and line.unit is not None:
            return bool(line.unit.is_committee or line.unit.is_branch)
        return line.kind in (Kind.SUBORDINATES, Kind.SUPERIOR) and self.is_somebody(line)


def around(document: Document) -> Around:
    """Asked of today: the check looks at the document as if it were issued now."""
    issuer, today = document.issuer, timezone.localdate()
    committee = committee_of(issuer)
    keys = Certificate.objects.in_force()
    running = Q(ends_on=None) | Q(ends_on__gte=today)
    there: dict[str, Any] = {
        "term": Term.objects.filter(running, unit=committee, starts_on__lte=today),
        "appraiser": appraisers_of(document),
        "signer_key": keys.filter(post=document.signer_id),
        "seal": keys.filter(unit=issuer, purpose=Certificate.Purpose.SEAL),
        "subordinates": direct_subordinates(committee, today),
        "bodies": bodies_serving(committee, today).exclude(pk=issuer.pk),
    }
    asked: dict[str, Any] = {f"{name}_there": Exists(rows) for name, rows in there.items()}
    asked["on_the_committee"] = _count(members_of_committee(issuer))
    asked["on_the_board"] = _count(members_of_committee(issuer, ON_THE_STANDING_BOARD))
    found = Unit.objects.filter(pk=issuer.pk).annotate(**asked).values(*asked).get()
    flags = {name: bool(found[f"{name}_there"]) for name in there}
    return Around(
        **flags,
        superior=superior_committee(issuer) is not None,
        on_the_committee=found["on_the_committee"],
        on_the_board=found["on_the_board"],
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are, within the one statement."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)
