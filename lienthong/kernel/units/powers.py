"""What no person does alone with the tree of organisations."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.permissions.public import (
    EITHER,
    Agreed,
    Power,
    Relation,
    RuleBroken,
    declare_power,
)

from .actions.correcting import Printed, correct_agreed, refuse_correction
from .actions.refusing import NewUnit, refuse_founding
from .actions.tree import (
    NewName,
    dissolve_agreed,
    found_agreed,
    move_unit,
    refuse_end,
    refuse_move,
    refuse_name,
    rename_agreed,
)
from .deciding import Decision
from .models import Unit, UnitKind, ancestor_paths
from .permissions import MANAGE


def _day(written: str) -> str:
    return date_format(dt.date.fromisoformat(written), "SHORT_DATE_FORMAT")


@dataclass(frozen=True)
class FoundUnit:
    """An organisation that signs or has a seal, founded beneath the one that is concerned."""

    unit_id: int
    kind: str
    name_body: str
    name_committee: str
    symbol: str
    place: str
    has_register: bool
    serves_id: int | None
    is_another: bool
    on: str
    decision_number: str = ""
    decision_on: str = ""
    decision_issuer: str = ""

    concerned_id = None

    @classmethod
    def made_of(cls, new: NewUnit, parent: Unit, on: dt.date, *, is_another: bool) -> Self:
        said = asdict(new)
        return cls(**said, unit_id=parent.pk, on=on.isoformat(), is_another=is_another)

    @property
    def new(self) -> NewUnit:
        return NewUnit(**{name: getattr(self, name) for name in NewUnit.__dataclass_fields__})

    @property
    def parent(self) -> Unit:
        return Unit.objects.get(pk=self.unit_id)

    def subject(self) -> str:
        return f"{self.unit_id} {self.name_body}"

    def check(self) -> None:
        on = dt.date.fromisoformat(self.on)
        self.new.decision.refuse(takes_effect=on, is_needed=True)
        refuse_founding(self.new, self.parent, on, is_another=self.is_another)

    def carry_out(self, agreed: Agreed) -> Unit:
        on = dt.date.fromisoformat(self.on)
        return found_agreed(
            self.new, parent_id=self.unit_id, on=on, is_another=self.is_another, agreed=agreed
        )

    def lines(self) -> list[tuple[str, str]]:
        return [
            (_("Kind"), str(UnitKind(self.kind).label)),
            (_("Name of the organisation"), self.name_body),
            (_("Name of the committee"), self.name_committee or "–"),
            (_("Superior organisation"), str(self.parent)),
            (_("Symbol in document numbers"), self.symbol or "–"),
            (_("Keeps a register and a seal"), _("Yes") if self.has_register else _("No")),
            (_("From"), _day(self.on)),
            (_("By which decision"), str(self.new.decision)),
        ]


@dataclass(frozen=True)
class RenameUnit:
    """Another name for an organisation that signs or has a seal: seals and papers bear it."""

    unit_id: int
    name_body: str
    name_committee: str
    on: str
    decision_number: str = ""
    decision_on: str = ""
    decision_issuer: str = ""

    concerned_id = None

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(pk=self.unit_id)

    @property
    def name(self) -> NewName:
        decision = Decision(self.decision_number, self.decision_on, self.decision_issuer)
        on = dt.date.fromisoformat(self.on)
        return NewName(self.name_body, self.name_committee, on, decision)

    def subject(self) -> str:
        return str(self.unit_id)

    def check(self) -> None:
        self.name.decision.refuse(takes_effect=self.name.on, is_needed=True)
        refuse_name(self.unit, self.name)

    def carry_out(self, agreed: Agreed) -> Unit:
        return rename_agreed(self.unit_id, self.name, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        unit = self.unit
        return [
            (_("Present name"), f"{unit.name_body} · {unit.name_committee}".strip(" ·")),
            (_("Name of the organisation"), self.name_body),
            (_("Name of the committee"), self.name_committee or "–"),
            (_("From"), _day(self.on)),
            (_("By which decision"), str(self.name.decision)),
        ]


@dataclass(frozen=True)
class CorrectUnit:
    """Another symbol, place or superior outside, for an organisation that signs or has a seal: its papers print them."""

    unit_id: int
    symbol: str
    place: str
    superior_printed: str

    concerned_id = None

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(pk=self.unit_id)

    @property
    def printed(self) -> Printed:
        return Printed(self.symbol, self.place, self.superior_printed)

    def subject(self) -> str:
        return str(self.unit_id)

    def check(self) -> None:
        refuse_correction(self.unit, self.printed)

    def carry_out(self, agreed: Agreed) -> Unit:
        return correct_agreed(self.unit_id, self.printed, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        unit = self.unit
        return [
            (_("Organisation"), str(unit)),
            (_("Present"), str(Printed.of(unit))),
            (_("Symbol in document numbers"), self.symbol or "–"),
            (_("Place printed before the date"), self.place or "–"),
            (_("Superior outside this system"), self.superior_printed or "–"),
        ]


@dataclass(frozen=True)
class EndUnit:
    """The end of an organisation that signs or has a seal; its posts end with it."""

    unit_id: int
    successor_id: int | None
    on: str
    decision_number: str = ""
    decision_on: str = ""
    decision_issuer: str = ""

    concerned_id = None

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(pk=self.unit_id)

    def subject(self) -> str:
        return str(self.unit_id)

    def check(self) -> None:
        on = dt.date.fromisoformat(self.on)
        self.decision.refuse(takes_effect=on, is_needed=True)
        refuse_end(self.unit, on)

    @property
    def decision(self) -> Decision:
        return Decision(self.decision_number, self.decision_on, self.decision_issuer)

    def carry_out(self, agreed: Agreed) -> Unit:
        on = dt.date.fromisoformat(self.on)
        return dissolve_agreed(
            self.unit_id,
            successor_id=self.successor_id,
            on=on,
            decision=self.decision,
            agreed=agreed,
        )

    def lines(self) -> list[tuple[str, str]]:
        successor = Unit.objects.get(pk=self.successor_id) if self.successor_id else "–"
        return [
            (_("Organisation"), str(self.unit)),
            (_("Organisation that takes over"), str(successor)),
            (_("No longer from"), _day(self.on)),
            (_("By which decision"), str(self.decision)),
        ]


@dataclass(frozen=True)
class MoveUnit:
    """An organisation placed elsewhere, with all beneath it: who is above it is who confirms there.

    It concerns the lowest organisation above both superiors, the present one and the new one.
    """

    moved_id: int
    to_parent_id: int
    on: str
    unit_id: int

    concerned_id = None

    @classmethod
    def made_for(cls, moved: Unit, parent: Unit, on: dt.date) -> Self:
        refuse_move(moved, parent, on)
        return cls(moved.pk, parent.pk, on.isoformat(), _above_both(moved, parent).pk)

    @property
    def moved(self) -> Unit:
        return Unit.objects.select_related("parent").get(pk=self.moved_id)

    @property
    def parent(self) -> Unit:
        return Unit.objects.get(pk=self.to_parent_id)

    def subject(self) -> str:
        return str(self.moved_id)

    def check(self) -> None:
        moved, parent = self.moved, self.parent
        refuse_move(moved, parent, dt.date.fromisoformat(self.on))
        if _above_both(moved, parent).pk != self.unit_id:
            raise RuleBroken(_("The tree of organisations has changed. Propose it anew."))

    def carry_out(self, agreed: Agreed) -> Unit:
        on = dt.date.fromisoformat(self.on)
        return move_unit(self.moved_id, to_parent_id=self.to_parent_id, on=on, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        moved = self.moved
        beneath = Unit.objects.filter(path__startswith=moved.path).exclude(pk=moved.pk).count()
        return [
            (_("Organisation"), str(moved)),
            (_("Organisations that move with it"), str(beneath)),
            (_("Present superior organisation"), str(moved.parent)),
            (_("New superior organisation"), str(self.parent)),
            (_("From"), _day(self.on)),
        ]


def _above_both(moved: Unit, parent: Unit) -> Unit:
    """The lowest organisation that is, or is above, the present superior and the new one."""
    shared = set(ancestor_paths(moved.path)[:-1]) & set(ancestor_paths(parent.path))
    if not shared:
        raise RuleBroken(_("No organisation is above both: it cannot be placed there."))
    return Unit.objects.get(path=max(shared, key=len))


MOVE = declare_power(
    Power(
        kind="units.move",
        label=gettext_lazy("Place an organisation under another one"),
        matter=MoveUnit,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
FOUND = declare_power(
    Power(
        kind="units.found",
        label=gettext_lazy("Found an organisation with keys"),
        matter=FoundUnit,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
RENAME = declare_power(
    Power(
        kind="units.rename",
        label=gettext_lazy("Rename an organisation with keys"),
        matter=RenameUnit,
        proposes=MANAGE,
        confirms=EITHER,
        relation=Relation.ABOVE,
    )
)
CORRECT = declare_power(
    Power(
        kind="units.correct",
        label=gettext_lazy("Correct what an organisation with keys prints"),
        matter=CorrectUnit,
        proposes=MANAGE,
        confirms=EITHER,
        relation=Relation.ABOVE,
    )
)
END = declare_power(
    Power(
        kind="units.end",
        label=gettext_lazy("End an organisation with keys"),
        matter=EndUnit,
        proposes=MANAGE,
        confirms=EITHER,
        relation=Relation.ABOVE,
    )
)
