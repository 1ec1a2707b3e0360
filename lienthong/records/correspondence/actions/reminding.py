"""Nhắc: one act for all units at and under a place that can do something about a document and have not."""

from collections import defaultdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audiences.public import (
    BRIEF,
    FORWARD,
    RECEIVE,
    Audience,
)
from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import defer
from lienthong.kernel.notices.public import notify
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import permissions
from ..models import RemindedUnit, Reminder
from ..queries.board import Watched, place_in, watched_by
from ..queries.reminding import outstanding, urged_posts, why_nobody

REMINDED = {
    RECEIVE: gettext_noop("%(unit)s reminds you to confirm %(notation)s."),
    FORWARD: gettext_noop("%(unit)s reminds you to forward %(notation)s to those below."),
    BRIEF: gettext_noop("%(unit)s reminds you to brief the members on %(notation)s."),
}
REMINDED_WITH_NOTE = {
    RECEIVE: gettext_noop("%(unit)s reminds you to confirm %(notation)s: %(note)s"),
    FORWARD: gettext_noop("%(unit)s reminds you to forward %(notation)s to those below: %(note)s"),
    BRIEF: gettext_noop("%(unit)s reminds you to brief the members on %(notation)s: %(note)s"),
}


@transaction.atomic
def remind(audience_id: int, place_id: int | None, *, note: str = "", actor: Actor) -> Reminder:
    """Remind, in one act, every unit at and under a place that can act and has not.

    Who still waits for its own committee can do nothing: that committee is reminded.
    """
    Audience.objects.select_for_update(no_key=True).filter(pk=audience_id).first()
    watched = watched_by(actor, audience_id)
    place = place_in(watched, place_id) if watched else None
    authorize(actor, permissions.REMIND, actor.path if watched and place else "")
    assert watched is not None
    assert place is not None

    _refuse_while_one_is_under_way(watched, place)
    owing = outstanding(watched.audience, place, Unit.objects.get(pk=actor.unit_id))
    if not owing.to_remind:
        raise RuleBroken(why_nobody(watched, place, owing))

    reminder = Reminder.objects.create(
        audience=watched.audience,
        place=place,
        note=note.strip()[:300],
        sent_by_id=actor.post_id,
        sent_by_name=actor.signature,
        unit_count=len(owing.to_remind),
    )
    defer("correspondence.deliver_reminder", reminder_id=reminder.pk)

    record(actor, "correspondence.reminded", reminder, place=place.pk, units=reminder.unit_count)
    return reminder


def _refuse_while_one_is_under_way(watched: Watched, place: Unit) -> None:
    """Until a reminder has been delivered nobody can know whom a second one would still reach."""
    under_way = Reminder.objects.filter(audience=watched.audience, delivered_at=None)
    path = watched.path_of(place)
    for other in under_way.select_related("place"):
        others = watched.path_of(other.place)
        if path.startswith(others) or others.startswith(path):
            raise RuleBroken(
                _("A reminder of this document is being sent at this moment; please wait for it.")
            )


@transaction.atomic
def deliver_reminder(reminder_id: int) -> None:
    """Tell the clerks and secretaries of all units that can act and have not, in one batch."""
    reminder = (
        Reminder.objects.select_related("audience__issuer", "sent_by__unit", "place")
        # Two reminders of one document at once wait for each other, so that nobody is told twice.
        .select_for_update(of=("self", "audience"), no_key=True)
        .get(pk=reminder_id)
    )
    if reminder.delivered_at is not None:
        return

    audience = reminder.audience
    owing = outstanding(audience, reminder.place, reminder.sent_by.unit)
    units = {one.unit_id: one.owes for one in owing.to_remind}
    now = timezone.now()
    RemindedUnit.objects.bulk_create(
        [
            RemindedUnit(reminder=reminder, audience=audience, unit_id=unit_id, reminded_at=now)
            for unit_id in units
        ],
        batch_size=5000,
    )
    _notify(reminder, units)
    reminder.delivered_at = now
    reminder.unit_count = len(units)
    reminder.save(update_fields=["delivered_at", "unit_count"])


def _notify(reminder: Reminder, units: dict[int, str]) -> None:
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
            reverse("correspondence:received", args=[reminder.audience_id]),
            source="correspondence",
            notation=notation,
            unit=str(reminder.sent_by.unit),
            note=reminder.note,
        )
