"""Telling people that an arrived document waits for them."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from lienthong.kernel.notices.public import notify
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from ..queries.forwarding import responsible_posts, units_below
from ..queries.received import ReceivedDocument

ARRIVED = gettext_noop("%(notation)s of %(unit)s has arrived.")


def notify_of_the_arrival(document_id: int) -> None:
    """Who receives documents for the units addressed, and who is named, learns that a document is there.

    Units in scope below hear of it when their own committee forwards it to them.
    """
    document = Document.objects.select_related("issuer", "audience").get(pk=document_id)
    audience = document.audience
    if audience is None:
        return
    units = Unit.objects.filter(pk__in=audience.addressed_units.values("unit"))
    persons = set(audience.addressed_persons.values_list("person_id", flat=True))
    persons |= set(responsible_posts(units).values_list("person_id", flat=True))
    notify(
        persons,
        ARRIVED,
        reverse("correspondence:received", args=[audience.pk]),
        source="correspondence",
        notation=document.notation,
        unit=str(document.issuer),
    )


FORWARDED = gettext_noop("%(unit)s has forwarded %(notation)s to you; please confirm receipt.")


def notify_those_below(received: ReceivedDocument, *, actor: Actor) -> None:
    """Where a committee forwards a document without a letter, those beneath learn that it is theirs now.

    The clerk hears it, where there is none the secretary. A letter tells its own recipients.
    """
    notify(
        responsible_posts(units_below(received)).values_list("person_id", flat=True),
        FORWARDED,
        reverse("correspondence:received", args=[received.audience_id]),
        actor=actor,
        source="correspondence",
        notation=received.document.notation,
        unit=str(received.unit),
    )
