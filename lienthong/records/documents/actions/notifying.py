"""Telling people that a document has come to them, and letting issued ones be found."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from lienthong.kernel.notices.public import notify
from lienthong.kernel.procedures.public import StepVisit
from lienthong.kernel.search.public import Findable, VisibleTo, index
from lienthong.kernel.units.public import Unit

from .. import permissions
from ..models import Document, State
from ..queries.work_items import OWN_KEYS, posts_that_act

SOURCE = "documents"
COME = {
    "opinion": gettext_noop("%(type)s: the opinion of your body is asked for."),
    "appraisal": gettext_noop("%(type)s: a draft waits for your appraisal."),
    "adoption": gettext_noop("%(type)s: the adoption is to be recorded."),
    "signing": gettext_noop("%(type)s: a document waits for your signature."),
    "issuing": gettext_noop("%(type)s: a signed document waits to be issued."),
}
RETURNED = gettext_noop("%(type)s: a document was returned to drafting.")
ANSWERED = gettext_noop("%(type)s: all bodies asked have given their opinion.")
# What the drafter learns when the document has gone a step further by somebody else's hand.
GONE_ON = {
    "adoption": gettext_noop("%(type)s: appraised and initialled."),
    "submission": gettext_noop("%(type)s: ready to be submitted for signature."),
}
ISSUED = gettext_noop("%(notation)s has been issued.")


def _address(document: Document) -> str:
    return reverse("documents:document", args=[document.pk])


def notify_the_holders(visit_id: int) -> None:
    """Whoever may close a step that has opened finds a notice."""
    visit = StepVisit.objects.select_related("case", "holder_unit", "holder_post").get(pk=visit_id)
    message = COME.get(visit.step)
    if visit.case.procedure_key not in OWN_KEYS or message is None or not visit.is_open:
        return
    persons = [post.person_id for post in posts_that_act(visit)]
    document = Document.objects.select_related("type").get(pk=visit.case.subject_id)
    notify(persons, message, _address(document), source=SOURCE, type=document.type_id)


def notify_the_drafter_of_a_return(document_id: int) -> None:
    """The drafter learns that a document came back."""
    document = Document.objects.select_related("type", "drafter").get(pk=document_id)
    persons = [document.drafter.person_id]
    notify(persons, RETURNED, _address(document), source=SOURCE, type=document.type_id)


def notify_the_drafter_of_the_opinions(document_id: int) -> None:
    """The drafter learns that nobody is waited for any more; what was said is to be taken in."""
    document = Document.objects.select_related("type", "drafter").get(pk=document_id)
    persons = [document.drafter.person_id]
    where = reverse("documents:opinions", args=[document.pk])
    notify(persons, ANSWERED, where, source=SOURCE, type=document.type_id)


def notify_the_drafter_it_went_on(visit_id: int) -> None:
    """The drafter learns that the document was appraised, or is ready to be submitted."""
    visit = StepVisit.objects.select_related("case").get(pk=visit_id)
    message = GONE_ON.get(visit.step)
    if visit.case.procedure_key not in OWN_KEYS or message is None or not visit.is_open:
        return
    document = Document.objects.select_related("type", "drafter").get(pk=visit.case.subject_id)
    if document.standing_adoption or document.initials.filter(voided_at=None).exists():
        persons = [document.drafter.person_id]
        notify(persons, message, _address(document), source=SOURCE, type=document.type_id)


def notify_of_the_issue(document_id: int) -> None:
    """Drafter and signer learn the number of their document."""
    document = Document.objects.select_related("drafter", "signer").get(pk=document_id)
    persons = {document.drafter.person_id}
    if document.signer is not None:
        persons.add(document.signer.person_id)
    notify(persons, ISSUED, _address(document), source=SOURCE, notation=document.notation)


def let_it_be_found(document_id: int) -> None:
    """An issued document is found by those who see the committee's outgoing documents."""
    document = Document.objects.select_related("type", "issuer", "drafting_unit").get(
        pk=document_id
    )
    if document.issued_on is None:
        return
    index(
        Findable(
            room=SOURCE,
            key=str(document.pk),
            title=f"{document.notation} {document.title}",
            path=_address(document),
            happened_on=document.issued_on,
            summary=str(document.issuer),
        ),
        VisibleTo(
            permissions.VIEW,
            unit_paths=tuple({document.issuer.path, document.drafting_unit.path}),
        ),
    )


def let_it_be_found_after_a_move(unit_id: int) -> None:
    """What an organisation, or one beneath it, has issued is found from its new place."""
    path = Unit.objects.get(pk=unit_id).path
    moved = Q(issuer__path__startswith=path) | Q(drafting_unit__path__startswith=path)
    issued = Document.objects.filter(moved, state=State.ISSUED)
    for document_id in issued.values_list("pk", flat=True):
        let_it_be_found(document_id)
