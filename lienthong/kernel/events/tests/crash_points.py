"""What must be true of every event, whatever died."""

from collections import Counter

from chaos.findings import STUCK, Finding, Findings, once
from chaos.points import Dying

from ..hearing import handlers_of
from ..models import OutboxEntry


def is_being_heard() -> bool:
    """Something announced waits for its job, or for the batch of the next seconds."""
    return OutboxEntry.objects.filter(relayed_at=None, given_up_at=None).exists()


def events() -> Findings:
    """Everything announced was heard by everybody who listens, once each."""
    for entry in OutboxEntry.objects.prefetch_related("deliveries"):
        if entry.relayed_at is None or entry.given_up_at is not None:
            yield Finding(STUCK, f"event {entry.pk} {entry.event} was not relayed")
        heard = Counter(d.handler for d in entry.deliveries.all() if d.delivered_at is not None)
        for handler in handlers_of(entry.event):
            yield from once(heard[handler], f"event {entry.pk} {entry.event} at {handler}")


DYING = Dying(checks=(events,))
