"""One look at the whole installation: what is lost, doubled, unexplained or stuck."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.kernel.audiences.public import AddressedUnit, Audience, Receipt
from lienthong.kernel.audit.chain import verify as verify_chain
from lienthong.kernel.audit.public import AuditEntry, exported_lines, seal_entries
from lienthong.kernel.events.hearing import handlers_of
from lienthong.kernel.events.models import OutboxEntry
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.notices.public import Notice
from lienthong.kernel.numbering.public import Series, TakenNumber
from lienthong.kernel.procedures.public import Case
from lienthong.kernel.web.public import ActionOutcome
from lienthong.records.correspondence.public import Direction, IncomingDocument
from lienthong.records.documents.public import Document, State
from lienthong.records.signing.public import verify

LOST, DOUBLED, GAP, STUCK = "lost", "doubled", "unexplained_gaps", "stuck"
KINDS = (LOST, DOUBLED, GAP, STUCK)
# What the history of an issued document holds, each exactly once.
OF_AN_ISSUED_PAPER = ("submitted", "signed", "numbered", "sealed", "issued")


@dataclass(frozen=True)
class Finding:
    kind: str
    sentence: str


Findings = Iterator[Finding]


def once(count: int, what: str) -> Findings:
    """Something must be there exactly once."""
    if count == 0:
        yield Finding(LOST, f"{what} is missing")
    elif count > 1:
        yield Finding(DOUBLED, f"{what} is there {count} times")


@dataclass
class Checker:
    """Looks at everything each time; a sealed file that was found good is not judged again."""

    judged: set[str] = field(default_factory=set)

    def check(self) -> list[Finding]:
        return [
            *numbers(),
            *documents(),
            *self.sealed_files(),
            *audiences(),
            *registers(),
            *receipts(),
            *events(),
            *cases(),
            *files(),
            *outcomes(),
            *notices(),
            *jobs(),
        ]

    def sealed_files(self) -> Findings:
        """Every issued document is valid for a stranger and bears the number of the register."""
        issued = Document.objects.filter(state=State.ISSUED).exclude(
            sealed_file__in=self.judged or [""]
        )
        for document in issued.select_related("sealed_file"):
            assert document.sealed_file is not None, "guarded by the database"
            verdict = verify(document.sealed_file.read())
            if not verdict.valid or len(verdict.signatures) != 2:
                yield Finding(LOST, f"{document.notation}: the sealed file is not valid")
            if verdict.number != document.notation or verdict.date != document.issued_on:
                yield Finding(GAP, f"{document.notation}: the file says {verdict.number}")
            self.judged.add(document.sealed_file.sha256)
        shared = Document.objects.filter(state=State.ISSUED).values("sealed_file")
        for row in shared.annotate(documents=Count("pk")).filter(documents__gt=1):
            yield Finding(
                DOUBLED, f"{row['documents']} documents share the file {row['sealed_file']}"
            )


def numbers() -> Findings:
    """Every register runs 1, 2, 3 …; each number stands on one document or is cancelled with a reason."""
    on_documents = Counter(
        [
            *Document.objects.exclude(number=None).values_list("number", flat=True),
            *IncomingDocument.objects.exclude(number=None).values_list("number", flat=True),
        ]
    )
    for series in Series.objects.all():
        taken = list(TakenNumber.objects.filter(series=series).order_by("number"))
        if [one.number for one in taken] != list(range(1, series.last_number + 1)):
            yield Finding(GAP, f"register {series.pk} is not consecutive up to its last number")
        for one in taken:
            explained = one.cancelled_at is not None and bool(one.cancelled_reason)
            uses = on_documents[one.pk] + explained
            if uses == 0:
                yield Finding(GAP, f"number {one.number} of register {series.pk} is on no document")
            elif uses > 1:
                yield Finding(DOUBLED, f"number {one.number} of register {series.pk}: {uses} uses")
    same = Document.objects.exclude(notation="").values("issuer", "type", "term", "notation")
    for row in same.annotate(documents=Count("pk")).filter(documents__gt=1):
        yield Finding(DOUBLED, f"{row['documents']} documents bear {row['notation']}")


def documents() -> Findings:
    """An issued document's history holds each action once, and the event was told once."""
    verbs = history("documents.document")
    told = Counter(
        OutboxEntry.objects.filter(event="documents.DocumentIssued").values_list(
            "ids__document_id", flat=True
        )
    )
    for document in Document.objects.filter(state=State.ISSUED):
        for verb in OF_AN_ISSUED_PAPER:
            count = verbs[str(document.pk), f"documents.{verb}"]
            yield from once(count, f"{document.notation}: “{verb}” in the history")
        yield from once(told[document.pk], f"{document.notation}: the event of its issue")
    for document in Document.objects.filter(state=State.SEALING):
        yield Finding(STUCK, f"{document.notation} is numbered and not issued")


def history(subject_type: str) -> Counter[tuple[str, str]]:
    rows = AuditEntry.objects.filter(subject_type=subject_type)
    return Counter(rows.values_list("subject_id", "verb"))


def audiences() -> Findings:
    """Each issued document has exactly one audience, and each audience its document."""
    for audience in Audience.objects.filter(document=None):
        yield Finding(DOUBLED, f"audience {audience.pk} belongs to no document")
    for document in Document.objects.filter(state=State.ISSUED):
        if not AddressedUnit.objects.filter(audience=document.audience_id).exists():
            yield Finding(LOST, f"{document.notation} reached nobody")


def registers() -> Findings:
    """One entry per unit and document, each with its line in the history."""
    entered = IncomingDocument.objects.exclude(number=None)
    same = entered.values("unit", "document").annotate(entries=Count("pk"))
    for row in same.filter(entries__gt=1):
        yield Finding(
            DOUBLED, f"document {row['document']} is {row['entries']} times in a register"
        )
    verbs = history("correspondence.incomingdocument")
    for entry in entered:
        count = verbs[str(entry.pk), "correspondence.registered"]
        yield from once(count, f"entry {entry.pk}: “registered” in the history")
        count = verbs[str(entry.pk), "correspondence.directed"]
        if count != entry.directions.count():
            yield Finding(DOUBLED, f"entry {entry.pk}: {count} directions in the history")


def receipts() -> Findings:
    """A receipt says “registered” exactly where the register has the entry; nothing is out of order."""
    registered = set(
        Receipt.objects.exclude(registered_at=None).values_list("audience_id", "unit_id")
    )
    entered = set(
        IncomingDocument.objects.exclude(number=None).values_list("audience_id", "unit_id")
    )
    for audience_id, unit_id in registered - entered:
        yield Finding(LOST, f"document {audience_id} is registered at {unit_id} without an entry")
    for audience_id, unit_id in entered - registered:
        yield Finding(LOST, f"the entry of document {audience_id} at {unit_id} has no receipt")
    wrong = Receipt.objects.filter(received_at=None).filter(
        Q(forwarded_at__isnull=False) | Q(passed_on_at__isnull=False)
    )
    for receipt in wrong:
        yield Finding(LOST, f"receipt {receipt.pk} skips a step")
    for receipt in Receipt.objects.exclude(passed_on_at=None):
        assert receipt.member_count is not None
        assert receipt.present_count is not None
        if receipt.absences.count() != receipt.member_count - receipt.present_count:
            yield Finding(LOST, f"receipt {receipt.pk}: the absentees do not add up")


def events() -> Findings:
    """Everything announced was heard by everybody who listens, once each."""
    for entry in OutboxEntry.objects.prefetch_related("deliveries"):
        if entry.relayed_at is None or entry.given_up_at is not None:
            yield Finding(STUCK, f"event {entry.pk} {entry.event} was not relayed")
        heard = Counter(d.handler for d in entry.deliveries.all() if d.delivered_at is not None)
        for handler in handlers_of(entry.event):
            yield from once(heard[handler], f"event {entry.pk} {entry.event} at {handler}")


def cases() -> Findings:
    """A step is closed once; a case that runs has its next step, one that ended has none."""
    for case in Case.objects.prefetch_related("visits"):
        visits = list(case.visits.all())
        opened = [visit for visit in visits if visit.closed_at is None]
        if bool(opened) == (case.closed_at is not None):
            yield Finding(STUCK, f"case {case.pk}: {len(opened)} open steps, ended or not")
        if len({visit.step for visit in opened}) > 1:
            yield Finding(DOUBLED, f"case {case.pk} stands at several steps")
        # In these trials nothing is returned: no step is visited again by the same holder.
        for (step, *_), count in Counter(
            (visit.step, visit.holder_unit_id, visit.holder_post_id) for visit in visits
        ).items():
            if count > 1:
                yield Finding(DOUBLED, f"case {case.pk}: {count} visits to {step}")


def files() -> Findings:
    """Every row has its bytes, whole."""
    for stored in StoredFile.objects.all():
        if not stored.path.exists():
            yield Finding(LOST, f"the bytes of {stored.sha256} are not there")
        elif hashlib.sha256(stored.path.read_bytes()).hexdigest() != stored.sha256:
            yield Finding(LOST, f"the bytes of {stored.sha256} are others")
    for path in unfinished_files():
        yield Finding(LOST, f"half a file was left: {path.name}")


def unfinished_files() -> Iterable[Path]:
    return (path for path in Path(settings.FILES_ROOT).rglob(".*") if path.is_file())


def unreferenced_files() -> int:
    """Whole files a transaction that was cut off left behind; the daily sweep removes them."""
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    kept = (p for p in Path(settings.FILES_ROOT).glob("??/??/*") if p.is_file())
    return sum(path.name not in known for path in kept)


def outcomes() -> Findings:
    """A kept key always has the answer that is to be repeated."""
    for outcome in ActionOutcome.objects.filter(location=""):
        yield Finding(LOST, f"{outcome.action} was done and its answer is not kept")


def jobs() -> Findings:
    """Nothing waits, runs or has failed, but for the work of the clock."""
    # One question: between two, a job would slip from one state into the other.
    for job in ProcrastinateJob.objects.exclude(status="succeeded"):
        if job.args.keys() != {"timestamp"}:
            yield Finding(STUCK, f"job {job.pk} {job.task_name} is {job.status}")


def notices() -> Findings:
    """Nobody is told the same twice."""
    same = Notice.objects.values("person", "message", "params", "path")
    for row in same.annotate(lines=Count("pk")).filter(lines__gt=1):
        yield Finding(DOUBLED, f"{row['lines']} notices to {row['person']}: {row['message']}")


def audit() -> Findings:
    """The history is one unbroken, signed chain."""
    seal_entries()
    for fault in verify_chain(exported_lines()).faults:
        yield Finding(LOST, f"the chain of the history: {fault}")


# --- What one trial must have brought about


def effects(scene: dict[str, Any], action: str) -> Findings:
    """The action of a trial had its effect, exactly once."""
    if action in ("receive", "pass_on", "register", "direct"):
        yield from _at_a_unit(scene, action)
        return
    for pk in scene["documents"]:
        document = Document.objects.get(pk=pk)
        verb = {"submit": "submitted", "sign": "signed"}.get(action, "issued")
        wanted = {"submit": State.SIGNING, "sign": State.SIGNED}.get(action, State.ISSUED)
        if document.state != wanted:
            yield Finding(LOST, f"document {pk} is {document.state} and should be {wanted}")
        count = history("documents.document")[str(pk), f"documents.{verb}"]
        yield from once(count, f"document {pk}: “{verb}” in the history")
    if action == "letter":
        yield from _told(scene, "forwarded")


def _at_a_unit(scene: dict[str, Any], action: str) -> Findings:
    place = {"audience_id": scene["audience"], "unit_id": scene["unit"]}
    if action in ("register", "direct"):
        entries = IncomingDocument.objects.filter(**place).exclude(number=None)
        yield from once(entries.count(), f"the entry of {place}")
        yield from _told(scene, "registered")
    else:
        yield from _told(scene, {"receive": "received", "pass_on": "passed_on"}[action])
    if action == "direct":
        given = Direction.objects.filter(incoming__in=entries)
        yield from once(given.count(), f"the direction on {place}")
        parts = sum(direction.assignments.count() for direction in given)
        if parts != 2:
            yield Finding(LOST if parts < 2 else DOUBLED, f"{parts} assignments on {place}")


def _told(scene: dict[str, Any], moment: str) -> Findings:
    """The receipt has the moment, and the history tells of it once."""
    marked = Receipt.objects.filter(audience=scene["audience"], unit=scene["unit"]).exclude(
        **{f"{moment}_at": None}
    )
    yield from once(marked.count(), f"“{moment}” of unit {scene['unit']}")
    told = AuditEntry.objects.filter(
        verb=f"audiences.{moment}", subject_id=str(scene["audience"]), facts__unit=scene["unit"]
    )
    yield from once(told.count(), f"“{moment}” of unit {scene['unit']} in the history")
