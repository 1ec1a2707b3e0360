"""What this room does when a unit has done something with a document."""

from lienthong.kernel.events.public import in_batches

from . import counting
from .events import ReceiptChanged


@in_batches(ReceiptChanged)
def count_receipts(changes: list[ReceiptChanged]) -> None:
    counting.count_receipts(changes)
