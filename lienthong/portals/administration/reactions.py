"""What administration does when the history has checked itself, or a delegation was taken back."""

from lienthong.kernel.audit.public import HistoryChecked
from lienthong.kernel.events.public import on
from lienthong.kernel.people.public import DelegationEnded

from .notifying import notify_of_the_check, notify_of_the_end


@on(HistoryChecked)
def notify_the_auditors(event: HistoryChecked) -> None:
    notify_of_the_check(event.check_id)


@on(DelegationEnded)
def notify_both(event: DelegationEnded) -> None:
    notify_of_the_end(event.delegation_id)
