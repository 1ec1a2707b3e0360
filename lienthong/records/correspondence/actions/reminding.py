"""Nhắc: one act for all units under a place that have not confirmed a paper."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audiences.public import outstanding_units
from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import defer
from lienthong.kernel.notices.public import notify
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.records.documents.public import Document

from .. import permissions
from ..models import RemindedUnit, Reminder
from ..queries.board import place_in, watched_by
from ..queries.reminding import reminded_since, urged_posts

REMINDED = gettext_noop("%(unit)s reminds you to confirm %(notation)s.")
REMINDED_WITH_NOTE = gettext_noop("%(unit)s reminds you to confirm %(notation)s: %(note)s")


def reminder_interval() -> dt.timedelta:
    """A unit is reminded of one paper no more often than this."""
    return dt.timedelta(hours=settings.REMINDER_INTERVAL_HOURS)


@transaction.atomic
def remind(audience_id: int, place_id: int | None, *, note: str = "", actor: Actor) -> Reminder:
    """Remind, in one act, every unit under a place that has not confirmed a paper."""
    watched = watched_by(actor, audience_id)
    place = place_in(watched, place_id) if watched else None
    authorize(actor, permissions.REMIND, actor.path if watched and place else "")
    assert watched is not None
    assert place is not None

    outstanding = outstanding_units(watched.audience, place)
    if not outstanding:
        raise RuleBroken(_("Every unit here has confirmed the paper; nobody needs a reminder."))
    recently = reminded_since(watched.audience, timezone.now() - reminder_interval())
    if set(outstanding) <= recently:
        raise RuleBroken(
            _("These units were reminded less than a day ago. Remind them again tomorrow.")
        )

    reminder = Reminder.objects.create(
        audience=watched.audience,
        place=place,
        note=note.strip()[:300],
        sent_by_id=actor.post_id,
        sent_by_name=", ".join(part for part in (actor.name, actor.title) if part),
        unit_count=len(set(outstanding) - recently),
    )
    defer("correspondence.deliver_reminder", reminder_id=reminder.pk)

    record(actor, "correspondence.reminded", reminder, place=place.pk, units=reminder.unit_count)
    return reminder


@transaction.atomic
def deliver_reminder(reminder_id: int) -> None:
    """Tell the clerks and secretaries of all units that still owe a receipt, in one batch."""
    reminder = (
        Reminder.objects.select_related("audience", "sent_by__unit", "place")
        # Two reminders of one paper at once wait for each other, so that nobody is told twice.
        .select_for_update(of=("self", "audience"), no_key=True)
        .get(pk=reminder_id)
    )
    if reminder.delivered_at is not None:
        return

    recently = reminded_since(reminder.audience, timezone.now() - reminder_interval())
    units = [u for u in outstanding_units(reminder.audience, reminder.place) if u not in recently]
    now = timezone.now()
    RemindedUnit.objects.bulk_create(
        [
            RemindedUnit(
                reminder=reminder, audience=reminder.audience, unit_id=unit_id, reminded_at=now
            )
            for unit_id in units
        ],
        batch_size=5000,
    )
    _tell(reminder, units)
    reminder.delivered_at = now
    reminder.unit_count = len(units)
    reminder.save(update_fields=["delivered_at", "unit_count"])


def _tell(reminder: Reminder, unit_ids: list[int]) -> None:
    notation = Document.objects.values_list("notation", flat=True).get(
        audience_id=reminder.audience_id
    )
    told = urged_posts(unit_ids).values_list("person_id", flat=True)
    url = reverse("correspondence:paper", args=[reminder.audience_id])
    notify(
        told,
        REMINDED_WITH_NOTE if reminder.note else REMINDED,
        url,
        source="correspondence",
        notation=notation,
        unit=str(reminder.sent_by.unit),
        note=reminder.note,
    )
