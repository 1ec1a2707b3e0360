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
# T-40
declare_rule(
    DeclaredRule(
        "commitments.reminders",
        _("Days on which the clock reminds of a task"),
        _("%(before)s days before, %(after)s day after, then every %(every)s days"),
        {"before": "7, 3, 1, 0", "after": 1, "every": 7},
        since=SINCE,
        certainty=Certainty.VERIFY,
        legal_basis=NO_BASIS,
    )
)
# F133
declare_rule(
    DeclaredRule(
        "commitments.answer_difficulties",
        _("Time for answering a difficulty reported upwards"),
        _("%(days)s working days"),
        {"days": 15},
        since=SINCE,
        certainty=Certainty.VERIFY,
        legal_basis=NO_BASIS,
    )
)
# T-70
declare_rule(
    DeclaredRule(
        "commitments.ranking",
        _("What figures of tasks allow in the ranking"),
        _("%(beyond)s %% beyond what is required; at most %(late)s %% late"),
        {"beyond": 30, "late": 20},
        since=SINCE,
        certainty=Certainty.LIKELY,
        legal_basis="366-QĐ/TW",
    )
)
