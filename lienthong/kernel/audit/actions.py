"""Writing down who did what."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from lienthong.kernel.audit.marks import marked
from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.audit.sealing import said_by_entry
from lienthong.kernel.events.public import current_trace
from lienthong.kernel.permissions.public import Actor

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
    return record_about_table(actor, "audit.loaded_without_history", model, **facts)


def record_about_table(
    actor: Actor | None, verb: str, model: type[Model], **facts: Any
) -> AuditEntry:
    """Write down what was done to a whole table."""
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
    entry.mark = marked(said_by_entry(entry))
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
