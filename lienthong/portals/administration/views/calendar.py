"""The rules and the days off, and what may be entered about these."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import (
    MANAGE_CALENDAR,
    MarkedDay,
    RuleVersion,
    correct_day,
    decide_holidays,
    entered_days,
    exchange_days,
    exchanged_for,
    last_known_year,
    may_set_calendar,
    withdraw_days,
)
from lienthong.kernel.units.public import VIEW
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Days
from lienthong.ui.lists.page import Button, ListPage, Tab
from lienthong.ui.lists.views import show_list
from lienthong.ui.moments import WEEKDAYS
from lienthong.ui.records.page import Link

from .. import queries
from ..forms import CorrectDayForm, EntryForm, ExchangeForm, HolidaysForm
from ..possible import Line
from ..possible import lines as lines_of_table
from .declaring import Given, action, day_said, lines, period, to_all, way


class Calendar(str):
    """It is everybody's, and its pages say so; `entry` is what the row that led here was about."""

    entry: RuleVersion | None = None


def _withdraw(_calendar: Calendar, given: Given, actor: Actor) -> RuleVersion:
    return withdraw_days(given["entry"], reason=given["reason"], actor=actor)


def _correct(_calendar: Calendar, given: Given, actor: Actor) -> RuleVersion:
    return correct_day(given.pop("entry"), **given, actor=actor)


def _entries(*, only_days: bool = False) -> list[tuple[int, str]]:
    entered = entered_days(timezone.localdate())
    return [(one.pk, _entered(one)) for one in entered if not only_days or _is_a_day(one)]


def _is_a_day(one: RuleVersion) -> bool:
    return "is_worked" in one.value


def _of_entry(calendar: Calendar) -> Given:
    """What the forms hold already of the entry that is put right."""
    one = calendar.entry
    if one is None:
        return {}
    known: Given = {"entry": one.pk, "basis": one.legal_basis, "day": one.valid_from}
    return {**known, "year": one.valid_from.year, **one.value}


def _entered(one: RuleVersion) -> str:
    """What an entry is about: the holidays of a year, or one exchanged day."""
    if not _is_a_day(one):
        return f"{gettext('Holidays of a year')} {one.valid_from.year}, {one.legal_basis}"
    worked, free = gettext("Day of rest that is worked"), gettext("Working day given free")
    kind = worked if one.value["is_worked"] else free
    return f"{day_said(one.valid_from)}: {kind}, {one.legal_basis}"


def _withdrawn(_calendar: Calendar, one: RuleVersion) -> str:
    """Of two exchanged days only one was withdrawn: the other still holds."""
    other = exchanged_for(one)
    if other is None:
        return gettext("Saved.")
    said = gettext("The day exchanged for it, %(day)s, still holds: withdraw it too, if need be.")
    return said % {"day": day_said(other)}


declare = partial(action, needs=MANAGE_CALENDAR)
ACTIONS = (
    declare(
        "holidays_decide",
        do=to_all(decide_holidays),
        form=HolidaysForm,
        initial=_of_entry,
        title=_("Holidays of a year"),
        label=_("Save"),
        icon="calendar-due",
        path="holidays/",
    ),
    declare(
        "days_exchange",
        do=to_all(exchange_days),
        form=ExchangeForm,
        title=_("Exchange days"),
        label=_("Save"),
        icon="calendar-event",
        path="days/",
    ),
)
OF_AN_ENTRY = (
    declare(
        "days_correct",
        do=_correct,
        form=lambda _calendar, _actor, **given: CorrectDayForm(
            entries=_entries(only_days=True), **given
        ),
        initial=_of_entry,
        title=_("Correct an exchanged day"),
        label=_("Save"),
        icon="pencil",
        path="days/correct/",
    ),
    declare(
        "days_withdraw",
        do=_withdraw,
        form=lambda _calendar, _actor, **given: EntryForm(entries=_entries(), **given),
        initial=_of_entry,
        said=_withdrawn,
        title=_("Withdraw an entry"),
        label=_("Withdraw"),
        icon="ban",
        path="days/withdraw/",
    ),
)


TONES = {"verify": ("warn", "alert-triangle"), "likely": ("", "")}


def _in_force(line: Line) -> str:
    days = [
        f"{day_said(line.since)} –" if line.since else "",
        day_said(line.until) if line.until else "",
    ]
    return " ".join(filter(None, days)) or "–"


def _certainty(one: RuleVersion | MarkedDay | Line) -> Mark | None:
    """A convention has no source against which it could be checked."""
    if not one.legal_basis:
        return None
    return Mark(one.get_certainty_display(), *TONES.get(one.certainty, ("ok", "check")))


def _weekday(one: MarkedDay) -> str:
    return str(WEEKDAYS[one.day.weekday()])


CERTAINTY = Column("certainty", _("Certainty"), _certainty)
lists = partial(ListPage, title=_("Rules"), link=lambda _one: "", counted=lines)
LISTS = {
    "rules": lists(
        name="rules",
        columns=(
            Column("rule", _("Rule"), "name", "lead"),
            Column("value", _("Value"), "said"),
            Column("period", _("In force"), period, "short"),
            Column("basis", _("Legal basis"), "basis"),
            CERTAINTY,
        ),
    ),
    "days": lists(
        name="days-off",
        key="day",
        columns=(
            Column("day", _("Day"), "day", "lead", ("day",), also=_weekday),
            Column("occasion", _("Occasion"), "word"),
            Column("basis", _("Legal basis"), "legal_basis"),
            CERTAINTY,
        ),
        filters=(Days("day", _("Day"), "day"),),
    ),
    "possible": lists(
        name="kinds-and-posts",
        key="name",
        columns=(
            Column("where", _("Where"), "name", "lead"),
            Column("possible", _("Possible there"), "said"),
            Column("period", _("In force"), _in_force, "short"),
            Column("basis", _("Legal basis"), "legal_basis"),
            CERTAINTY,
        ),
    ),
}


def the_calendar(request: ActorRequest) -> Calendar:
    if not may_set_calendar(request.actor):
        raise Http404
    calendar = Calendar(gettext("It holds for every organisation of this installation."))
    asked = request.GET.get("entry", "")
    if asked.isdecimal() and len(asked) < 19:
        calendar.entry = entered_days(timezone.localdate()).filter(pk=asked).first()
    return calendar


def _changes(one: MarkedDay) -> tuple[Link, ...]:
    """What a row leads to: to put right, or to withdraw, what somebody entered."""
    if one.entry is None:
        return ()
    correct = "holidays_decide" if one.kind in ("tet", "national") else "days_correct"
    return tuple(
        Link(str(words), f"{way(name)}?entry={one.entry}")
        for name, words in ((correct, _("Correct")), ("days_withdraw", _("Withdraw")))
    )


def _days(*, may_change: bool) -> ListPage:
    shown = LISTS["days"]
    changes = Column("changes", _("Actions"), _changes, "short", on="screen")
    return replace(shown, columns=(*shown.columns, changes)) if may_change else shown


def _about_rules() -> str:
    return gettext(
        "Rules are dated data. Each names its legal basis, or says that it is a convention of this system. What is not verified never blocks anybody."
    )


def _about_days() -> str:
    """How far the calendar reaches, for a deadline beyond it would pass over Tết."""
    said = gettext(
        "The lunar dates are known to the end of %(year)s. After that, deadlines are reckoned without Tết and the Hùng Kings' day."
    )
    return said % {"year": last_known_year()}


def _about_possible() -> str:
    return gettext(
        "Which kinds of organisation stand beneath which, and which posts they have. Forms and workbooks are judged by this table, for the day they name. An installation may date likely lines otherwise (LIENTHONG_KINDS_BENEATH); what is not verified hinders nobody."
    )


ABOUT = {"rules": _about_rules, "days": _about_days, "possible": _about_possible}


@page(VIEW, second_factor=True)
@require_http_methods(["GET", "POST"])
def rules(request: ActorRequest) -> HttpResponse:
    asked = request.GET.get("tab", "")
    current = asked if asked in LISTS else "rules"
    days = queries.days_to_come(timezone.localdate())
    rows: dict[str, Any] = {"days": days, "possible": lines_of_table()}
    may_change = may_set_calendar(request.actor)
    buttons = [Button(str(one.title), way(one.name), one.icon) for one in ACTIONS if may_change]
    return show_list(
        request,
        _days(may_change=may_change) if current == "days" else LISTS[current],
        rows.get(current, queries.rules_in_force()),
        tabs=[
            Tab("rules", _("Rules")),
            Tab("days", _("Days off and exchanged days"), len(days)),
            Tab("possible", _("Kinds of organisations and posts")),
        ],
        current=current,
        lede=ABOUT[current](),
        buttons=buttons,
    )
