"""Several entries that are proposed or directed at once: what will happen to each, and which are left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.units.public import Unit

from .. import permissions
from ..models import Direction, IncomingDocument
from .handled import standing_proposals
from .lists import own_unit, read_by

MOST_TOGETHER = 200
State = IncomingDocument.State


@dataclass(frozen=True)
class Foreseen:
    """One entry, why it is left out, if it is, and what the office has proposed for it already."""

    entry: IncomingDocument
    left_out: str
    proposal: Direction | None = None


@dataclass(frozen=True)
class Together:
    """The entries that were chosen, as one actor can propose or direct them now."""

    unit: Unit
    rows: list[Foreseen]
    # Whether they are directed; else they are proposed.
    directs: bool
    # How many of those chosen the actor does not find.
    missing: int = 0

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def taken(self) -> list[Foreseen]:
        return [one for one in self.rows if not one.left_out]

    @property
    def left_out(self) -> list[Foreseen]:
        return [one for one in self.rows if one.left_out]

    @property
    def keys(self) -> str:
        return ",".join(str(one.entry.pk) for one in self.rows)


def together_for(actor: Actor, keys: Iterable[int]) -> Together | None:
    """The chosen entries of the register the actor looks after; None where the actor neither directs nor proposes."""
    unit, chosen = own_unit(actor), list(dict.fromkeys(keys))[:MOST_TOGETHER]
    if unit is None or not unit.has_register:
        return None
    directs = paths_where(actor, permissions.DIRECT).covers(unit.path)
    if not directs and not paths_where(actor, permissions.PROPOSE).covers(unit.path):
        return None
    entries = IncomingDocument.objects.filter(unit=unit, pk__in=chosen)
    entries = entries.filter(read_by(actor, unit)).select_related("type", "number").order_by("pk")
    proposals = {
        one.incoming_id: one
        for one in standing_proposals().filter(incoming__in=chosen, incoming__unit=unit)
    }
    rows = [
        Foreseen(one, _why_left_out(one, actor, directs=directs), proposals.get(one.pk))
        for one in entries
    ]
    return Together(unit, rows, directs, missing=len(chosen) - len(rows))


def _why_left_out(entry: IncomingDocument, actor: Actor, *, directs: bool) -> str:
    if not entry.waits_for_direction:
        return _("It has been decided on already: %(state)s.") % {
            "state": entry.get_state_display().lower()
        }
    is_new = entry.state == State.REGISTERED
    if directs:
        waits = is_new and not holds(actor, permissions.PROPOSE)
        return _("The office has not proposed it yet.") if waits else ""
    return "" if is_new else _("It has been proposed already and waits for the leader.")
