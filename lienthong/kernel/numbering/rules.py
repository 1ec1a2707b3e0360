"""The dated rules of this room, with their legal basis."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import Certainty, DeclaredRule, declare_rule

declare_rule(
    DeclaredRule(
        "numbering.outgoing_per_term",
        _("Sequence of numbers of outgoing documents"),
        _("for each type of its own, from 01 again with each term of the committee"),
        {},
        since=dt.date(2018, 4, 3),
        certainty=Certainty.SURE,
        legal_basis="36-HD/VPTW §II.1.3",
    )
)
declare_rule(
    DeclaredRule(
        "numbering.incoming_per_year",
        _("Sequence of numbers of arrival"),
        _("from 1 again each calendar year"),
        {},
        since=dt.date(2018, 4, 3),
        certainty=Certainty.LIKELY,
        legal_basis="36-HD/VPTW §II.1.3",
    )
)
