"""Actions on reference data."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.units.public import Unit

from . import permissions
from .models import Term


@transaction.atomic
def open_term(unit_id: int, *, starts_on: dt.date, actor: Actor) -> Term:
    """Open a committee's term; the one before ends the day before (# 36-HD/VPTW §II.1.3)."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, permissions.MANAGE_TERMS, unit.path)

    latest = unit.terms.order_by("-starts_on").first()
    if latest is not None and starts_on <= latest.starts_on + dt.timedelta(days=1):
        raise RuleBroken(_("The new term must start after the present one."), field="starts_on")

    if latest is not None:
        unit.terms.filter(ends_on=None).update(ends_on=starts_on - dt.timedelta(days=1))
    term = Term.objects.create(unit=unit, starts_on=starts_on)

    record(actor, "reference.term_opened", unit, starts_on=starts_on.isoformat())
    return term
