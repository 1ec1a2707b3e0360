"""What this room does when a document is issued, and what it says in the daily mail."""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import check_daily
from lienthong.kernel.events.public import on
from lienthong.kernel.mail.public import in_daily_mail
from lienthong.records.documents.public import DocumentIssued

from .actions.urging import count_urged_by
from .against_history import difficulties_unlike_the_history, reports_unlike_the_history
from .queries.digest import counts_for

check_daily(reports_unlike_the_history)
check_daily(difficulties_unlike_the_history)


@on(DocumentIssued)
def count_what_the_letter_urged(event: DocumentIssued) -> None:
    count_urged_by(event.document_id)


@in_daily_mail
def tasks_in_the_mail(person_id: int, today: dt.date) -> list[str]:
    """How many tasks are soon due and late; which ones is read on the desk (T-40)."""
    soon, late = counts_for(person_id, today)
    if not soon and not late:
        return []
    return [_("Tasks soon due: %(soon)d. Tasks late: %(late)d.") % {"soon": soon, "late": late}]
