"""What is in force on a day."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, RuleBroken, holds, paths_where
from lienthong.kernel.units.public import Unit

from .calendar import DAY, DECISION
from .models import DocumentType, RuleVersion, Term
from .permissions import MANAGE_CALENDAR


def document_types_on(day: dt.date) -> QuerySet[DocumentType]:
    return DocumentType.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def term_on(unit: Unit, day: dt.date) -> Term:
    """The term of a committee that runs on a day; an office counts with the committee it serves."""
    committee_id = unit.serves_id or unit.pk
    running = Term.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    terms = running.filter(unit_id=committee_id).order_by("pk")
    term = next((one for one in terms if one.is_marked()), None)
    if term is None:
        raise RuleBroken(
            _("%(unit)s has no term recorded for this day; an administrator must open one first.")
            % {"unit": unit}
        )
    return term


def rule(key: str, day: dt.date) -> RuleVersion:
    """The version of a rule in force on a day."""
    in_force = RuleVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day
    )
    versions = in_force.filter(key=key, withdrawn_at=None).order_by("-valid_from")
    found = next((one for one in versions if one.is_marked()), None)
    if found is None:
        raise RuleBroken(
            _(
                "The rule “%(rule)s” is not as this system wrote it: the check of the history says more."
            )
            % {"rule": RuleVersion(key=key).name}
        )
    return found


def entered_days(since: dt.date) -> QuerySet[RuleVersion]:
    """What was entered about days off from a day on, and has not been withdrawn."""
    entered = RuleVersion.objects.filter(key__in=[DECISION, DAY], withdrawn_at=None)
    return entered.filter(valid_to__gt=since).order_by("valid_from")


def exchanged_for(version: RuleVersion) -> dt.date | None:
    """The other one of two exchanged days, while it holds as it was entered."""
    if "for" not in version.value:
        return None
    other = dt.date.fromisoformat(version.value["for"])
    entered = RuleVersion.objects.filter(key=DAY, valid_from=other, withdrawn_at=None)
    return other if entered.exists() else None


def may_set_calendar(actor: Actor) -> bool:
    """Days off are the same for all: they are entered above every other administrator."""
    if not holds(actor, MANAGE_CALENDAR):
        return False
    administrators = Post.objects.valid_on(timezone.localdate()).filter(
        role__in=MANAGE_CALENDAR.held_by
    )
    within = paths_where(actor, MANAGE_CALENDAR).q("unit__path")
    return not administrators.exclude(within).exists()
