"""The dated rules of this room, with their legal basis."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import NO_BASIS, Certainty, DeclaredRule, declare_rule

SINCE = dt.date(2025, 11, 5)

# T-23
declare_rule(
    DeclaredRule(
        "commitments.answer_working_days",
        _("Time for receiving or refusing a task"),
        _("%(days)s working days"),
        {"days": 1},
        since=SINCE,
        certainty=Certainty.VERIFY,
        legal_basis=NO_BASIS,
    )
)
# T-33
declare_rule(
    DeclaredRule(
        "commitments.soon_due",
        _("When a task is shown as soon due"),
        _("%(days)s days before its deadline"),
        {"days": 7},
        since=SINCE,
        certainty=Certainty.VERIFY,
        legal_basis=NO_BASIS,
    )
)
# T-36
declare_rule(
    DeclaredRule(
        "commitments.most_extensions",
        _("Extensions of a task without a new document"),
        _("%(times)s times at most"),
        {"times": 2},
        since=SINCE,
        certainty=Certainty.VERIFY,
        legal_basis=NO_BASIS,
    )
)
