"""What administration does when the history has checked itself, a name was corrected, or a post was delegated or taken back."""

from lienthong.kernel.audit.public import HistoryChecked
from lienthong.kernel.events.public import in_batches, on
from lienthong.kernel.people.public import (
    CodeGivenByOne,
    DelegationEnded,
    DelegationGiven,
    PersonCorrected,
    PostGivenByOne,
)

from .notifying import (
    notify_of_the_check,
    notify_of_the_correction,
    notify_of_the_end,
    notify_the_delegate,
)
from .telling import notify_of_codes, notify_of_posts


@on(HistoryChecked)
def notify_the_auditors(event: HistoryChecked) -> None:
    notify_of_the_check(event.check_id)


@on(DelegationGiven)
def notify_who_is_to_act(event: DelegationGiven) -> None:
    notify_the_delegate(event.delegation_id)


@on(DelegationEnded)
def notify_both(event: DelegationEnded) -> None:
    notify_of_the_end(event.delegation_id)


@in_batches(PostGivenByOne)
def notify_who_watches_of_posts(events: list[PostGivenByOne]) -> None:
    notify_of_posts([(event.post_id, event.by_id) for event in events])


@in_batches(CodeGivenByOne)
def notify_who_watches_of_codes(events: list[CodeGivenByOne]) -> None:
    notify_of_codes([(event.account_id, event.by_id) for event in events])


@on(PersonCorrected)
def notify_the_person(event: PersonCorrected) -> None:
    notify_of_the_correction(event.person_id)
