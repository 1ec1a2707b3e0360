"""What came from outside the system: scans waiting for the register, entries, and what is like them."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import AuditEntry, history_of
from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import permissions
from ..models import (
    Assignment,
    CameBy,
    Direction,
    IncomingDocument,
    Scan,
    TimeRequest,
)
from .handled import Handled, read_the_handling
from .lists import arrivals_to_register

Twin = IncomingDocument | Document
MOST_NAMED = 3


def scans_waiting(unit_id: int) -> QuerySet[Scan]:
    """What was brought and has no number yet, the earliest first."""
    return Scan.objects.filter(unit=unit_id, entry=None).order_by("brought_at", "pk")


def scan_before(actor: Actor, scan_id: int) -> Scan | None:
    """A scan that the clerk of its unit may enter."""
    if not paths_where(actor, permissions.REGISTER).exact:
        return None
    return scans_waiting(actor.unit_id).filter(pk=scan_id).select_related("file").first()


def twins_of(
    unit: Unit,
    *,
    sender: str,
    notation: str,
    issued_on: dt.date | None,
    file_id: str | None = None,
) -> list[Twin]:
    """What the unit has entered, or has waiting in the system, that is the same by sender, number and day;
    or of which the very same file was brought.
    """
    same = Q(pk=None)
    if file_id:
        same |= Q(scan__file=file_id)
    if notation and sender:
        named_so = Q(notation__iexact=notation, sender_folded__contains=fold(sender))
        same |= named_so & Q(issued_on=issued_on)
    entered = IncomingDocument.objects.filter(same, unit=unit, number__isnull=False)
    found: list[Twin] = list(entered.select_related("number").order_by("pk")[:MOST_NAMED])
    if notation and sender and not found:
        waiting = arrivals_to_register(unit.pk).filter(
            notation__iexact=notation,
            issuer__name_folded__contains=fold(sender),
            issued_on=issued_on,
        )
        found += list(waiting[:MOST_NAMED])
    return found


def named(twin: Twin) -> str:
    """How one that is like another is called, so that a person finds it."""
    if isinstance(twin, Document):
        return _(
            "%(notation)s of %(sender)s, which arrived in the system and waits for its number"
        ) % {
            "notation": twin.notation,
            "sender": twin.issuer,
        }
    facts = {
        "notation": twin.notation or twin.subject,
        "sender": twin.sender,
        "number": twin.number.number if twin.number else 0,
        "year": twin.year,
    }
    return _("%(notation)s of %(sender)s, number of arrival %(number)s/%(year)s") % facts


@dataclass
class OutsideDocument(Handled):
    """A registered document from outside before one reader."""

    incoming: IncomingDocument
    unit: Unit
    steps: list[WorkItem] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    time_requests: list[tuple[Assignment, TimeRequest]] = field(default_factory=list)
    assignment: Assignment | None = None

    @property
    def scan(self) -> Scan | None:
        return getattr(self.incoming, "scan", None)


def outside_for(actor: Actor, entry_id: int) -> OutsideDocument | None:
    """A document from outside as the actor may read it: in the committee's place, or given to the body."""
    read_in = paths_where(actor, permissions.VIEW).exact
    entries = IncomingDocument.objects.exclude(came_by=CameBy.SYSTEM)
    entry = (
        entries.filter(pk=entry_id).select_related("unit", "number", "type", "scan__file").first()
    )
    if entry is None:
        return None
    received = OutsideDocument(entry, entry.unit)
    if entry.unit.path not in read_in and not _given_to(actor, entry):
        return None
    read_the_handling(received, actor)
    return received


def reads_what_it_forwards(actor: Actor, letter_id: int) -> bool:
    """Whether the actor reads what a letter sends down as it came, whoever else sees the draft."""
    forwarded = IncomingDocument.objects.filter(forwarded_with=letter_id).values_list(
        "pk", flat=True
    )
    return any(outside_for(actor, entry_id) for entry_id in forwarded)


def _given_to(actor: Actor, entry: IncomingDocument) -> bool:
    if not holds(actor, permissions.HANDLE):
        return False
    given = Assignment.objects.filter(
        unit_id=actor.unit_id, direction__is_current=True, direction__incoming=entry
    ).first()
    return given is not None and given.is_marked()


def history_of_entry(received: OutsideDocument) -> QuerySet[AuditEntry]:
    return history_of(received.incoming).order_by("-id")[:50]


def last_done(received: OutsideDocument) -> AuditEntry | None:
    return history_of_entry(received).first()
