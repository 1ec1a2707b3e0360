"""A letter from outside with the files that came with it: taken together, each looked at for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import FileRefused, inspect_scan, put_away, store
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.text.public import nfc
from lienthong.records.texts.public import MARKED_SECRET, MarkedSecret

from ..models import SHOWN_PAGE_BY_PAGE, Enclosure, Scan
from ..queries.scanned import read_scan
from .outside import (
    BroughtScan,
    LookedAt,
    keep_scan,
    look_at_scan,
    register_of,
    remove_marked,
    waiting_scan,
)
from .result_files import BroughtFile, look_into_one

MOST_FILES = 20
Refused = list[tuple[str, str]]


@dataclass(frozen=True)
class Mail:
    """What was taken in of a mail: its letter, how many files came with it, and which were refused and why."""

    scan: Scan
    enclosed: int
    refused: Refused


@dataclass(frozen=True)
class Seen:
    """A file of a mail after a look inside; only of what can be the letter is `scan` there."""

    brought: BroughtScan
    media_type: str
    is_read: bool
    scan: LookedAt | None = None


@transaction.atomic
def bring_mail(files: Sequence[BroughtScan], *, actor: Actor) -> Mail:
    """Take in the files of one mail: the first of which pages can be shown is the letter, until the clerk
    says otherwise. One that is refused keeps none of the others away; one marked secret refuses them all.
    """
    register_of(actor)
    _refuse_too_many(files)
    seen, refused = _look_into(files)

    letter = next((one for one in seen if one.scan), None)
    if letter is None or letter.scan is None:
        lacks = _("None of the files can be the letter: it must be a .pdf, .jpg or .png.")
        raise RuleBroken(f"{lacks} {said_refused(refused)}".strip(), field="file")
    scan = keep_scan(letter.brought, letter.scan, actor=actor)
    others = [one for one in seen if one is not letter]
    _keep(scan, others, actor)
    return Mail(scan, len(others), refused)


def _look_into(files: Sequence[BroughtScan]) -> tuple[list[Seen], Refused]:
    """Every file, before anything of any is written: what can be kept, and what was refused and why.

    # Luật 117/2025/QH15: what bears a mark of secrecy is not handled on a network.
    """
    seen: list[Seen] = []
    refused: Refused = []
    for one in files:
        try:
            seen.append(_look_into_one(one))
        except RuleBroken as broken:
            if isinstance(broken.__cause__, MarkedSecret):
                raise _marked(one.name) from broken
            if len(files) == 1:
                raise  # beside the field it is about
            refused.append((one.name, broken.sentence.removeprefix(f"{one.name}: ")))
    return seen, refused


def _look_into_one(one: BroughtScan) -> Seen:
    if PurePath(one.name).suffix.lower() in SHOWN_PAGE_BY_PAGE:
        looked = look_at_scan(one)
        return Seen(one, looked.found.media_type, looked.reading.is_whole, looked)
    kept = look_into_one(BroughtFile(one.name, one.data, one.bears_no_mark))
    return Seen(one, kept.media_type, kept.is_read)


def _marked(name: str) -> RuleBroken:
    said = _("“%(name)s” bears a mark of secrecy: none of the files has been taken in.")
    return RuleBroken(f"{said % {'name': name}} {_(MARKED_SECRET)}", field="file")


def said_refused(refused: Refused) -> str:
    """Which files were not taken, each with the reason."""
    return " ".join(f"{name}: {why}" for name, why in refused)


def _refuse_too_many(files: Sequence[BroughtScan]) -> None:
    if not files:
        raise RuleBroken(_("Choose at least one file."), field="file")
    if len(files) > MOST_FILES:
        raise RuleBroken(_("Choose at most %(most)d files.") % {"most": MOST_FILES}, field="file")


@transaction.atomic
def enclose(scan_id: int, files: Sequence[BroughtScan], *, actor: Actor) -> Mail:
    """Add further files to a letter that waits for the register."""
    scan = waiting_scan(scan_id, actor)
    _refuse_too_many(files)
    if scan.enclosures.count() + len(files) > MOST_FILES:
        raise RuleBroken(
            _("A letter has at most %(most)d files with it.") % {"most": MOST_FILES}, field="file"
        )
    seen, refused = _look_into(files)
    if not seen:
        raise RuleBroken(said_refused(refused), field="file")
    _keep(scan, seen, actor)
    return Mail(scan, len(seen), refused)


def _keep(scan: Scan, files: Sequence[Seen], actor: Actor) -> None:
    if not files:
        return
    last = scan.enclosures.aggregate(last=Max("position"))["last"] or 0
    rows = [
        Enclosure(
            scan=scan,
            position=position,
            file=store(one.brought.data, media_type=one.media_type),
            name=nfc(one.brought.name)[:200],
            is_read=one.is_read,
        )
        for position, one in enumerate(files, start=last + 1)
    ]
    Enclosure.objects.bulk_create(rows)
    unread = [row.file_id for row in rows if not row.is_read]
    record(actor, "correspondence.files_enclosed", scan, files=len(rows), said_unmarked=unread)


def _enclosure(scan: Scan, enclosure_id: int) -> Enclosure:
    found = scan.enclosures.select_related("file").filter(pk=enclosure_id).first()
    if found is None:
        raise RuleBroken(_("This file has been taken out. Reload the page."))
    return found


@transaction.atomic
def make_letter(scan_id: int, enclosure_id: int, *, actor: Actor) -> Scan | None:
    """Say that another of the files is the letter; the one before becomes a file that came with it.

    What now shows a mark of secrecy, read by what was not there when it came, is removed with its mail.
    """
    scan = waiting_scan(scan_id, actor)
    enclosure = _enclosure(scan, enclosure_id)
    if not enclosure.can_be_letter:
        raise RuleBroken(_("The letter must be a .pdf, .jpg or .png, so that its pages are shown."))

    data = enclosure.file.read()
    try:
        found = inspect_scan(data, enclosure.name)
        reading = read_scan(data, found.media_type, enclosure.name)
    except MarkedSecret:
        remove_marked(scan, enclosure.file_id, actor=actor)
        return None
    except FileRefused as refused:
        raise RuleBroken(str(refused)) from refused

    before = (scan.file, scan.name, scan.reading.get("by") == "text")
    scan.file, scan.name, scan.pages = enclosure.file, enclosure.name, found.pages
    scan.turned, scan.reading = reading.turned, reading.as_json()
    scan.save(update_fields=["file", "name", "pages", "turned", "reading"])
    enclosure.file, enclosure.name, enclosure.is_read = before
    enclosure.save(update_fields=["file", "name", "is_read"])

    record(actor, "correspondence.letter_chosen", scan, file=scan.file_id)
    return scan


@transaction.atomic
def move_enclosure(scan_id: int, enclosure_id: int, *, up: bool, actor: Actor) -> Scan:
    """Change places with the file before it, or after it; at the end it stays."""
    scan = waiting_scan(scan_id, actor)
    rows = list(scan.enclosures.all())
    at = next((i for i, one in enumerate(rows) if one.pk == enclosure_id), None)
    if at is None:
        raise RuleBroken(_("This file has been taken out. Reload the page."))
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    for position, one in enumerate(rows, start=1):
        one.position = position
    Enclosure.objects.bulk_update(rows, ["position"])

    record(actor, "correspondence.enclosures_ordered", scan)
    return scan


@transaction.atomic
def take_out(scan_id: int, enclosure_id: int, *, actor: Actor) -> Scan:
    """Take a file out that does not belong to the letter, before it has a number of arrival."""
    scan = waiting_scan(scan_id, actor)
    enclosure = _enclosure(scan, enclosure_id)

    record(actor, "correspondence.enclosure_taken_out", scan, file=enclosure.file_id)
    file = enclosure.file
    enclosure.delete()
    put_away(file)
    return scan
