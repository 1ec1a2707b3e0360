"""Telling people that an arrived document waits for them."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext_noop

from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import Role, holders
from lienthong.kernel.permissions.public import Actor, declared
from lienthong.kernel.procedures.public import StepVisit
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import procedures
from ..models import IncomingDocument
from ..queries.forwarding import responsible_posts, units_below
from ..queries.received import ReceivedDocument

WAITS = {
    procedures.PROPOSE: gettext_noop("%(notation)s has been registered and waits for a proposal."),
    procedures.DIRECT: gettext_noop("%(notation)s waits for your direction."),
    procedures.HANDLE: gettext_noop("%(notation)s has been given to your body to handle."),
    procedures.CLOSE: gettext_noop("%(notation)s has been answered and can be closed."),
}


def notify_the_holders(visit_id: int) -> None:
    """Everybody who may close a step that has just opened finds a line under the bell."""
    visit = StepVisit.objects.select_related("case", "holder_unit").get(pk=visit_id)
    if visit.case.procedure_key != procedures.HANDLING.key or not visit.is_open:
        return
    assert visit.case.subject_type == ContentType.objects.get_for_model(IncomingDocument)
    incoming = IncomingDocument.objects.select_related("document").get(pk=visit.case.subject_id)
    posts = holders(visit.holder_unit, declared()[visit.permission])
    if visit.step == procedures.PROPOSE:
        # The office proposes where there is one; the secretary is not asked twice.
        office = posts.filter(role=Role.OFFICE_CHIEF)
        posts = office if office.exists() else posts
    notify(
        posts.values_list("person_id", flat=True),
        WAITS[visit.step],
        reverse("correspondence:received", args=[incoming.audience_id]),
        source="correspondence",
        notation=incoming.document.notation,
    )


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


CARRIED_ON = gettext_noop("%(unit)s has carried %(notation)s on to you; please confirm receipt.")


def notify_those_below(received: ReceivedDocument, *, actor: Actor) -> None:
    """Where a committee forwards a document without a letter, those beneath learn that it is theirs now.

    The clerk hears it, where there is none the secretary. A letter tells its own recipients.
    """
    notify(
        responsible_posts(units_below(received)).values_list("person_id", flat=True),
        CARRIED_ON,
        reverse("correspondence:received", args=[received.audience_id]),
        actor=actor,
        source="correspondence",
        notation=received.document.notation,
        unit=str(received.unit),
    )
