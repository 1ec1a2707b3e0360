"""The dated rules of this room, with their legal basis."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import Certainty, DeclaredRule, declare_rule

declare_rule(
    DeclaredRule(
        "documents.layout",
        _("Margins of an official document"),
        _(
            "top %(margin_top_mm)s mm, bottom %(margin_bottom_mm)s mm, left %(margin_left_mm)s mm, "
            "right %(margin_right_mm)s mm"
        ),
        {"margin_top_mm": 20, "margin_bottom_mm": 20, "margin_left_mm": 30, "margin_right_mm": 15},
        since=dt.date(2018, 4, 3),
        certainty=Certainty.LIKELY,
        legal_basis="36-HD/VPTW §II",
    )
)
declare_rule(
    DeclaredRule(
        "documents.adoption_majority",
        _("Majority needed to adopt a document"),
        _("more than %(more_than_percent_of_all_members)s%% of all members"),
        {"more_than_percent_of_all_members": 50},
        since=dt.date(2011, 1, 19),
        certainty=Certainty.SURE,
        legal_basis="Điều lệ Đảng, Điều 9",
    )
)
declare_rule(
    DeclaredRule(
        "documents.opinion_working_days",
        _("Time for a body's opinion"),
        _("%(days)s working days"),
        {"days": 5},
        since=dt.date(2018, 4, 3),
        certainty=Certainty.VERIFY,
        legal_basis="Quy chế làm việc của cấp ủy",
    )
)
