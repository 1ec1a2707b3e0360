"""The round of opinions on a draft: asked, in the making, given officially, ended."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.procedures.public import advance, cancel, start
from lienthong.kernel.reference.public import add_working_days, rule
from lienthong.kernel.text.public import nfc
from lienthong.records.texts.public import labels_of, send_out

from .. import permissions
from ..events import OpinionGiven, OpinionsComplete
from ..models import Document, Opinion, OpinionRequest, State
from ..procedures import OPINIONS
from ..queries.bodies import bodies_to_ask
from ..queries.document import clause_labels
from .finding import let_it_be_found


def opinions_due_on(today: dt.date) -> dt.date:
    """The day by which bodies answer when nothing else is said."""
    days = rule("documents.opinion_working_days", today).value["days"]
    return add_working_days(today, int(days))


@transaction.atomic
def ask_opinions(
    document_id: int, unit_ids: Sequence[int], due_on: dt.date, *, actor: Actor
) -> Document:
    """Ask bodies for their official opinion on the draft by a day; all at the same time."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)

    if document.state != State.DRAFT:
        raise RuleBroken(_("Opinions are asked on a draft; this document has gone further."))
    if document.open_requests.exists():
        raise RuleBroken(_("A round of opinions is still open. Wait for it or end it first."))
    if not unit_ids:
        raise RuleBroken(_("Choose at least one body to ask."), field="bodies")
    if due_on < timezone.localdate():
        raise RuleBroken(_("The day for the answers must not be past."), field="due_on")
    bodies = list(bodies_to_ask(document).filter(pk__in=unit_ids))
    if len(bodies) != len(set(unit_ids)):
        raise RuleBroken(
            _("Only bodies serving the committee can be asked for an opinion."), field="bodies"
        )

    version = send_out(document.text_id, actor=actor)
    latest = document.opinion_requests.order_by("-round").values_list("round", flat=True).first()
    for body in bodies:
        OpinionRequest.objects.create(
            document=document,
            unit=body,
            round=(latest or 0) + 1,
            due_on=due_on,
            version=version,
        )
    # Each head finds the open step on the desk, and a notice of it.
    start(OPINIONS, document)
    let_it_be_found(document.pk)

    record(
        actor,
        "documents.opinions_asked",
        document,
        bodies=[body.pk for body in bodies],
        due_on=due_on,
    )
    return document


def _own_request(document: Document, actor: Actor) -> OpinionRequest:
    """The last question to the actor's body, taken."""
    request = (
        document.opinion_requests.select_for_update(of=("self",))
        .select_related("unit", "version")
        .filter(unit_id=actor.unit_id)
        .order_by("-round")
        .first()
    )
    if request is None:
        raise RuleBroken(_("The body was not asked for an opinion on this document."))
    authorize(actor, permissions.OPINE, request.unit.path)
    return request


@transaction.atomic
def keep_opinion(document_id: int, typed: Mapping[str, str], *, actor: Actor) -> OpinionRequest:
    """Keep an opinion in the making, to go on with it later; nobody but the body sees it."""
    document = Document.objects.taken(document_id)
    request = _own_request(document, actor)

    _refuse_closed(request)

    request.kept = {name: nfc(words) for name, words in typed.items()}
    request.kept_at = timezone.now()
    request.save(update_fields=["kept", "kept_at"])

    # In the history of the question, not of the document: the drafter does not read who is at work.
    record(actor, "documents.opinion_kept", request)
    return request


@transaction.atomic
def give_opinion(document_id: int, opinions: Sequence[Opinion], *, actor: Actor) -> OpinionRequest:
    """Answer officially for one's body, on single clauses (`wid`) or on the whole; answered once.

    Where a change is proposed, a proposal on a clause is enough; the whole needs no words beside it.
    """
    document = Document.objects.taken(document_id)
    request = _own_request(document, actor)

    labels = labels_of(request.version) if request.version else clause_labels(document)
    opinions = _without_empty_whole(opinions)
    _refuse_closed(request)
    _refuse_empty(opinions, labels)

    if request.version is None:  # asked before the text was kept as it went out
        request.version = send_out(document.text_id, actor=actor)
    for opinion in opinions:
        opinion.pk, opinion.request, opinion.text = None, request, nfc(opinion.text).strip()
        opinion.clause_label = labels.get(opinion.wid, "")
    Opinion.objects.bulk_create(opinions)
    request.answered_at = timezone.now()
    request.answered_by_id = actor.post_id
    request.kept, request.kept_at = {}, None
    request.save(update_fields=["answered_at", "answered_by", "version", "kept", "kept_at"])
    advance(document, "given", actor=actor)

    record(
        actor,
        "documents.opinion_given",
        document,
        unit=request.unit_id,
        clauses=len(opinions),
    )
    is_awaited = document.open_requests.exists()
    announce(OpinionGiven(request.pk) if is_awaited else OpinionsComplete(document.pk))
    return request


def _without_empty_whole(opinions: Sequence[Opinion]) -> list[Opinion]:
    """The opinions without one on the whole that says nothing, where clauses have opinions."""
    said = [one for one in opinions if one.wid or one.stance == "agree" or one.text.strip()]
    return said if any(one.wid for one in said) else list(opinions)


def _refuse_closed(request: OpinionRequest) -> None:
    if request.answered_at is not None:
        raise RuleBroken(_("The body has already given its opinion on this draft."))
    if request.withdrawn_at is not None:
        raise RuleBroken(_("The round of opinions has been ended; no answer is taken any more."))


def _refuse_empty(opinions: Sequence[Opinion], labels: dict[str, str]) -> None:
    if not opinions:
        raise RuleBroken(_("Say whether the body agrees, or what it proposes."), field="stance")
    places = {(one.wid, one.proposal == Opinion.Proposal.INSERT) for one in opinions}
    if len(places) != len(opinions):
        raise RuleBroken(_("There are two opinions on the same clause."))
    for opinion in opinions:
        if opinion.wid and opinion.wid not in labels:
            raise RuleBroken(
                _("A clause has changed meanwhile. Reload the page and check the opinion.")
            )
        if opinion.stance not in Opinion.Stance.values:
            raise RuleBroken(_("Choose whether the body agrees or proposes a change."))
        is_worded = bool(opinion.text.strip() or opinion.proposal)
        if opinion.stance != Opinion.Stance.AGREE and not is_worded:
            raise RuleBroken(
                _("Put the opinion on %(clause)s in words.")
                % {"clause": labels.get(opinion.wid) or _("the whole draft")}
            )


@transaction.atomic
def end_round(document_id: int, *, actor: Actor) -> Document:
    """End the round after its day; a body that did not answer is shown as not having answered."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)

    waiting = document.open_requests
    if not waiting.exists():
        raise RuleBroken(_("No round of opinions is open."))
    if waiting.filter(due_on__gte=timezone.localdate()).exists():
        raise RuleBroken(
            _("The bodies still have time to answer. The round can be ended after its last day.")
        )

    unanswered = waiting.update(withdrawn_at=timezone.now())
    cancel(document, OPINIONS)

    # "No reply" is not agreement: silence has never been counted as a vote.
    record(actor, "documents.round_ended", document, unanswered=unanswered)
    return document
