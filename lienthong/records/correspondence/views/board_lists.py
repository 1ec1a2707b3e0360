"""The receipts board to be printed and taken along, and the units behind its numbers, as lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import BoardRow, Counts
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Choice, Days, Named
from lienthong.ui.lists.page import Empty, ListPage

# In the order in which a document goes: each number opens the units behind it.
COLUMNS = (
    ("addressed", _("Sent directly")),
    ("units", _("In scope")),
    ("opened", _("Opened")),
    ("registered", _("Registered")),
    ("received", _("Received")),
    ("forwarded", _("Forwarded")),
    ("briefed", _("Members briefed")),
    ("not_received", _("Not yet received")),
)
STATES = {
    "arrived": _("Not opened yet"),
    "opened": _("Opened"),
    "registered": _("Registered"),
    "received": _("Received"),
    "forwarded": _("Forwarded"),
    "briefed": _("Members briefed"),
    "refused": _("Refused"),
    "waiting": _("Waiting for its own committee"),
    "not_reached": _("Not addressed itself"),
}
STATES_OF_RECEIPT = [one for one in STATES.items() if one[0] not in ("waiting", "not_reached")]
TONES = {"refused": "bad", "arrived": "", "opened": "info", "waiting": "", "not_reached": ""}


def counted_units(count: int) -> str:
    return ngettext("%(count)d organisation", "%(count)d organisations", count) % {"count": count}


@dataclass(frozen=True)
class Line:
    """One line of the board: an organisation with those beneath it, or the sum of all."""

    name: str
    counts: Counts
    state: str
    is_late: bool


def lines_of(rows: Iterable[BoardRow], total: Counts) -> list[Line]:
    lines = [
        Line(str(row.unit), row.counts, str(STATES[row.own_state]), row.is_late) for row in rows
    ]
    return [*lines, Line(gettext("Total"), total, "", is_late=False)]


BOARD = ListPage(
    name="receipts",
    live="receipts",
    title=_("Receipts board"),
    link=lambda _line: "",
    counted=lambda count: counted_units(count - 1),
    columns=(
        Column("organisation", _("Organisation"), "name", "lead"),
        *(Column(name, label, f"counts.{name}", "number") for name, label in COLUMNS),
        Column("share", _("Received, %"), "counts.percent_received", "number"),
        Column("state", _("State"), "state"),
        Column("late", _("Late"), lambda line: gettext("Late") if line.is_late else ""),
    ),
    is_wide=True,
)


def state_mark(behind: Any) -> tuple[Mark, str]:
    """How far a unit has come; of one that refused, why."""
    mark = Mark(STATES[behind.furthest], TONES.get(behind.furthest, "ok"))
    return mark, behind.refused_reason or ""


def present_of_members(behind: Any) -> str:
    return f"{behind.present_count}/{behind.member_count}" if behind.briefed_at else ""


def units_list(number: str) -> ListPage:
    """The units that one number of the board counts."""
    return ListPage(
        name=f"receipts-{number}",
        title=dict(COLUMNS).get(number, STATES.get(number, "")),
        link=lambda _behind: "",
        counted=counted_units,
        columns=(
            Column("organisation", _("Organisation"), "unit", "lead", ("unit__name_folded",)),
            Column("under", _("Under"), "parent", order=("parent__name_folded", "path")),
            Column("state", _("State"), state_mark),
            Column("received", _("Received"), "received_at", order=("received_at",)),
            Column("briefed", _("Members briefed"), present_of_members, "number", ("briefed_at",)),
        ),
        filters=(
            Choice("state", _("State"), "furthest", STATES_OF_RECEIPT),
            Named("under", _("Under"), "parent__name_folded"),
            Days("received", _("Received"), "received_at__date"),
        ),
        words=("unit__name_folded",),
        words_label=_("Organisation"),
        empty=Empty(_("No organisation here"), icon="hierarchy"),
    )
