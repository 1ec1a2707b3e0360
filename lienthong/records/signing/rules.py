"""The dated rules of this room."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import Certainty, DeclaredRule, declare_rule

REPLACED = "signing.replaced_key"
declare_rule(
    DeclaredRule(
        REPLACED,
        _("Wait before a key or a seal is replaced, where no leader above has confirmed"),
        _("%(hours)s hours"),
        {"hours": 24},
        since=dt.date(2025, 1, 1),
        certainty=Certainty.SURE,
        legal_basis="Liên Thông, ADR 34",
    )
)
