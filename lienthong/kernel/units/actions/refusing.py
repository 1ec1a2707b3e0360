"""What is refused of a new organisation, its name and its kind."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken, required
from lienthong.kernel.text.public import fold, name_letters, one_line, strange_letter

from ..deciding import Decision
from ..models import (
    DEEPEST_LEVEL,
    NAMED_ONCE,
    WITHOUT_REGISTER,
    Unit,
    UnitKind,
    UnitQuerySet,
    kind_has_keys,
)
from ..possible import kinds_beneath, line_of


@dataclass(frozen=True)
class NewUnit:
    """What a decision to found an organisation says about it."""

    kind: str
    name_body: str
    name_committee: str = ""
    symbol: str = ""
    place: str = ""
    has_register: bool = False
    serves_id: int | None = None
    decision_number: str = ""
    decision_on: str = ""
    decision_issuer: str = ""

    @property
    def decision(self) -> Decision:
        return Decision(self.decision_number, self.decision_on, self.decision_issuer)

    @property
    def has_keys(self) -> bool:
        return kind_has_keys(self.kind, has_register=self.has_register)


def refuse_keys(unit: NewUnit | Unit) -> None:
    if unit.has_keys:
        raise RuleBroken(
            _("This organisation signs or has a seal: propose it, and a second person confirms it.")
        )


def refuse_founding(new: NewUnit, parent: Unit, on: dt.date, *, is_another: bool) -> None:
    if not parent.exists_on(on):
        raise RuleBroken(_("The superior organisation does not exist on that day."))
    required(new.name_body, _("Give the organisation a name."), field="name_body")
    if not is_another:
        _refuse_same_name(new, parent, on)
    elsewhere = Unit.objects.existing_on(on).exclude(parent=parent)
    refuse_borne_name(elsewhere, new.name_body, new.name_committee)
    refuse_register(new)
    refuse_kind(new.kind, parent, on, field="kind")
    if parent.level >= DEEPEST_LEVEL:
        raise RuleBroken(_("The tree of organisations goes no deeper."))


def refuse_kind(kind: str, parent: Unit, on: dt.date, *, field: str) -> None:
    """The table of kinds is asked for the day on which it is founded or placed there."""
    possible = kinds_beneath(parent.kind, on)
    if kind in possible:
        return
    kinds = {"kind": UnitKind(kind).label, "above": parent.get_kind_display()}
    line = line_of(parent.kind, kind)
    if line is not None and line.since is not None and on < line.since:
        said = _("“%(kind)s” stands beneath “%(above)s” only from %(day)s (%(basis)s).")
        days = {"day": date_format(line.since, "d/m/Y"), "basis": line.basis}
        raise RuleBroken(said % {**kinds, **days}, field="on" if field == "kind" else field)
    if line is not None and line.until is not None:
        said = _("“%(kind)s” stands beneath “%(above)s” no longer from %(day)s.")
        raise RuleBroken(said % {**kinds, "day": date_format(line.until, "d/m/Y")}, field=field)
    if parent.is_branch:
        said = _("A branch has no organisations beneath it, only Party groups.")
        raise RuleBroken(said, field=field)
    said = _("“%(kind)s” does not belong beneath “%(above)s”.") % kinds
    if possible:
        there = ", ".join(str(one.label) for one in possible)
        said += " " + _("Possible there: %(kinds)s.") % {"kinds": there}
    raise RuleBroken(said, field=field)


def refuse_register(new: NewUnit) -> None:
    """Handbook §2.7 (sure): a branch has no clerk, no register and no seal, nor has a Party group."""
    if new.kind == UnitKind.PROVINCIAL_COMMITTEE and not new.has_register:
        raise RuleBroken(_("A provincial committee keeps a register."), field="has_register")
    if new.has_register and new.kind in WITHOUT_REGISTER:
        said = _("A branch or a Party group keeps no register and has no seal.")
        raise RuleBroken(said, field="has_register")


def _refuse_same_name(new: NewUnit, parent: Unit, on: dt.date) -> None:
    here = parent.children.existing_on(on)
    folded = fold(f"{new.name_committee} {new.name_body}")
    same = Q(name_folded=folded) | Q(name_body__iexact=one_line(new.name_body))
    if here.filter(same).exists():
        raise RuleBroken(
            _(
                "An organisation of this name exists here already. If this is another one, say so below."
            ),
            field="name_body",
        )


def refuse_borne_name(others: UnitQuerySet, *names: str) -> None:
    """Nobody bears the name of a committee of a territory or above it: a seal is known by it.

    Nor one that looks the same: of other letters, with signs that are not seen, with other blanks and dashes.
    """
    bears, borne = Q(), set()
    for name in filter(None, map(one_line, names)):
        _refuse_strange_letters(name)
        bears |= Q(name_body__iexact=name) | Q(name_committee__iexact=name) | _sounds_like(name)
        borne.add(name_letters(name))
    alike = others.filter(bears, kind__in=NAMED_ONCE).values_list("name_body", "name_committee")
    if any(name_letters(known) in borne for both in alike for known in both if known):
        said = _("Another committee bears this name. Its papers and seals are known by it.")
        raise RuleBroken(said, field="name_body")


def _sounds_like(name: str) -> Q:
    """The same words without marks, whatever stands between them: few, of which each is then compared."""
    words = re.findall(r"[a-z0-9]+", fold(unicodedata.normalize("NFKC", name)))
    return Q(name_folded__regex="[^a-z0-9]*".join(words)) if words else Q(pk__in=[])


def _refuse_strange_letters(name: str) -> None:
    if letter := strange_letter(name):
        said = _(
            "“%(letter)s” (%(code)s) is a letter of another alphabet that may look like one of ours. Type the name anew."
        )
        told = {"letter": letter, "code": f"U+{ord(letter):04X}"}
        raise RuleBroken(said % told, field="name_body")


def refuse_later(on: dt.date) -> None:
    """What a unit is called and where it stands is kept as of today: a later day cannot wait in it."""
    if on > timezone.localdate():
        raise RuleBroken(_("Enter this on the day it takes effect, not before."), field="on")
