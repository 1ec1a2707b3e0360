"""The dated rules of this room, with their legal basis."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import Certainty, DeclaredRule, declare_rule

declare_rule(
    DeclaredRule(
        "correspondence.handling_working_days",
        _("Usual time for handling a document"),
        _("%(days)s working days"),
        {"days": 10},
        since=dt.date(2018, 4, 3),
        certainty=Certainty.VERIFY,
        legal_basis="Quy chế làm việc của cấp ủy",
    )
)
declare_rule(
    DeclaredRule(
        "correspondence.reminders",
        _("Reminding of documents to be handled"),
        _(
            "%(days_before)s days before the deadline and %(days_after)s days after it; the leader is "
            "notified after %(escalate_after)s days"
        ),
        {"days_before": [3, 1, 0], "days_after": [1, 7], "escalate_after": 3},
        since=dt.date(2018, 4, 3),
        certainty=Certainty.VERIFY,
        legal_basis="Quy chế làm việc của cấp ủy",
    )
)
