"""The dated rules of this room: how a deadline in words becomes a day."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import NO_BASIS, Certainty, DeclaredRule, declare_rule

# The quy chế on following tasks, 08-QC/TW (05/11/2025), leaves both open.
_SINCE = dt.date(2025, 11, 5)
declare_rule(
    DeclaredRule(
        "texts.before_a_day",
        _("“Before a day” in a deadline"),
        _("the last good day is %(days)s days before the day that is named"),
        {"days": 1},
        since=_SINCE,
        certainty=Certainty.VERIFY,
        legal_basis=NO_BASIS,
    )
)
declare_rule(
    DeclaredRule(
        "texts.default_deadline",
        _("Deadline where the source names none"),
        _(
            "%(days)s days from the letter of assignment; a day of rest moves to the next working day"
        ),
        {"days": 10, "roll": "next_working_day"},
        since=_SINCE,
        certainty=Certainty.LIKELY,
        legal_basis=NO_BASIS,
    )
)
