"""What papers print of an organisation, put right after its founding."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken, authorize, required
from lienthong.kernel.text.public import one_line

from .. import permissions
from ..models import Unit, UnitSuccession
from .refusing import refuse_keys


@dataclass(frozen=True)
class Printed:
    """What stands at the head of the papers of an organisation, and in their numbers."""

    symbol: str
    place: str
    superior_printed: str = ""

    @classmethod
    def of(cls, unit: Unit) -> "Printed":
        return cls(unit.symbol, unit.place, unit.superior_printed)

    def in_one_line(self) -> "Printed":
        return Printed(*map(one_line, (self.symbol, self.place, self.superior_printed)))

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.symbol, self.place, self.superior_printed))) or "–"


@transaction.atomic
def correct_unit(unit_id: int, printed: Printed, *, actor: Actor) -> Unit:
    """Correct symbol, place or the superior outside, from today on; what was issued keeps what it printed."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, permissions.MANAGE, unit.path)

    refuse_keys(unit)
    refuse_correction(unit, printed)

    _correct(unit, printed)

    record(actor, "units.corrected", unit)
    return unit


@transaction.atomic
def correct_agreed(unit_id: int, printed: Printed, *, agreed: Agreed) -> Unit:
    """Correct what an organisation with keys prints, as two persons agreed."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)

    refuse_correction(unit, printed)

    _correct(unit, printed)

    record(agreed.actor, "units.corrected", unit, by=agreed.proposal_id)
    return unit


def refuse_correction(unit: Unit, printed: Printed) -> None:
    if unit.valid_to is not None:
        raise RuleBroken(_("This organisation has already ended."))
    if unit.has_register:
        required(printed.symbol, _("Numbers of documents need a symbol."), field="symbol")
    if printed.superior_printed and unit.parent_id is not None:
        said = _("Its superior stands in the tree here: place it under another organisation.")
        raise RuleBroken(said, field="superior_printed")
    if printed.in_one_line() == Printed.of(unit):
        raise RuleBroken(_("Nothing is changed by this."))


def _correct(unit: Unit, printed: Printed) -> None:
    UnitSuccession.objects.create(
        predecessor=unit,
        successor=unit,
        event=UnitSuccession.Event.CORRECTED,
        on=timezone.localdate(),
        former_name=str(Printed.of(unit)),
    )
    new = printed.in_one_line()
    unit.symbol, unit.place, unit.superior_printed = new.symbol, new.place, new.superior_printed
    unit.save(update_fields=["symbol", "place", "superior_printed"])
