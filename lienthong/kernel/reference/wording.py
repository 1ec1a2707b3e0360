"""How rules are named and their values said to an administrator."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "documents.layout": _("Margins of an official paper"),
    "documents.adoption_majority": _("Majority needed to adopt a document"),
    "documents.opinion_working_days": _("Time for a body's opinion"),
    "correspondence.handling_working_days": _("Usual time for handling a paper"),
    "numbering.incoming_per_year": _("Sequence of numbers of arrival"),
}
VALUES = {
    "documents.layout": _(
        "top %(margin_top_mm)s mm, bottom %(margin_bottom_mm)s mm, left %(margin_left_mm)s mm, "
        "right %(margin_right_mm)s mm"
    ),
    "documents.adoption_majority": _(
        "more than %(more_than_percent_of_all_members)s%% of all members"
    ),
    "documents.opinion_working_days": _("%(days)s working days"),
    "correspondence.handling_working_days": _("%(days)s working days"),
    "numbering.incoming_per_year": _("from 1 again each calendar year"),
}
