"""What administration does when the history has checked itself."""

from lienthong.kernel.audit.public import HistoryChecked
from lienthong.kernel.events.public import on

from .notifying import notify_of_the_check


@on(HistoryChecked)
def notify_the_auditors(event: HistoryChecked) -> None:
    notify_of_the_check(event.check_id)
