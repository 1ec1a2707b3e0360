"""The tables of kinds and of posts, line by line, as the page of rules shows them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from lienthong.kernel.people.public import OFFICES
from lienthong.kernel.reference.public import Certainty
from lienthong.kernel.units.public import UnitKind, table_in_force


@dataclass(frozen=True)
class Line:
    """One line: where, what is possible there, in which days, on what basis."""

    name: str
    said: str
    since: dt.date | None
    until: dt.date | None
    legal_basis: str
    certainty: str

    def get_certainty_display(self) -> str:
        return str(Certainty(self.certainty).label)


def lines() -> list[Line]:
    return [*_of_kinds(), *_of_posts()]


def _of_kinds() -> Iterator[Line]:
    table = sorted(table_in_force(), key=lambda one: list(UnitKind).index(one.above))
    alike = groupby(
        table, key=lambda one: (one.above, one.since, one.until, one.basis, one.certainty)
    )
    for (above, *how), rows in alike:
        kinds = ", ".join(str(one.kind.label) for one in rows)
        yield Line(_("Beneath: %(kind)s") % {"kind": above.label}, kinds, *how)


def _of_posts() -> Iterator[Line]:
    alike = groupby(
        OFFICES, key=lambda one: (one.kinds, one.since, one.until, one.basis, one.certainty)
    )
    for (kinds, *how), rows in alike:
        where = ", ".join(str(kind.label) for kind in UnitKind if kind in kinds)
        posts = ", ".join(str(one.role.label) for one in rows)
        yield Line(_("Posts in: %(kinds)s") % {"kinds": where}, posts, *how)
