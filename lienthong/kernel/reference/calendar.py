"""Days off and days worked, from the dated rules (# Labour Code 2019, Art. 111 and 112)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from .declaring import Certainty
from .labels import DAYS
from .models import RuleVersion

# A version a year: the lunar dates, and what the Prime Minister decided (Art. 112(3)).
LUNAR, DECISION = "calendar.lunar", "calendar.decision"
# A version a day: a working day given free, or a day of rest that is worked.
DAY = "calendar.day"
HOLIDAYS_BASIS, IN_LIEU_BASIS = (f"Bộ luật Lao động 2019, Điều {number}" for number in (112, 111))
FIXED = {"new_year": (1, 1), "victory": (4, 30), "labour": (5, 1), "national": (9, 2)}
# It is not among the days of Art. 112(1), so Art. 111(3) makes none up.
CULTURE_DAY, CULTURE_DAY_SINCE, CULTURE_DAY_BASIS = (11, 24), 2026, "28/2026/QH16, Điều 2"
TET_DAYS = 5
SATURDAY = 5


@dataclass(frozen=True)
class MarkedDay:
    """A day of which the calendar says that it is off, or worked although it would be off."""

    day: dt.date
    kind: str
    certainty: str
    legal_basis: str
    # What somebody entered that makes it so: the key of the version, which can be withdrawn.
    entry: int | None = None

    @property
    def is_worked(self) -> bool:
        return self.kind == "worked"

    @property
    def word(self) -> str:
        """What the pages call the day."""
        return str(DAYS[self.kind])

    def get_certainty_display(self) -> str:
        return str(Certainty(self.certainty).label)


def whole_year(year: int) -> tuple[dt.date, dt.date]:
    """From the first day of a year to the first that is no longer in it."""
    return dt.date(year, 1, 1), dt.date(year + 1, 1, 1)


def last_known_year() -> int:
    """The last year whose lunar dates are known: days after it are reckoned without Tết."""
    known = RuleVersion.objects.filter(key=LUNAR, withdrawn_at=None).order_by("-valid_from")
    return known.values_list("valid_from__year", flat=True).first() or 0


def marked_days(first_year: int, last_year: int) -> dict[dt.date, MarkedDay]:
    """Every day off and every exchanged day of some years, in order."""
    versions = _versions(first_year, last_year)
    marked = _days_off(versions, first_year, last_year)
    marked |= {one.valid_from: _exchanged(one) for one in versions if one.key == DAY}
    return dict(sorted(marked.items()))


def holidays(year: int) -> dict[dt.date, MarkedDay]:
    """The days off of a year by law and decision, those in lieu too, whatever was exchanged."""
    return _days_off(_versions(year, year), year, year)


def worked_holidays(year: int) -> list[dt.date]:
    """The holidays of a year that somebody has entered as days of rest that are worked."""
    off = holidays(year)
    entered = RuleVersion.objects.filter(key=DAY, withdrawn_at=None, value__is_worked=True)
    days = entered.filter(valid_from__in=off).values_list("valid_from", flat=True)
    return sorted(days)


def _versions(first_year: int, last_year: int) -> list[RuleVersion]:
    since, until = whole_year(first_year)[0], whole_year(last_year)[1]
    versions = (
        RuleVersion.objects.filter(key__in=[LUNAR, DECISION, DAY], valid_from__lt=until)
        .filter(withdrawn_at=None)
        .filter(Q(valid_to=None) | Q(valid_to__gt=since))
        .order_by("valid_from")
    )
    return [one for one in versions if one.is_marked()]


def _days_off(
    versions: list[RuleVersion], first_year: int, last_year: int
) -> dict[dt.date, MarkedDay]:
    marked: dict[dt.date, MarkedDay] = {}
    for year in range(first_year, last_year + 1):
        by_key = {one.key: one for one in versions if _is_in_force(one, dt.date(year, 1, 1))}
        marked |= _holidays(year, by_key.get(LUNAR), by_key.get(DECISION))
    return marked | _days_in_lieu(marked)


def is_working_day(day: dt.date, marked: dict[dt.date, MarkedDay]) -> bool:
    return marked[day].is_worked if day in marked else day.weekday() < SATURDAY


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The day `count` working days after `day`, which itself does not count."""
    marked = marked_days(day.year, (day + dt.timedelta(days=count * 3 + 30)).year)
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day, marked)
    return day


def _is_in_force(version: RuleVersion, day: dt.date) -> bool:
    return version.valid_from <= day and (version.valid_to is None or version.valid_to > day)


def _holidays(
    year: int, lunar: RuleVersion | None, decision: RuleVersion | None
) -> dict[dt.date, MarkedDay]:
    """Art. 112(1): the fixed days, Tết, the Hùng Kings' day, and the day beside National Day."""
    days = [_marked(dt.date(year, *day), kind) for kind, day in FIXED.items()]
    if year >= CULTURE_DAY_SINCE:
        day = dt.date(year, *CULTURE_DAY)
        days.append(MarkedDay(day, "culture", Certainty.LIKELY, CULTURE_DAY_BASIS))
    if lunar:
        days.append(_marked(dt.date.fromisoformat(lunar.value["hung_kings"]), "hung_kings"))
    if decision:
        beside = dt.date(year, 9, 1 if decision.value["national_day_from"] == 1 else 3)
        days.append(_marked(beside, "national", decision))
    if lunar and decision:
        new_year = dt.date.fromisoformat(lunar.value["new_year"])
        first = new_year - dt.timedelta(days=decision.value["tet_days_before"])
        for day in (first + dt.timedelta(days=number) for number in range(TET_DAYS)):
            days.append(_marked(day, "tet", lunar if day == new_year else decision))
    return {one.day: one for one in days}


def _marked(day: dt.date, kind: str, rule: RuleVersion | None = None) -> MarkedDay:
    if rule is None:
        return MarkedDay(day, kind, Certainty.SURE, HOLIDAYS_BASIS)
    is_entered = rule.key != LUNAR and rule.valid_to is not None
    entry = rule.pk if is_entered else None
    return MarkedDay(day, kind, rule.certainty, rule.legal_basis, entry)


def _days_in_lieu(holidays: dict[dt.date, MarkedDay]) -> dict[dt.date, MarkedDay]:
    """Art. 111(3): a holiday on a day of rest gives the next working day off."""
    given: dict[dt.date, MarkedDay] = {}
    for one in sorted(holidays.values(), key=lambda one: one.day):
        if one.day.weekday() < SATURDAY or one.kind == "culture":
            continue
        day, passed = one.day, []
        while day.weekday() >= SATURDAY or day in holidays or day in given:
            passed += [marks[day].certainty for marks in (holidays, given) if day in marks]
            day += dt.timedelta(days=1)
        # It is as certain as the least certain of the days that push it on.
        certainty = max(passed, key=Certainty.values.index)
        given[day] = MarkedDay(day, "in_lieu", certainty, IN_LIEU_BASIS)
    return given


def _exchanged(version: RuleVersion) -> MarkedDay:
    kind = "worked" if version.value["is_worked"] else "free"
    return _marked(version.valid_from, kind, version)
