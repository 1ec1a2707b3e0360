"""How long a power waits where it waits, and how long it may be confirmed."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import NO_BASIS, Certainty, DeclaredRule, declare_rule

declare_rule(
    DeclaredRule(
        "confirmations.single",
        _("Wait where an installation has one administrator and nobody can confirm"),
        _("%(hours)s hours"),
        {"hours": 24},
        since=dt.date(2025, 1, 1),
        certainty=Certainty.SURE,
        legal_basis=NO_BASIS,
    )
)
declare_rule(
    DeclaredRule(
        "confirmations.open",
        _("Time in which a proposed power is confirmed"),
        _("to the end of the seventh day"),
        {},
        since=dt.date(2025, 1, 1),
        certainty=Certainty.SURE,
        legal_basis=NO_BASIS,
    )
)
