"""What happened, and who hears of it."""

from lienthong.kernel.events.actions import announce
from lienthong.kernel.events.hearing import in_batches, on
from lienthong.kernel.events.queries import unheard_since
from lienthong.kernel.events.tracing import current_trace, new_trace, tracing

__all__ = [
    "announce",
    "current_trace",
    "in_batches",
    "new_trace",
    "on",
    "tracing",
    "unheard_since",
]
