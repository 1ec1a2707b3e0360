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
