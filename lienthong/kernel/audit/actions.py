"""Writing down who did what, and sealing it."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from lienthong.kernel.audit import sealing
from lienthong.kernel.audit.chain import GENESIS, link, sign_head
from lienthong.kernel.audit.models import AuditEntry, SealHead
from lienthong.kernel.events.public import current_trace
from lienthong.kernel.permissions.public import Actor

_BATCH = 5000
_SEALING = 0x4C54_0A0D  # the advisory lock of whoever seals
_LONGEST_FACT = 500


def record(actor: Actor | None, verb: str, subject: Model, **facts: Any) -> AuditEntry:
    """Write down an action in the transaction that does it; no actor means the system itself."""
    return _write(_entry(actor, verb, *_name_of(subject), facts=facts))


def record_each(
    actor: Actor | None, verb: str, subjects: Iterable[tuple[Model, dict[str, Any]]]
) -> None:
    """Write down one action done to several things, each with its facts, in one statement."""
    AuditEntry.objects.bulk_create(
        _entry(actor, verb, *_name_of(subject), facts=facts) for subject, facts in subjects
    )


def record_read(actor: Actor, subject: Model, **facts: Any) -> AuditEntry:
    """Write down that somebody looked at personal data."""
    subject_type, subject_id = _name_of(subject)
    verb = f"{subject._meta.app_label}.read"
    return _write(_entry(actor, verb, subject_type, subject_id, facts=facts, is_reading=True))


def record_loading(actor: Actor | None, model: type[Model], **facts: Any) -> AuditEntry:
    """Write down a bulk loading of a whole table, done without its row history."""
    verb = "audit.loaded_without_history"
    return _write(_entry(actor, verb, model._meta.label_lower, "", facts=facts))


def _name_of(subject: Model) -> tuple[str, str]:
    if subject.pk is None:
        raise ValueError("What is not yet saved has no history")
    return subject._meta.label_lower, str(subject.pk)


def _entry(
    actor: Actor | None,
    verb: str,
    subject_type: str,
    subject_id: str,
    *,
    facts: dict[str, Any],
    is_reading: bool = False,
) -> AuditEntry:
    entry = AuditEntry(
        verb=verb,
        is_reading=is_reading,
        subject_type=subject_type,
        subject_id=subject_id,
        facts={name: _plain(name, value) for name, value in facts.items()},
        trace=current_trace(),
    )
    if actor is not None:
        entry.person_id = actor.person_id
        entry.post_id = actor.post_id
        entry.for_post_id = actor.for_post_id
        entry.unit_id = actor.unit_id
        entry.actor_name = actor.name
        entry.actor_title = actor.title
        entry.unit_name = actor.unit_name
    return entry


def _write(entry: AuditEntry) -> AuditEntry:
    entry.save(force_insert=True)
    return entry


def _plain(name: str, value: Any) -> Any:
    """A fact is a number, a day, a code or a short wording, never a text or a row."""
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(name, item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        # A choice becomes its plain code.
        return str(value)[:_LONGEST_FACT]
    raise TypeError(f"{name} is not a fact for the audit: {type(value).__name__}")


def seal_entries() -> int:
    """Seal everything not yet sealed, in batches; how many were sealed."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    """Give the next seal numbers, by a number of their own: entries commit out of order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING])
    head = SealHead.objects.order_by("-number").first()
    sealed, current = (head.number, head.hash) if head else (0, GENESIS)
    entries = AuditEntry.objects.filter(seal_number__isnull=True).order_by("id")[:_BATCH]
    seals: list[tuple[int, int, str]] = []
    for number, entry in enumerate(entries, start=sealed + 1):
        current = link(current, sealing.content_of(entry, number))
        seals.append((entry.pk, number, current))
    if seals:
        _write_seals(seals)
        _sign(sealed + len(seals), current)
    return len(seals)


def _write_seals(seals: list[tuple[int, int, str]]) -> None:
    entry_ids, numbers, hashes = (list(column) for column in zip(*seals, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_auditentry AS entry SET seal_number = seal.number, seal_hash = seal.hash"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS seal(id, number, hash)"
            " WHERE entry.id = seal.id",
            [entry_ids, numbers, hashes],
        )


def _sign(number: int, current: str) -> None:
    key = sealing.audit_key()
    sealed_at = timezone.now()
    SealHead.objects.create(
        number=number,
        hash=current,
        sealed_at=sealed_at,
        public_key=key.public_key().public_bytes_raw().hex(),
        signature=sign_head(key, sealing.head_content(number, current, sealed_at)),
    )
