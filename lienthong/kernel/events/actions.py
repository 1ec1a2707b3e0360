"""Announcing what happened, and seeing that everybody hears it."""

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from lienthong.kernel.events import hearing
from lienthong.kernel.events.models import Delivery, OutboxEntry
from lienthong.kernel.events.tracing import current_trace, tracing
from lienthong.kernel.jobs.public import defer

logger = logging.getLogger(__name__)

_KEPT = timedelta(days=30)
_AT_ONCE = 5_000


class Undelivered(Exception):
    """Some reactions to an event failed; they are tried again."""


def announce(*events: Any) -> None:
    """Notify all who listen, as soon as the action is committed and never if it is not."""
    entries = [_entry(event) for event in events]
    OutboxEntry.objects.bulk_create(entries)
    for entry in entries:
        if hearing.handlers_of(entry.event):
            defer("events.relay", outbox_id=entry.pk)


def _entry(event: Any) -> OutboxEntry:
    name = hearing.event_name(type(event))
    heard = hearing.handlers_of(name) or name in hearing.heard_in_batches()
    return OutboxEntry(
        event=name,
        ids=hearing.ids_of(event),
        trace=current_trace(),
        relayed_at=None if heard else timezone.now(),
    )


def relay_batches() -> None:
    """Let the one reaction to each event that comes by the thousand hear all that have happened."""
    for name, handler in hearing.heard_in_batches().items():
        while _relay_batch(name, handler):
            pass


@transaction.atomic
def _relay_batch(name: str, handler: Callable[[list[Any]], object]) -> int:
    waiting = OutboxEntry.objects.filter(event=name, relayed_at=None).order_by("id")
    entries = list(waiting.select_for_update(skip_locked=True)[:_AT_ONCE])
    if entries:
        handler([hearing.rebuild(name, entry.ids) for entry in entries])
        OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries)


def relay(outbox_id: int) -> None:
    """Let every reaction to one event happen, each in its own transaction, each once."""
    entry = OutboxEntry.objects.get(pk=outbox_id)
    if entry.relayed_at:
        return
    handlers = hearing.handlers_of(entry.event)
    failed = [name for name, handler in handlers.items() if not _deliver(entry, name, handler)]
    if failed:
        raise Undelivered(f"{entry.event} to {', '.join(failed)}")
    OutboxEntry.objects.filter(pk=entry.pk).update(relayed_at=timezone.now(), given_up_at=None)


def _deliver(entry: OutboxEntry, name: str, handler: hearing.Handler) -> bool:
    try:
        with transaction.atomic(), tracing(entry.trace):
            Delivery.objects.get_or_create(entry=entry, handler=name)
            delivery = Delivery.objects.select_for_update().get(entry=entry, handler=name)
            if delivery.delivered_at is None:
                handler(hearing.rebuild(entry.event, entry.ids))
                delivery.delivered_at = timezone.now()
                delivery.save(update_fields=["delivered_at"])
        return True
    except Exception as error:
        logger.exception("%s could not react to %s %s", name, entry.event, entry.pk)
        _note_failure(entry, name, error)
        return False


def _note_failure(entry: OutboxEntry, name: str, error: Exception) -> None:
    """Keep where it failed, not what it said: the words may be about a person."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} in {where.filename.rpartition('/')[2]}:{where.lineno}"
    delivery, _ = Delivery.objects.get_or_create(entry=entry, handler=name)
    Delivery.objects.filter(pk=delivery.pk).update(
        failures=models.F("failures") + 1, failed_at=timezone.now(), last_error=place[:200]
    )


def give_up(outbox_id: int) -> None:
    """After the last try, keep the event for somebody to look at."""
    OutboxEntry.objects.filter(pk=outbox_id).update(given_up_at=timezone.now())


@transaction.atomic
def relay_again() -> int:
    """Try once more what had been given up, after its cause is mended."""
    given_up = OutboxEntry.objects.select_for_update().filter(
        relayed_at__isnull=True, given_up_at__isnull=False
    )
    entries = [entry.pk for entry in given_up]
    OutboxEntry.objects.filter(pk__in=entries).update(given_up_at=None)
    for entry_id in entries:
        defer("events.relay", outbox_id=entry_id)
    return len(entries)


def forget_old() -> None:
    """What everybody heard long ago needs no keeping: the audit remembers the action."""
    OutboxEntry.objects.filter(relayed_at__lt=timezone.now() - _KEPT).delete()
