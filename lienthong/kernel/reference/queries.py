"""What is in force on a day."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import Unit

from .models import DocumentType, Holiday, RuleVersion, Term

SATURDAY = 5


def document_types_on(day: dt.date) -> QuerySet[DocumentType]:
    return DocumentType.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def term_on(unit: Unit, day: dt.date) -> Term:
    """The term of a committee that runs on a day; an office counts with the committee it serves."""
    committee_id = unit.serves_id or unit.pk
    term = (
        Term.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
        .filter(unit_id=committee_id)
        .first()
    )
    if term is None:
        raise RuleBroken(
            _("%(unit)s has no term recorded for this day; an administrator must open one first.")
            % {"unit": unit}
        )
    return term


def rule(key: str, day: dt.date) -> RuleVersion:
    """The version of a rule in force on a day."""
    return (
        RuleVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
        .filter(key=key)
        .order_by("-valid_from")[:1]
        .get()
    )


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The day `count` working days after `day`."""
    until = day + dt.timedelta(days=count * 3 + 30)
    listed = dict(
        Holiday.objects.filter(day__gt=day, day__lte=until).values_list("day", "is_working")
    )
    while count > 0:
        day += dt.timedelta(days=1)
        if listed.get(day, day.weekday() < SATURDAY):
            count -= 1
    return day
