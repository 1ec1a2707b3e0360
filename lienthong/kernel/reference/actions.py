"""Actions on reference data."""

import datetime as dt
from collections.abc import Iterator, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, required

from . import permissions
from .calendar import (
    DAY,
    DECISION,
    LUNAR,
    holidays,
    is_working_day,
    marked_days,
    whole_year,
    worked_holidays,
)
from .declaring import Certainty
from .models import RuleVersion
from .queries import may_set_calendar


@transaction.atomic
def decide_holidays(
    year: int,
    *,
    tet_days_before: int,
    national_day_from: int,
    basis: str,
    is_checked: bool = False,
    actor: Actor,
) -> RuleVersion:
    """Enter which days of a year the Prime Minister gave (# Labour Code 2019, Art. 112(3)).

    Other days for the same year take the place of those entered before, which stay in the history.
    """
    _authorize_for_all(actor)

    since, until = whole_year(year)
    if not RuleVersion.objects.filter(key=LUNAR, valid_from=since).exists():
        raise RuleBroken(_("The lunar dates of this year are not known here yet."), field="year")

    value = {"tet_days_before": tet_days_before, "national_day_from": national_day_from}
    entered = RuleVersion.objects.filter(key=DECISION, valid_from=since, withdrawn_at=None)
    if entered.filter(value=value, legal_basis=basis).exists():
        raise RuleBroken(_("These holidays are entered already."), field="year")
    version = _write(DECISION, value, (since, until), basis, is_checked=is_checked)
    if worked := worked_holidays(year):
        said = _("%(day)s would be a holiday, but it is entered as worked: withdraw that first.")
        raise RuleBroken(said % {"day": f"{worked[0]:%d/%m/%Y}"}, field="year")

    record(actor, "reference.holidays_decided", version, year=year, **value)
    return version


@transaction.atomic
def exchange_days(
    *,
    free_on: dt.date | None,
    worked_on: dt.date | None,
    basis: str,
    is_checked: bool = False,
    actor: Actor,
) -> list[RuleVersion]:
    """Give a working day free, or have a day of rest worked: as a rule, the one for the other."""
    _authorize_for_all(actor)

    if free_on is None and worked_on is None:
        raise RuleBroken(_("Name at least one of the two days."), field="free_on")
    if free_on is not None and not _is_worked(free_on):
        raise RuleBroken(_("This day is free already."), field="free_on")
    if worked_on is not None and _is_worked(worked_on):
        raise RuleBroken(_("This day is a working day already."), field="worked_on")
    if worked_on is not None and (holiday := holidays(worked_on.year).get(worked_on)):
        # Labour Code Art. 111: what is exchanged is a weekly day of rest, never a holiday of Art. 112.
        said = _("This day is a holiday: %(occasion)s. Only a weekly day of rest is worked.")
        raise RuleBroken(said % {"occasion": holiday.word}, field="worked_on")

    versions = [
        _write(DAY, value, (day, day + dt.timedelta(days=1)), basis, is_checked=is_checked)
        for day, value in _exchange(free_on, worked_on)
    ]

    for version in versions:
        day = version.valid_from.isoformat()
        record(actor, "reference.day_exchanged", version, day=day, **version.value)
    return versions


def _exchange(
    free_on: dt.date | None, worked_on: dt.date | None
) -> Iterator[tuple[dt.date, dict[str, bool | str]]]:
    """What is entered of each day; of two, each names the other."""
    for day, other in ((free_on, worked_on), (worked_on, free_on)):
        if day is not None:
            value: dict[str, bool | str] = {"is_worked": day == worked_on}
            yield day, value | ({"for": other.isoformat()} if other else {})


def _authorize_for_all(actor: Actor) -> None:
    if not may_set_calendar(actor):
        raise PermissionDenied(permissions.MANAGE_CALENDAR.codename)


def _is_worked(day: dt.date) -> bool:
    return is_working_day(day, marked_days(day.year, day.year))


def _write(
    key: str,
    value: Mapping[str, int | str],
    period: tuple[dt.date, dt.date],
    basis: str,
    *,
    is_checked: bool,
) -> RuleVersion:
    """A new version; the one that starts on the same day gives way to it and stays in the history."""
    since, until = period
    for former in RuleVersion.objects.filter(key=key, valid_from=since, withdrawn_at=None):
        _withdraw(former, _("Entered anew by %(basis)s") % {"basis": basis})
    return RuleVersion.objects.create(
        key=key,
        value=value,
        valid_from=since,
        valid_to=until,
        legal_basis=basis,
        certainty=Certainty.SURE if is_checked else Certainty.LIKELY,
    )


@transaction.atomic
def withdraw_days(version_id: int, *, reason: str, actor: Actor) -> RuleVersion:
    """Withdraw what was entered about days off, saying why; it stays in the history."""
    _authorize_for_all(actor)
    entered = RuleVersion.objects.select_for_update().filter(key__in=[DECISION, DAY])
    version = entered.get(pk=version_id)

    if version.valid_to is None:
        raise RuleBroken(_("This entry holds for every year of which nothing is decided."))
    if version.withdrawn_at is not None:
        raise RuleBroken(_("This entry has been withdrawn already."))
    reason = required(reason, _("Say why."))[:300]

    _withdraw(version, reason)

    day = version.valid_from.isoformat()
    record(actor, "reference.days_withdrawn", version, day=day, reason=reason)
    return version


@transaction.atomic
def correct_day(
    version_id: int,
    *,
    day: dt.date,
    basis: str,
    is_checked: bool = False,
    reason: str,
    actor: Actor,
) -> RuleVersion:
    """Put an exchanged day right: what was entered is withdrawn with the reason, the right one entered."""
    former = withdraw_days(version_id, reason=reason, actor=actor)

    is_worked = bool(former.value.get("is_worked"))
    (version,) = exchange_days(
        free_on=None if is_worked else day,
        worked_on=day if is_worked else None,
        basis=basis,
        is_checked=is_checked,
        actor=actor,
    )
    return version


def _withdraw(version: RuleVersion, reason: str) -> None:
    version.withdrawn_at, version.withdrawn_because = timezone.now(), reason[:300]
    version.save(update_fields=["withdrawn_at", "withdrawn_because"])
