"""Finalising a draft, appraising it, and sending it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.procedures.public import advance, restart

from .. import permissions
from ..events import DocumentReturned
from ..models import Document, Initial, LaidDocument, Opinion, State
from ..procedures import RETURNED, procedure_of
from ..queries.bodies import has_appraiser, records_votes
from ..queries.document import content_sha256
from ..queries.form_check import errors_of, form_check
from ..queries.letters import strange_letters
from ..queries.progress import held_under, is_untouched, says_something
from .editing import void_initials


def take_away_laid_document(document: Document) -> None:
    """Once signed, returned or given up, nothing lies before the signer's passkey any more."""
    LaidDocument.objects.filter(document=document).delete()


@transaction.atomic
def finalise(document_id: int, *, actor: Actor) -> Document:
    """The drafter declares the draft ready: every opinion is answered, none is waited for."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)

    if document.state != State.DRAFT:
        raise RuleBroken(_("Only a draft can be finalised; this document has gone further."))
    required(document.subject, _("Say what the document is about, then finalise the draft."))
    if not says_something(document):
        raise RuleBroken(_("The document has no text yet. Write it, then finalise the draft."))
    _refuse_open_round(document)
    _refuse_unprintable(document)

    outcome = "finalised"
    if not has_appraiser(document):
        # A small office without a chief has nobody to appraise; the form check says so aloud.
        outcome = "finalised_adopted" if document.standing_adoption else "finalised_unappraised"
    advance(document, outcome, actor=actor)

    record(actor, "documents.finalised", document, next=document.state)
    return document


def _refuse_unprintable(document: Document) -> None:
    """Nobody appraises what cannot be printed."""
    for strange in strange_letters(document):
        if strange.form is None:
            raise RuleBroken(strange.sentence)


def _refuse_open_round(document: Document) -> None:
    if document.open_requests.exists():
        raise RuleBroken(
            _("Bodies were asked for an opinion and have not all answered. Wait or end the round.")
        )
    unanswered = Opinion.objects.filter(request__document=document, taken_in="").exclude(
        stance=Opinion.Stance.AGREE
    )
    if count := unanswered.count():
        raise RuleBroken(
            _("Say how each opinion was taken in; %(count)d are still open.") % {"count": count}
        )


@transaction.atomic
def take_back(document_id: int, *, actor: Actor) -> Document:
    """The drafter takes a finalised draft back to change it, as long as nobody has acted on it."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)

    if not is_untouched(document):
        raise RuleBroken(
            _("Somebody has acted on the document meanwhile. Ask them to return it to drafting.")
        )
    restart(procedure_of(document), document)
    document.refresh_from_db(fields=["state"])

    record(actor, "documents.taken_back", document)
    return document


@transaction.atomic
def appraise_and_initial(
    document_id: int, *, note: str = "", content: str = "", actor: Actor
) -> Document:
    """The appraiser finds form and content in order and initials exactly this content.

    `content` is the fingerprint of what the appraiser has read, if the page says it.
    """
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.APPRAISE, document.issuer.path)

    if document.state != State.APPRAISAL:
        raise RuleBroken(_("This document is not waiting for appraisal."))
    fingerprint = content_sha256(document)
    if content and content != fingerprint:
        raise RuleBroken(
            _("The draft was changed after you opened it. Reload the page and read it again.")
        )
    refuse_unsound_form(document)

    Initial.objects.create(
        document=document,
        post_id=actor.post_id,
        name=actor.signature,
        content_sha256=fingerprint,
        note=note.strip(),
    )
    outcome = "adopted_before" if document.standing_adoption else "initialled"
    advance(document, outcome, actor=actor, note=note)

    record(actor, "documents.initialled", document)
    return document


def refuse_unsound_form(document: Document) -> None:
    """Nothing goes on while the form check finds an error; the first ones are named."""
    errors = errors_of(form_check(document))
    if errors:
        raise RuleBroken(" ".join(finding.sentence for finding in errors[:3]))


def refuse_unless_records_votes(document: Document, actor: Actor) -> None:
    """The vote is the chief's of the office; where there is none, the clerk's (ADR 0010)."""
    if not records_votes(document, actor):
        raise RuleBroken(_("The chief of the office records the vote of this committee."))


@transaction.atomic
def return_document(document_id: int, note: str, *, actor: Actor) -> Document:
    """Whoever has the document sends it back to drafting and says why; signatures are void."""
    document = Document.objects.taken(document_id)
    authorize(actor, *held_under(document))

    if not document.is_running or document.state == State.DRAFT:
        raise RuleBroken(_("This document cannot be returned now."))
    note = required(note, _("Say what must be changed."), field="note")
    if document.state == State.ADOPTION:
        refuse_unless_records_votes(document, actor)

    void_initials(document, actor=actor)
    take_away_laid_document(document)
    document.version = document.form_file = document.signed_file = None
    document.signed_at, document.trouble = None, ""
    voided = ("version", "form_file", "signed_file", "signed_at", "trouble")
    returned = advance(document, RETURNED, actor=actor, note=note, changed=voided)

    record(actor, "documents.returned", document, from_step=returned.step)
    announce(DocumentReturned(document.pk))
    return document
