"""How a tree begins."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import RuleBroken, required

from ..models import TOPMOST, Unit
from .refusing import NewUnit, refuse_later, refuse_register
from .tree import hold_the_tree, place_unit


@transaction.atomic
def found_topmost(new: NewUnit, *, on: dt.date, superior_printed: str = "") -> Unit:
    """Found the topmost organisation of an empty installation: at the console, before anybody acts.

    What is above it is not in this system; the first line of its papers names it all the same.
    """
    hold_the_tree()

    if Unit.objects.exists():
        raise RuleBroken(_("This installation has been founded already."))
    required(new.name_body, _("Give the organisation a name."), field="name_body")
    refuse_later(on)
    refuse_register(new)
    if new.kind not in TOPMOST:
        said = _("An organisation of this kind does not stand at the top: %(kind)s.")
        raise RuleBroken(said % {"kind": new.kind}, field="kind")

    unit = place_unit(new, parent=None, on=on, superior_printed=superior_printed)

    record(None, "units.founded", unit, on=on.isoformat())
    return unit
