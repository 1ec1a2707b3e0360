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

from ..models import SHOWN_PAGE_BY_PAGE, Enclosure, Scan
from ..queries.scanned import read_scan
from .outside import BroughtScan, bring_scan, waiting_scan
from .result_files import BroughtFile, look_into_one

MOST_FILES = 20
Refused = list[tuple[str, str]]


@dataclass(frozen=True)
class Mail:
    """What was taken in of a mail: its letter, how many files came with it, and which were refused and why."""

    scan: Scan
    enclosed: int
    refused: Refused


@transaction.atomic
def bring_mail(files: Sequence[BroughtScan], *, actor: Actor) -> Mail:
    """Take in the files of one mail: the first of which pages can be shown is the letter, until the clerk
    says otherwise. One that is refused keeps none of the others away.
    """
    _refuse_too_many(files)
    scan: Scan | None = None
    refused: Refused = []
    others: list[BroughtScan] = []
    for one in files:
        if scan is not None or PurePath(one.name).suffix.lower() not in SHOWN_PAGE_BY_PAGE:
            others.append(one)
            continue
        try:
            with transaction.atomic():
                scan = bring_scan(one, actor=actor)
        except RuleBroken as broken:
            if len(files) == 1:
                raise  # beside the field it is about
            refused.append((one.name, broken.sentence))
    if scan is None:
        lacks = _("None of the files can be the letter: it must be a .pdf, .jpg or .png.")
        raise RuleBroken(f"{lacks} {said_refused(refused)}".strip(), field="file")
    enclosed, more = _enclosed(scan, others, actor)
    return Mail(scan, enclosed, refused + more)


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
    enclosed, refused = _enclosed(scan, files, actor)
    if not enclosed:
        raise RuleBroken(said_refused(refused), field="file")
    return Mail(scan, enclosed, refused)


def _enclosed(scan: Scan, files: Sequence[BroughtScan], actor: Actor) -> tuple[int, Refused]:
    last = scan.enclosures.aggregate(last=Max("position"))["last"] or 0
    refused: Refused = []
    unread: list[str] = []
    for one in files:
        brought = BroughtFile(one.name, one.data, one.bears_no_mark)
        try:
            seen = look_into_one(brought)
        except RuleBroken as broken:
            refused.append((one.name, broken.sentence.removeprefix(f"{one.name}: ")))
            continue
        last += 1
        file = store(seen.data, media_type=seen.media_type)
        Enclosure.objects.create(
            scan=scan, position=last, file=file, name=nfc(one.name)[:200], is_read=seen.is_read
        )
        if not seen.is_read:
            unread.append(file.sha256)
    enclosed = len(files) - len(refused)
    if enclosed:
        record(actor, "correspondence.files_enclosed", scan, files=enclosed, said_unmarked=unread)
    return enclosed, refused


def _enclosure(scan: Scan, enclosure_id: int) -> Enclosure:
    found = scan.enclosures.select_related("file").filter(pk=enclosure_id).first()
    if found is None:
        raise RuleBroken(_("This file has been taken out. Reload the page."))
    return found


@transaction.atomic
def make_letter(scan_id: int, enclosure_id: int, *, actor: Actor) -> Scan:
    """Say that another of the files is the letter; the one before becomes a file that came with it."""
    scan = waiting_scan(scan_id, actor)
    enclosure = _enclosure(scan, enclosure_id)
    if not enclosure.can_be_letter:
        raise RuleBroken(_("The letter must be a .pdf, .jpg or .png, so that its pages are shown."))

    data = enclosure.file.read()
    try:
        found = inspect_scan(data, enclosure.name)
        reading = read_scan(data, found.media_type, enclosure.name)
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
