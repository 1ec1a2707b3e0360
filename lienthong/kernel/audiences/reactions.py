"""What this room does when a unit has done something with a document, and what it has checked daily."""

from lienthong.kernel.audit.public import check_daily
from lienthong.kernel.events.public import in_batches

from . import counting
from .comparing import audiences_unlike_the_history
from .events import ReceiptChanged

check_daily(audiences_unlike_the_history)


@in_batches(ReceiptChanged)
def count_receipts(changes: list[ReceiptChanged]) -> None:
    counting.count_receipts(changes)
