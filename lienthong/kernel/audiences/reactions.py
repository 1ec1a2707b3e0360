"""What this room does when the tree is changed."""

from lienthong.kernel.events.public import on
from lienthong.kernel.units.public import UnitDissolved, UnitFounded, UnitMoved

from .board import forget_standing


def count_anew(_event: object) -> None:
    """A change dated back alters a day already counted, so all kept counts are forgotten."""
    forget_standing()


for change in (UnitFounded, UnitMoved, UnitDissolved):
    on(change)(count_anew)
