"""Registering what came by post, by hand, by e-mail or by another system: its scan, then its entry."""

import datetime as dt
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import FileRefused, Scanned, inspect_scan, put_away, store
from lienthong.kernel.numbering.public import TakenNumber, series_for_incoming, take_number
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.procedures.public import start
from lienthong.kernel.search.public import index
from lienthong.kernel.text.public import fold, nfc, one_line
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Urgency
from lienthong.records.texts.public import MARKED_SECRET, MarkedSecret, is_secret_by_name

from .. import permissions, procedures
from ..models import CameBy, IncomingDocument, Scan
from ..queries.outside import named, twins_of
from ..queries.scanned import Reading, read_letters, read_scan
from ..queries.searched import OUTSIDE

CLASSIFIED_LINE = "Văn bản mật"
WITHOUT_NUMBER = "Không số"  # as offices write it in their registers


@dataclass(frozen=True)
class BroughtScan:
    """A scan somebody brings, and what they say of it."""

    name: str
    data: bytes
    came_by: str = CameBy.POST
    bears_no_mark: bool = False  # said by who brings it, of pages that nobody can read here


@dataclass(frozen=True)
class Described:
    """What the register says of a document that came from outside."""

    sender: str
    subject: str
    notation: str = ""
    issued_on: dt.date | None = None
    type_code: str | None = None
    urgency: str = Urgency.NORMAL
    came_by: str = CameBy.POST
    arrived_on: dt.date | None = None
    # Said by the clerk of one that is like another in the register.
    is_another: bool = False
    # Why it is entered behind one that arrived later.
    earlier_because: str = ""


def register_of(actor: Actor) -> Unit:
    unit = Unit.objects.get(pk=actor.unit_id)
    authorize(actor, permissions.REGISTER, unit.path)
    if not unit.has_register:
        raise PermissionDenied(permissions.REGISTER.codename)
    return unit


@transaction.atomic
def bring_scan(brought: BroughtScan, *, actor: Actor) -> Scan:
    """Take in a scan for the register of arrivals and read what stands on it; secrets are refused.

    # Luật 117/2025/QH15: what bears a mark of secrecy is not handled on a network.
    """
    register_of(actor)
    return keep_scan(brought, look_at_scan(brought), actor=actor)


@dataclass(frozen=True)
class LookedAt:
    """What a scan is and what stands on it, before anything of it is kept."""

    found: Scanned
    reading: Reading


def look_at_scan(brought: BroughtScan) -> LookedAt:
    """A scan in memory, if it does no harm and bears no mark of secrecy."""
    try:
        found = inspect_scan(brought.data, brought.name)
        reading = read_scan(brought.data, found.media_type, brought.name)
    except FileRefused as refused:
        raise RuleBroken(str(refused), field="file") from refused
    if not reading.is_whole and not brought.bears_no_mark:
        raise RuleBroken(
            _("Look at every page, and say that the scan bears no mark of secrecy."),
            field="bears_no_mark",
        )
    return LookedAt(found, reading)


def keep_scan(brought: BroughtScan, looked: LookedAt, *, actor: Actor) -> Scan:
    """Put a scan that was looked at before the clerk, to be entered in the register."""
    unit = register_of(actor)
    found, reading = looked.found, looked.reading
    scan = Scan.objects.create(
        unit=unit,
        file=store(brought.data, media_type=found.media_type),
        name=nfc(brought.name)[:200],
        pages=found.pages,
        turned=reading.turned,
        came_by=brought.came_by,
        reading=reading.as_json(),
        brought_by_id=actor.post_id,
        brought_by_name=actor.signature,
    )

    record(
        actor,
        "correspondence.scan_brought",
        scan,
        file=scan.file_id,
        said_unmarked=brought.bears_no_mark and not reading.is_whole,
    )
    return scan


def waiting_scan(scan_id: int, actor: Actor) -> Scan:
    """A scan that has no number yet, taken, of the register whose clerk acts."""
    scan = Scan.objects.select_for_update(of=("self",)).select_related("file").get(pk=scan_id)
    unit = register_of(actor)
    if scan.unit_id != unit.pk:
        raise PermissionDenied(permissions.REGISTER.codename)
    if scan.entry_id is not None:
        raise RuleBroken(_("This scan has already been entered. Reload the page."))
    return scan


@transaction.atomic
def turn_scan(scan_id: int, *, actor: Actor) -> Scan | None:
    """Turn a scan that lies on its side or upside down, a quarter to the right, and read it again.

    What then shows a mark of secrecy is removed with its file; nothing is left to be turned.
    """
    scan = waiting_scan(scan_id, actor)

    scan.turned = (scan.turned + 90) % 360
    if scan.reading.get("by") != "text":
        try:
            data, media_type = scan.file.read(), scan.file.media_type
            scan.reading = read_letters(data, media_type, scan.name, scan.turned).as_json()
        except MarkedSecret:
            remove_marked(scan, scan.file_id, actor=actor)
            return None
        except FileRefused as refused:
            raise RuleBroken(str(refused)) from refused
    scan.save(update_fields=["turned", "reading"])

    record(actor, "correspondence.scan_turned", scan, turned=scan.turned)
    return scan


@transaction.atomic
def discard_scan(scan_id: int, *, actor: Actor) -> None:
    """Put aside a scan that was brought by mistake, before it has a number of arrival."""
    scan = waiting_scan(scan_id, actor)

    record(actor, "correspondence.scan_discarded", scan.unit, file=scan.file_id)
    _remove(scan)


def remove_marked(scan: Scan, file_id: str, *, actor: Actor) -> None:
    """Remove a scan and what came with it: one of the files turned out to bear a mark of secrecy."""
    record(actor, "correspondence.scan_marked", scan.unit, file=file_id)
    _remove(scan)


def _remove(scan: Scan) -> None:
    files = [scan.file, *(one.file for one in scan.enclosures.select_related("file"))]
    scan.delete()
    for file in files:
        put_away(file)


@transaction.atomic
def register_outside(
    described: Described, scan_id: int | None = None, *, actor: Actor
) -> IncomingDocument:
    """Enter a document from outside in the year's register; its number of arrival is never given again.

    # 36-HD/VPTW §II.1.3 (likely): one sequence of arrivals per calendar year.
    """
    unit = register_of(actor)
    scan = waiting_scan(scan_id, actor) if scan_id is not None else None

    described = _refuse_unless_described(described)
    # The number's lock comes first: a second clerk waits here, then sees what the first has entered.
    today = timezone.localdate()
    number = take_number(series_for_incoming(unit, today.year), actor=actor)
    _refuse_a_twin(unit, described, scan)
    is_earlier = _refuse_an_earlier_day(unit, described)

    entry = _entered(unit, described, number, actor)
    if scan is not None:
        scan.entry = entry
        scan.save(update_fields=["entry"])
    start(procedures.HANDLING, entry)
    index(OUTSIDE, [entry.pk])

    record(
        actor,
        "correspondence.registered",
        entry,
        number=number.number,
        year=today.year,
        file=scan.file_id if scan else None,
        arrived_on=f"{entry.arrived_on:%d/%m/%Y}",
    )
    _record_an_earlier_day(entry, described, is_earlier, actor)
    return entry


def _entered(
    unit: Unit, described: Described, number: TakenNumber, actor: Actor
) -> IncomingDocument:
    today = timezone.localdate()
    return IncomingDocument.objects.create(
        unit=unit,
        came_by=described.came_by,
        sender=described.sender,
        sender_folded=fold(described.sender),
        notation=described.notation,
        issued_on=described.issued_on,
        type_id=described.type_code,
        subject=described.subject,
        subject_folded=fold(described.subject),
        urgency=described.urgency,
        year=today.year,
        number=number,
        arrived_on=described.arrived_on or today,
        registered_by_id=actor.post_id,
        registered_by_name=actor.signature,
    )


@transaction.atomic
def register_secret(described: Described, *, actor: Actor) -> IncomingDocument:
    """Give a number of arrival to a document that bears a mark of secrecy: a line without its content.

    It is handled on paper; nothing of it is kept here, and it lies on no desk (# Luật 117/2025/QH15).
    """
    unit = register_of(actor)

    described = _refuse_unless_described(
        replace(described, subject=CLASSIFIED_LINE, urgency="normal")
    )
    number = take_number(series_for_incoming(unit, timezone.localdate().year), actor=actor)
    _refuse_a_twin(unit, described, None)
    is_earlier = _refuse_an_earlier_day(unit, described)
    entry = _entered(unit, described, number, actor)
    entry.state, entry.closed_at = IncomingDocument.State.CLOSED, timezone.now()
    entry.save(update_fields=["state", "closed_at"])
    index(OUTSIDE, [entry.pk])

    record(
        actor,
        "correspondence.registered",
        entry,
        number=number.number,
        year=entry.year,
        arrived_on=f"{entry.arrived_on:%d/%m/%Y}",
    )
    _record_an_earlier_day(entry, described, is_earlier, actor)
    return entry


def _refuse_an_earlier_day(unit: Unit, described: Described) -> bool:
    """Whether it arrived before what was entered last; then somebody says why it is entered behind that.

    # 36-HD/VPTW §II.1.3 (likely): documents are entered in the order of their arrival.
    """
    entered = IncomingDocument.objects.filter(
        unit=unit, year=timezone.localdate().year, number__isnull=False
    )
    last = entered.aggregate(last=Max("arrived_on"))["last"]
    is_earlier = (
        last is not None and described.arrived_on is not None and described.arrived_on < last
    )
    if is_earlier and not described.earlier_because.strip():
        raise RuleBroken(
            _("The last entry arrived on %(day)s: say why this one is entered with an earlier day.")
            % {"day": f"{last:%d/%m/%Y}"},
            field="earlier_because",
        )
    return is_earlier


def _record_an_earlier_day(
    entry: IncomingDocument, described: Described, is_earlier: bool, actor: Actor
) -> None:
    if is_earlier:
        day, reason = f"{entry.arrived_on:%d/%m/%Y}", described.earlier_because.strip()[:300]
        record(actor, "correspondence.entered_behind", entry, day=day, reason=reason)


def _refuse_unless_described(given: Described) -> Described:
    """What the register needs; the words in one form, and none of them a mark of secrecy."""
    sender = one_line(required(given.sender, _("Say who sent the document."), field="sender"))
    subject = one_line(
        required(given.subject, _("Say what the document is about."), field="subject")
    )
    notation = one_line(given.notation) or WITHOUT_NUMBER
    today = timezone.localdate()
    arrived_on = given.arrived_on or today
    for name, words in (("sender", sender), ("subject", subject), ("notation", notation)):
        if is_secret_by_name(words):
            raise RuleBroken(_(MARKED_SECRET), field=name)
    if arrived_on > today:
        raise RuleBroken(_("The day of arrival lies in the future."), field="arrived_on")
    if arrived_on.year < today.year:
        raise RuleBroken(
            _("The register is that of %(year)d: the day of arrival lies in this year.")
            % {"year": today.year},
            field="arrived_on",
        )
    if given.issued_on is not None and given.issued_on > arrived_on:
        raise RuleBroken(
            _("The document is dated after the day on which it arrived."), field="issued_on"
        )
    return Described(
        **{
            **vars(given),
            "sender": sender[:200],
            "subject": subject[:500],
            "notation": notation[:60],
            "arrived_on": arrived_on,
        }
    )


def _refuse_a_twin(unit: Unit, described: Described, scan: Scan | None) -> None:
    """One that is in the register already is named, before a second number is given to it.

    # V-02: a decision and a regulation of one number both exist; the clerk says that it is another.
    """
    if described.is_another:
        return
    twins = twins_of(
        unit,
        sender=described.sender,
        notation=described.notation,
        issued_on=described.issued_on,
        file_id=scan.file_id if scan else None,
    )
    if twins:
        raise RuleBroken(
            _("This looks like %(twins)s. If it is another document, say so below and register it.")
            % {"twins": "; ".join(map(named, twins))},
            field="is_another",
        )
