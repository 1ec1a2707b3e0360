"""The dated rules of this room, with their legal basis."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import Certainty, DeclaredRule, declare_rule

declare_rule(
    DeclaredRule(
        "documents.form",
        _("Form of an official document"),
        _("set as 36-HD/VPTW says; a missing component is an error, style a warning"),
        {},
        since=dt.date(2018, 4, 3),
        certainty=Certainty.LIKELY,
        legal_basis="36-HD/VPTW §II",
    )
)
declare_rule(
    DeclaredRule(
        "documents.form_2026",
        _("Form of a document issued from 27/5/2026"),
        _("set as 05-HD/VPTW says; what is issued before keeps the form of 2018"),
        {},
        since=dt.date(2026, 5, 27),
        certainty=Certainty.LIKELY,
        legal_basis="05-HD/VPTW (27/5/2026)",
    )
)
declare_rule(
    DeclaredRule(
        "documents.types_and_issuers",
        _("Who issues which type of document"),
        _("an unusual type is a warning, never a refusal"),
        {},
        since=dt.date(2017, 2, 6),
        certainty=Certainty.VERIFY,
        legal_basis="399-QĐ/TW; 66-QĐ/TW, Điều 7",
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
declare_rule(
    DeclaredRule(
        "documents.opinion_reminders",
        _("Reminding bodies of the opinion they owe"),
        _(
            "%(days_before)s days before the deadline and %(days_after)s days after it; the drafter's "
            "office is notified after %(escalate_after)s days"
        ),
        {"days_before": [1, 0], "days_after": [1], "escalate_after": 1},
        since=dt.date(2018, 4, 3),
        certainty=Certainty.VERIFY,
        legal_basis="Quy chế làm việc của cấp ủy",
    )
)
