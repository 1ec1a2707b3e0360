"""Telling people that an arrived document waits for them."""

from django.db.models import Q
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


ACTED_ON = {
    "recalls": gettext_noop("%(earlier)s of %(unit)s has been recalled by %(notation)s."),
    "replaces": gettext_noop("%(earlier)s of %(unit)s has been replaced by %(notation)s."),
    "amends": gettext_noop("%(earlier)s of %(unit)s has been amended by %(notation)s."),
}


def notify_who_has_the_earlier(document_id: int) -> None:
    """Who was sent the document that another one recalls, replaces or amends, or has it, learns so at once.

    Those in scope below hear it too if they have already dealt with the earlier one.
    """
    document = Document.objects.select_related("issuer").get(pk=document_id)
    for effect in document.effects.select_related("earlier__audience"):
        audience = effect.earlier.audience
        if audience is None:
            continue
        has_it = Q(pk__in=audience.addressed_units.values("unit"))
        has_it |= Q(pk__in=audience.receipts.values("unit"))
        posts = responsible_posts(Unit.objects.filter(has_it))
        persons = set(audience.addressed_persons.values_list("person_id", flat=True))
        notify(
            persons | set(posts.values_list("person_id", flat=True)),
            ACTED_ON[effect.kind],
            reverse("correspondence:received", args=[audience.pk]),
            source="correspondence",
            earlier=effect.earlier.notation,
            unit=str(document.issuer),
            notation=document.notation,
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
