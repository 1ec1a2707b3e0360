"""What people do with «examples»."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit

from . import permissions
from .models import Example


@transaction.atomic
def open_example(unit_id: int, *, subject: str, actor: Actor) -> Example:
    """The clerk opens one for the unit, saying what it is about."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, permissions.MANAGE, unit.path)

    subject = required(subject, _("Say what it is about."), field="subject")

    example = Example.objects.create(unit=unit, subject=subject, subject_folded=fold(subject))

    record(actor, "examples.opened", example, unit=unit.pk)
    return example


@transaction.atomic
def close_example(example_id: int, *, actor: Actor) -> Example:
    """The clerk closes an open one; it stays in the list."""
    example = Example.objects.select_for_update().select_related("unit").get(pk=example_id)
    authorize(actor, permissions.MANAGE, example.unit.path)

    if not example.is_open:
        raise RuleBroken(_("This «example» has already been closed."))

    example.closed_at = timezone.now()
    example.save(update_fields=["closed_at"])

    record(actor, "examples.closed", example)
    return example
