"""How an opinion is taken in: accepted, accepted in part or explained; and put into the text."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.text.public import nfc
from lienthong.records.texts import public as texts

from .. import permissions
from ..models import Document, Opinion, State
from ..queries.wordings import ProposedWording, parts_of, proposed_in
from .editing import change_of_draft

TakenIn, Proposal = Opinion.TakenIn, Opinion.Proposal


@transaction.atomic
def take_in(opinion_id: int, how: str, answer: str, *, actor: Actor) -> Opinion:
    """Say whether an opinion was accepted, in whole or in part, or explain why not; all stands in the summary."""
    document = Document.objects.taken(_document_of(opinion_id))
    opinion = Opinion.objects.select_related("request__unit").get(pk=opinion_id)
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)

    _refuse_no_draft(document)
    _refuse_unexplained(opinion, how, answer)

    return _answered(document, opinion, how, answer, actor=actor)


@transaction.atomic
def put_in(
    opinion_id: int,
    how: str,
    answer: str,
    wording: Sequence[str],
    revision: int,
    *,
    actor: Actor,
) -> Opinion:
    """Accept an opinion, in whole or in part, and put the words into the text, of which a version is kept before.

    `wording` are the words as the drafter agreed to them; `revision` is that of the text they were read beside.
    """
    with change_of_draft(_document_of(opinion_id), actor=actor) as document:
        related = ("request__unit", "request__version")
        opinion = Opinion.objects.select_related(*related).get(pk=opinion_id)
        _refuse_no_draft(document)
        _refuse_unexplained(opinion, how, answer)
        if how == TakenIn.EXPLAINED:
            raise RuleBroken(_("What is not accepted is not put into the text."), field="how")
        wording = [nfc(part).strip() for part in wording]
        proposed = _proposed(document, opinion)
        _refuse_no_words(proposed, wording)

        _change(document, proposed, wording, revision, actor=actor)

    record(actor, "documents.text_edited", document, clause=opinion.put_in_wid)
    return _answered(document, opinion, how, answer, actor=actor)


def _document_of(opinion_id: int) -> int:
    """The document that is taken first: only then the opinion is read, as nobody changes it any more."""
    return Opinion.objects.values_list("request__document_id", flat=True).get(pk=opinion_id)


def _proposed(document: Document, opinion: Opinion) -> ProposedWording:
    proposed = proposed_in(document, [opinion]).get(opinion.pk)
    if proposed is None:
        raise RuleBroken(_("This opinion proposes no words that could be put into the text."))
    return proposed


def _refuse_no_draft(document: Document) -> None:
    if document.state != State.DRAFT:
        raise RuleBroken(_("Opinions are taken in while the document is a draft."))


def _refuse_unexplained(opinion: Opinion, how: str, answer: str) -> None:
    if how not in TakenIn.values[1:]:
        raise RuleBroken(_("Choose whether the opinion is accepted or explained."), field="how")
    if how == TakenIn.EXPLAINED and not answer.strip():
        raise RuleBroken(
            _("Explain why the opinion of %(unit)s was not accepted.")
            % {"unit": opinion.request.unit},
            field="answer",
        )
    if how == TakenIn.PARTLY and not answer.strip():
        raise RuleBroken(
            _("Explain what of the opinion of %(unit)s was not accepted.")
            % {"unit": opinion.request.unit},
            field="answer",
        )


def _refuse_no_words(proposed: ProposedWording, wording: Sequence[str]) -> None:
    if proposed.kind != Proposal.STRIKE and not any(wording):
        raise RuleBroken(_("Write the words that are to stand in the text."), field="wording")
    if proposed.kind == Proposal.INSERT and proposed.put_in is not None:
        raise RuleBroken(_("The clause is in the text already. Change it there."))


def _change(
    document: Document,
    proposed: ProposedWording,
    wording: Sequence[str],
    revision: int,
    *,
    actor: Actor,
) -> None:
    """Nothing is written, and no version kept, where the text bears the words already."""
    opinion, text_id = proposed.opinion, document.text_id
    if proposed.kind == Proposal.STRIKE:
        if proposed.now is not None:
            texts.strike(text_id, opinion.wid, revision=revision, actor=actor)
        opinion.put_in, opinion.put_in_wid = [], opinion.wid
        return
    put = texts.put_behind if proposed.kind == Proposal.INSERT else texts.put_wording
    opinion.put_in, opinion.put_in_wid = list(wording), opinion.wid
    if proposed.kind == Proposal.INSERT or list(wording) != parts_of(proposed.now):
        done = put(text_id, opinion.wid, wording, revision=revision, actor=actor)
        opinion.put_in_wid = done.wid


def _answered(
    document: Document, opinion: Opinion, how: str, answer: str, *, actor: Actor
) -> Opinion:
    opinion.taken_in = how
    opinion.answer = nfc(answer).strip()
    opinion.taken_in_by_id = actor.post_id
    opinion.taken_in_at = timezone.now()
    opinion.save(
        update_fields=["taken_in", "answer", "taken_in_by", "taken_in_at", "put_in", "put_in_wid"]
    )

    record(actor, "documents.opinion_taken_in", document, opinion=opinion.pk, how=how)
    return opinion
