"""The way to the witness of a power and back: what is to be answered there is laid and kept before anybody goes.

Whoever does not come back is not stuck: `take_up` does here what was answered there, as if they had.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import record
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import actor_in
from lienthong.kernel.permissions.public import (
    Actor,
    Matter,
    NotAnswered,
    NotNow,
    Power,
    RuleBroken,
)
from lienthong.kernel.web.public import way_to

from . import queries
from .actions import confirm, drawn_up, propose, reason_to_refuse, refuse, withdraw
from .allowed import (
    hindrance,
    refuse_expired,
    refuse_proposed,
    to_confirm,
    to_propose,
    to_refuse,
    to_withdraw,
)
from .models import Answer, LaidAnswer, Proposal
from .outcomes import failed

logger = logging.getLogger(__name__)

Verb = Answer.Verb
# The address where a person answers, made from the one that leads back.
Way = Callable[[str], str]


@transaction.atomic
def lay_to_propose(power: Power, matter: Matter, *, actor: Actor) -> Way:
    """Lay what is to be proposed before the witness; laid before and still true, the same bytes are taken up."""
    unit = to_propose(power, matter, actor)
    refuse_proposed(power, matter)

    laid = queries.laid_to_propose(power, matter, actor)
    if laid is not None and not _is_true(laid):
        laid.delete()
        laid = None
    if laid is None:
        drawn = drawn_up(power, matter, unit, actor)
        laid = _kept(drawn, Verb.PROPOSE, Verb.PROPOSE.value, actor)
    return _way(laid, actor)


@transaction.atomic
def lay_to_confirm(proposal_id: int, *, actor: Actor) -> Way | None:
    """Lead to where the second person confirms; nowhere if there is no witness, or it can take effect no longer."""
    proposal = to_confirm(proposal_id, actor)
    if proposal.power.witness is None:
        return None
    refuse_expired(proposal)
    if because := hindrance(proposal):
        failed(proposal, because, actor)
        return lambda _back: way_to("proposal", proposal_id)
    return _laid(proposal, Verb.CONFIRM, actor)


@transaction.atomic
def lay_to_refuse(proposal_id: int, *, reason: str, actor: Actor) -> Way | None:
    """Lead to where it is refused, or stopped; the reason is kept until it is."""
    proposal = to_refuse(proposal_id, actor)
    return _laid(proposal, Verb.REFUSE, actor, reason_to_refuse(reason))


@transaction.atomic
def lay_to_withdraw(proposal_id: int, *, actor: Actor) -> Way | None:
    """Lead to where the proposer takes it back."""
    return _laid(to_withdraw(proposal_id, actor), Verb.WITHDRAW, actor)


def _laid(proposal: Proposal, verb: Verb, actor: Actor, reason: str = "") -> Way | None:
    if proposal.power.witness is None:
        return None
    asked = queries.asked_of_witness(proposal, verb)
    return _way(_kept(proposal, verb, asked, actor, reason), actor)


def _kept(proposal: Proposal, verb: Verb, asked: str, actor: Actor, reason: str = "") -> LaidAnswer:
    laid, _is_new = LaidAnswer.objects.update_or_create(
        kind=proposal.kind,
        subject=proposal.subject,
        verb=verb,
        post_id=actor.post_id,
        defaults={
            "statement": bytes(proposal.statement),
            "hash": proposal.hash,
            "proposal_id": proposal.pk,
            "asked": asked,
            "reason": reason[:500],
            "until": proposal.until,
        },
    )
    return laid


def _way(laid: LaidAnswer, actor: Actor) -> Way:
    witness = laid.power.witness
    assert witness is not None, "who goes there has a witness to go to"
    return witness.way_to_answer(bytes(laid.statement), laid.asked, actor)


def _is_true(laid: LaidAnswer) -> bool:
    """Whether what was laid before could still be proposed."""
    try:
        with transaction.atomic():
            laid.matter.check()
    except RuleBroken:
        return False
    return laid.until > timezone.now()


def take_up(**of: Any) -> None:
    """Do here what was answered at a witness by people who did not come back, each in its own transaction."""
    for laid_id in LaidAnswer.objects.filter(**of).values_list("pk", flat=True):
        try:
            _taken_up(laid_id)
        except NotNow:
            return
        except Exception:
            logger.exception("What was laid as %s broke when it was taken up.", laid_id)


@transaction.atomic
def _taken_up(laid_id: int) -> None:
    every = LaidAnswer.objects.select_for_update(of=("self",), skip_locked=True)
    laid = every.select_related("post__person", "post__unit", "proposal").filter(pk=laid_id).first()
    if laid is None:
        return
    if laid.is_over or not laid.post.is_held_on(timezone.localdate()):
        laid.delete()
        return
    actor = actor_in(laid.post)
    if not _is_answered(laid, actor):
        return
    try:
        with transaction.atomic():
            done = _done(laid, actor)
            record(None, "confirmations.taken_up", done, name=actor.name)
    except NotNow:
        raise
    except (RuleBroken, PermissionDenied) as refused:
        _came_to_nothing(laid, str(refused))


def _is_answered(laid: LaidAnswer, actor: Actor) -> bool:
    """Whether the witness has heard it; what this person can answer no longer is laid aside."""
    witness = laid.power.witness
    try:
        if witness is not None:
            witness.answered(bytes(laid.statement), laid.asked, actor)
            return True
    except NotAnswered:
        return False
    except NotNow:
        raise
    except RuleBroken:
        pass
    laid.delete()
    return False


def _done(laid: LaidAnswer, actor: Actor) -> Proposal:
    if laid.proposal_id is None:
        return propose(laid.power, laid.matter, actor=actor)
    if laid.verb == Verb.CONFIRM:
        return confirm(laid.proposal_id, actor=actor)
    if laid.verb == Verb.REFUSE:
        return refuse(laid.proposal_id, reason=laid.reason, actor=actor)
    return withdraw(laid.proposal_id, actor=actor)


def _came_to_nothing(laid: LaidAnswer, because: str) -> None:
    laid.delete()
    notify(
        [laid.post.person_id],
        gettext_noop("What you answered on the signing page has no effect: %(reason)s"),
        way_to("proposals"),
        source="confirmations",
        stands=True,
        reason=because,
    )
