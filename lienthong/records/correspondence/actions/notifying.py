"""Telling people that an arrived document waits for them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_noop

from lienthong.kernel.audiences.public import Audience
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
# To those who are not sent the later document: they learn neither its number nor its subject.
ACTED_ON_UNNAMED = {
    "recalls": gettext_noop("%(earlier)s of %(unit)s has been recalled."),
    "replaces": gettext_noop("%(earlier)s of %(unit)s has been replaced."),
    "amends": gettext_noop("%(earlier)s of %(unit)s has been amended."),
}


def notify_who_has_the_earlier(document_id: int) -> None:
    """Who was sent the document that another one recalls, replaces or amends, or has it, learns so at once.

    Those in scope below hear it too if they have already dealt with the earlier one.
    """
    document = Document.objects.select_related("issuer", "audience").get(pk=document_id)
    later = document.audience
    sent = _those_of(later, later.addressed_units.values("unit")) if later else set()
    for effect in document.effects.select_related("earlier__audience"):
        audience = effect.earlier.audience
        if audience is None:
            continue
        has_it = audience.addressed_units.values("unit"), audience.receipts.values("unit")
        persons = _those_of(audience, *has_it)
        where = reverse("correspondence:received", args=[audience.pk])
        notify(
            persons & sent,
            ACTED_ON[effect.kind],
            where,
            source="correspondence",
            earlier=effect.earlier.notation,
            unit=str(document.issuer),
            notation=document.notation,
        )
        notify(
            persons - sent,
            ACTED_ON_UNNAMED[effect.kind],
            where,
            source="correspondence",
            earlier=effect.earlier.notation,
            unit=str(document.issuer),
        )


def _those_of(audience: Audience, *units: QuerySet[Any, Any]) -> set[int]:
    """Who is named in an audience, and who receives documents for the units."""
    among = Q()
    for one in units:
        among |= Q(pk__in=one)
    persons = set(audience.addressed_persons.values_list("person_id", flat=True))
    posts = responsible_posts(Unit.objects.filter(among))
    return persons | set(posts.values_list("person_id", flat=True))


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
