"""Which codes organisations have."""

import datetime as dt

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize

from .. import permissions
from ..models import Unit, UnitIdentifier
from .refusing import refuse_later


def _hold_the_code(scheme: str, value: str) -> None:
    """One at a time gives out a code: who asks for the same one waits, and is told it is taken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"units:{scheme}:{value}"])


@transaction.atomic
def identify_unit(
    unit_id: int, *, scheme: str, value: str, on: dt.date, actor: Actor
) -> UnitIdentifier:
    """Give an organisation a code in a scheme, once the day has come; the code it had stays resolvable."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, permissions.MANAGE, unit.path)

    refuse_later(on)
    value = value.strip().upper()
    _hold_the_code(scheme, value)
    bearer = UnitIdentifier.objects.filter(scheme=scheme, value=value, valid_to=None).first()
    if bearer is not None and bearer.unit_id == unit.pk:
        raise RuleBroken(_("This organisation already has this code."), field="value")
    if bearer is not None:
        raise RuleBroken(_("Another organisation has this code."), field="value")

    unit.identifiers.filter(scheme=scheme, valid_to=None).update(valid_to=on)
    identifier = UnitIdentifier.objects.create(unit=unit, scheme=scheme, value=value, valid_from=on)

    record(actor, "units.identified", unit, scheme=scheme, value=value)
    return identifier
