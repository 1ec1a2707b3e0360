"""What happened, and who hears of it."""

from lienthong.kernel.events.actions import announce, relay_again
from lienthong.kernel.events.hearing import on
from lienthong.kernel.events.queries import undelivered
from lienthong.kernel.events.tracing import current_trace, new_trace, tracing

__all__ = [
    "announce",
    "current_trace",
    "new_trace",
    "on",
    "relay_again",
    "tracing",
    "undelivered",
]
