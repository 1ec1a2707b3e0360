"""Nhắc: one act for all units at and under a place that can do something about a paper and have not."""

from collections import defaultdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audiences.public import CARRY_ON, PASS_ON, RECEIVE
from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import defer
from lienthong.kernel.notices.public import notify
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.records.documents.public import Document

from .. import permissions
from ..models import RemindedUnit, Reminder
from ..queries.board import counts_under, place_in, watched_by
from ..queries.reminding import (
    not_lately_reminded,
    outstanding,
    urged_posts,
    what_each_owes,
)

REMINDED = {
    RECEIVE: gettext_noop("%(unit)s reminds you to confirm %(notation)s."),
    CARRY_ON: gettext_noop("%(unit)s reminds you to carry %(notation)s on to those below."),
    PASS_ON: gettext_noop("%(unit)s reminds you to pass %(notation)s on to the members."),
}
REMINDED_WITH_NOTE = {
    RECEIVE: gettext_noop("%(unit)s reminds you to confirm %(notation)s: %(note)s"),
    CARRY_ON: gettext_noop(
        "%(unit)s reminds you to carry %(notation)s on to those below: %(note)s"
    ),
    PASS_ON: gettext_noop("%(unit)s reminds you to pass %(notation)s on to the members: %(note)s"),
}


@transaction.atomic
def remind(audience_id: int, place_id: int | None, *, note: str = "", actor: Actor) -> Reminder:
    """Remind, in one act, every unit at and under a place that can act and has not.

    Who still waits for its own committee can do nothing: that committee is reminded.
    """
    watched = watched_by(actor, audience_id)
    place = place_in(watched, place_id) if watched else None
    authorize(actor, permissions.REMIND, actor.path if watched and place else "")
    assert watched is not None
    assert place is not None

    owing = outstanding(watched.audience, place, actor.unit_id)
    if not owing.exists():
        raise RuleBroken(_nobody_to_remind(counts_under(watched.audience, place).not_received))
    to_remind = not_lately_reminded(owing, watched.audience).count()
    if not to_remind:
        raise RuleBroken(
            _("These units were reminded less than a day ago. Remind them again tomorrow.")
        )

    reminder = Reminder.objects.create(
        audience=watched.audience,
        place=place,
        note=note.strip()[:300],
        sent_by_id=actor.post_id,
        sent_by_name=", ".join(part for part in (actor.name, actor.title) if part),
        unit_count=to_remind,
    )
    defer("correspondence.deliver_reminder", reminder_id=reminder.pk)

    record(actor, "correspondence.reminded", reminder, place=place.pk, units=reminder.unit_count)
    return reminder


def _nobody_to_remind(waiting: int) -> str:
    if waiting:
        return _("All units here still wait for the committee above them; nobody can act yet.")
    return _("Every unit here has confirmed the paper; nobody needs a reminder.")


@transaction.atomic
def deliver_reminder(reminder_id: int) -> None:
    """Tell the clerks and secretaries of all units that can act and have not, in one batch."""
    reminder = (
        Reminder.objects.select_related("audience__issuer", "sent_by__unit", "place")
        # Two reminders of one paper at once wait for each other, so that nobody is told twice.
        .select_for_update(of=("self", "audience"), no_key=True)
        .get(pk=reminder_id)
    )
    if reminder.delivered_at is not None:
        return

    audience = reminder.audience
    owing = outstanding(audience, reminder.place, reminder.sent_by.unit_id)
    units = what_each_owes(not_lately_reminded(owing, audience))
    now = timezone.now()
    RemindedUnit.objects.bulk_create(
        [
            RemindedUnit(reminder=reminder, audience=audience, unit_id=unit_id, reminded_at=now)
            for unit_id in units
        ],
        batch_size=5000,
    )
    _tell(reminder, units)
    reminder.delivered_at = now
    reminder.unit_count = len(units)
    reminder.save(update_fields=["delivered_at", "unit_count"])


def _tell(reminder: Reminder, units: dict[int, str]) -> None:
    notation = Document.objects.values_list("notation", flat=True).get(
        audience_id=reminder.audience_id
    )
    groups: dict[str, list[int]] = defaultdict(list)
    for unit_id, owes in units.items():
        groups[owes].append(unit_id)
    for owes, unit_ids in groups.items():
        notify(
            urged_posts(unit_ids).values_list("person_id", flat=True),
            (REMINDED_WITH_NOTE if reminder.note else REMINDED)[owes],
            reverse("correspondence:paper", args=[reminder.audience_id]),
            source="correspondence",
            notation=notation,
            unit=str(reminder.sent_by.unit),
            note=reminder.note,
        )
