"""What no person does alone: a restore of the database."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.kernel.permissions.public import (
    EITHER,
    Actor,
    Agreed,
    Power,
    RuleBroken,
    declare_power,
)
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import (
    CERTIFY,
    Apart,
    Signer,
    go_on,
    how_they_stand,
    let_it_wait,
    number_in,
    organisation_id,
)

from .actions.restoring import take_over_lost_numbers
from .queries.lost import hash_of_lists, lost_numbers

SHOWN = 20


@dataclass(frozen=True)
class Restore:
    """The installation goes on from what a backup has brought back, and from what the signer knows besides."""

    organisation: str
    path: list[dict[str, str]]
    # The newest head of the signer's journal and of its history; how far the history is kept here; the numbers lost.
    journal: list[Any]
    history: list[Any]
    kept: list[Any]
    lists: str

    @classmethod
    def made_for(cls, unit: Unit) -> Self:
        """As the signer and the database are now; `unit` is the topmost organisation."""
        named = {"id": organisation_id(unit.pk), "name": unit.name}
        apart = how_they_stand()
        return cls(
            named["id"],
            [named],
            list(apart.newest_journal),
            apart.newest_history.as_list(),
            apart.kept.as_list(),
            hash_of_lists(lost_numbers(), apart),
        )

    @property
    def unit_id(self) -> int:
        return number_in(self.organisation)

    @property
    def concerned_id(self) -> None:
        """Nobody gains by a restore, so nobody is barred from confirming it as the person concerned."""
        return None

    def subject(self) -> str:
        return "restore"

    def check(self) -> None:
        if not how_they_stand().is_so:
            raise RuleBroken(_("Signer and database agree; there is nothing to restore."))
        now = self.made_for(Unit.objects.get(pk=self.unit_id))
        if (now.kept, now.lists) != (self.kept, self.lists):
            raise RuleBroken(_("What was lost is not what was agreed to. Propose it anew."))

    def carry_out(self, agreed: Agreed) -> Unit:
        go_on(how_they_stand())
        take_over_lost_numbers(agreed)
        return Unit.objects.get(pk=self.unit_id)

    def lines(self) -> list[tuple[str, str]]:
        lost = lost_numbers()
        count = ngettext("%(count)d number", "%(count)d numbers", len(lost)) % {"count": len(lost)}
        said = [
            (_("Goes on"), _("The installation made again from a backup, in a new epoch")),
            (_("Signed, and unknown here"), count),
        ]
        numbers = ((one.sealed.notation, one.sealed.day) for one in lost[:SHOWN])
        return [*said, *numbers, *_about_keys(how_they_stand())]


def _about_keys(apart: Apart) -> list[tuple[str, str]]:
    lost = [(_("The signer has lost a key; it is made anew"), one.holder) for one in apart.unknown]
    again = [(_("A key is withdrawn again"), one.holder) for one in apart.to_withdraw]
    return lost + again


class Witness(Signer):
    """The signer demands both proofs here, too; it gives nothing that could be taken back."""

    def way_to_answer(self, statement: bytes, verb: str, actor: Actor) -> Callable[[str], str]:
        """Who proposes it lets the signer wait, should nobody have told it of the restore."""
        if verb == "propose":
            let_it_wait()
        return super().way_to_answer(statement, verb, actor)

    def given_up(self, statement: bytes, reason: str) -> None:
        pass


RESTORE = declare_power(
    Power(
        kind="restore",
        label=gettext_lazy("Go on after a restore"),
        matter=Restore,
        proposes=CERTIFY,
        confirms=EITHER,
        witness=Witness(),
    )
)
