"""What no person does alone with the tree of organisations."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.permissions.public import Agreed, Confirmer, Power, RuleBroken, declare_power

from .actions import move_unit, refuse_move
from .models import Unit, ancestor_paths
from .permissions import MANAGE


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
            (_("From"), date_format(dt.date.fromisoformat(self.on), "SHORT_DATE_FORMAT")),
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
        confirms=frozenset({Confirmer.LEADER, Confirmer.ADMINISTRATOR}),
    )
)
