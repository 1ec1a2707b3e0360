"""What people do where no person alone may do it: propose, confirm, refuse, withdraw.

Where a power has a witness, the person has answered there before each of these: the witness, shown the
unchanged bytes, says whether that is so (`laying.py`).
"""

import datetime as dt
import json
import logging
import uuid
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import (
    Actor,
    Matter,
    NotNow,
    Power,
    RuleBroken,
    Witnessed,
    required,
)
from lienthong.kernel.procedures.public import Holder, owe, settle
from lienthong.kernel.reference.public import rule
from lienthong.kernel.units.public import Unit

from . import queries
from .allowed import (
    ALREADY_PROPOSED,
    hindrance,
    refuse_expired,
    taken,
    to_confirm,
    to_propose,
    to_refuse,
    to_withdraw,
)
from .events import ProposalMoved
from .models import Answer, LaidAnswer, Proposal, Telling, hash_of, moment_in, statement_of
from .outcomes import carry_out, ended, facts, failed, let_wait, notify_named
from .procedures import ANSWER_PROPOSAL

logger = logging.getLogger(__name__)

SINGLE = "confirmations.single"
State, Verb = Proposal.State, Answer.Verb


@transaction.atomic
def propose(power: Power, matter: Matter, *, actor: Actor) -> Proposal:
    """Propose the use of a power; a second person in another post confirms it within seven days.

    Where the power has a witness, what is proposed are the bytes that this person answered there.
    """
    laid = queries.laid_to_propose(power, matter, actor)
    if laid is not None:
        matter = laid.matter
    elif (before := queries.taken_up(power, matter, actor)) is not None:
        return before
    unit = to_propose(power, matter, actor)

    proposal = drawn_up(power, matter, unit, actor, bytes(laid.statement) if laid else b"")
    _save(proposal)
    said = _witnessed(proposal, Verb.PROPOSE, actor)
    _answered(proposal, Verb.PROPOSE, actor)
    if waits_until := _wait_of_one(proposal, said):
        let_wait(proposal, waits_until, is_single=True)
    else:
        for post in queries.confirmers(proposal):
            owe(ANSWER_PROPOSAL, proposal, Holder(post_id=post.pk, due_at=proposal.until))
    notify_named(proposal)

    record(actor, "confirmations.proposed", proposal, **facts(proposal))
    announce(ProposalMoved(proposal.pk))
    return proposal


def drawn_up(power: Power, matter: Matter, unit: Unit, actor: Actor, laid: bytes = b"") -> Proposal:
    """The proposal and its bytes; those laid before a witness must come out the same."""
    said: dict[str, Any] = json.loads(laid) if laid else {}
    witness = power.witness
    now = moment_in(said["made"]) if said else timezone.now().replace(microsecond=0)
    proposal = Proposal(
        kind=power.kind,
        unit=unit,
        subject=matter.subject(),
        concerned_id=matter.concerned_id,
        proposer_id=actor.person_id,
        proposed_by_id=actor.post_id,
        proposed_at=now,
        until=queries.until(power, matter, now),
    )
    if said:
        proposal.uid = uuid.UUID(said["id"])
    installation = witness.installation() if witness else settings.INSTALLATION
    proposal.statement = statement_of(proposal, installation, asdict(matter))
    proposal.hash = hash_of(proposal.statement)
    if laid and proposal.statement != laid:
        raise RuleBroken(_("What you were shown has changed. Propose it anew."))
    return proposal


def _save(proposal: Proposal) -> None:
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError:
        raise RuleBroken(str(ALREADY_PROPOSED)) from None


def _wait_of_one(proposal: Proposal, said: Witnessed) -> dt.datetime | None:
    """Until when it waits where one person alone proposes and nobody confirms; the witness knows its own."""
    if proposal.power.witness is not None:
        return said.waits_until
    if not (settings.SINGLE_ADMINISTRATOR and queries.nobody_can_confirm(proposal)):
        return None
    return timezone.now() + dt.timedelta(hours=rule(SINGLE, timezone.localdate()).value["hours"])


def _witnessed(proposal: Proposal, verb: Answer.Verb, actor: Actor) -> Witnessed:
    """Ask the witness, if there is one, what this person answered to the unchanged bytes; keep its receipt."""
    witness = proposal.power.witness
    if witness is None:
        return Witnessed()
    laid = LaidAnswer.objects.filter(hash=proposal.hash, verb=verb, post=actor.post_id)
    kept = laid.first()
    asked = kept.asked if kept else queries.asked_of_witness(proposal, verb)
    said = witness.answered(bytes(proposal.statement), asked, actor)
    proposal.receipt = said.receipt
    proposal.save(update_fields=["receipt"])
    laid.delete()
    return said


def _answered(proposal: Proposal, verb: str, actor: Actor, reason: str = "") -> None:
    Answer.objects.create(
        proposal=proposal,
        verb=verb,
        person_id=actor.person_id,
        post_id=actor.post_id,
        by=actor.signature,
        reason=reason[:500],
    )


@transaction.atomic
def confirm(proposal_id: int, *, actor: Actor) -> Proposal:
    """Confirm, in another post, what somebody else has proposed; it takes effect at once or after its wait."""
    if (before := queries.answered_there(proposal_id, Verb.CONFIRM, actor)) is not None:
        return before
    proposal = to_confirm(proposal_id, actor)
    if proposal.power.witness is None:
        refuse_expired(proposal)
        if because := hindrance(proposal):
            return failed(proposal, because, actor)

    said = _witnessed(proposal, Verb.CONFIRM, actor)
    proposal.state = State.CONFIRMED
    proposal.confirmer_id, proposal.confirmed_by_id = actor.person_id, actor.post_id
    proposal.save(update_fields=["state", "confirmer", "confirmed_by"])
    _answered(proposal, Verb.CONFIRM, actor)
    settle(proposal)

    record(actor, "confirmations.confirmed", proposal, **facts(proposal))
    if said.waits_until is not None:
        let_wait(proposal, said.waits_until)
        notify_named(proposal)
        return proposal
    return carry_out(proposal, actor)


@transaction.atomic
def refuse(proposal_id: int, *, reason: str, actor: Actor) -> Proposal:
    """Refuse what somebody else has proposed, or stop it while it still waits, and say why."""
    if (before := queries.answered_there(proposal_id, Verb.REFUSE, actor)) is not None:
        return before
    proposal = to_refuse(proposal_id, actor)
    reason = reason_to_refuse(reason)

    _witnessed(proposal, Verb.REFUSE, actor)
    ended(proposal, State.REFUSED, because=reason)
    _answered(proposal, Verb.REFUSE, actor, reason)

    record(actor, "confirmations.refused", proposal, **facts(proposal), reason=reason)
    return proposal


def reason_to_refuse(words: str) -> str:
    return required(words, _("Say why you refuse it."))


@transaction.atomic
def withdraw(proposal_id: int, *, actor: Actor) -> Proposal:
    """Take back what one has proposed, while it has not taken effect."""
    if (before := queries.answered_there(proposal_id, Verb.WITHDRAW, actor)) is not None:
        return before
    proposal = to_withdraw(proposal_id, actor)

    _witnessed(proposal, Verb.WITHDRAW, actor)
    ended(proposal, State.WITHDRAWN)
    _answered(proposal, Verb.WITHDRAW, actor)

    record(actor, "confirmations.withdrawn", proposal, **facts(proposal))
    return proposal


@transaction.atomic
def mark_seen(proposal_id: int, *, actor: Actor) -> None:
    """A person who was notified has opened the proposal; the first mark counts, and is the record."""
    if not queries.proposals_seen_by(actor).filter(pk=proposal_id).exists():
        raise PermissionDenied

    told = Telling.objects.filter(proposal=proposal_id, person=actor.person_id, seen_at=None)
    told.update(seen_at=timezone.now())


def expire_due() -> int:
    """What nobody confirmed within seven days is closed, each in its own transaction."""
    due = Proposal.objects.filter(state=State.PROPOSED, until__lte=timezone.now())
    return sum(map(_expired_in_turn, due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _expired_in_turn(proposal_id: int) -> bool:
    """A witness that knows of a second answer takes back what it gave; one that is away is asked again."""
    proposal = taken(proposal_id)
    if proposal.state != State.PROPOSED:
        return False
    if (witness := proposal.power.witness) is not None:
        try:
            witness.given_up(bytes(proposal.statement), "expired")
        except NotNow:
            return False
    ended(proposal, State.EXPIRED)
    record(None, "confirmations.expired", proposal, **facts(proposal))
    return True


def carry_out_due() -> int:
    """What has waited as long as it must takes effect, each in its own transaction.

    One that breaks keeps no other back; it is tried again, and named in the log.
    """
    due = Proposal.objects.filter(state=State.CONFIRMED, waits_until__lte=timezone.now())
    carried_out = 0
    for proposal_id in due.order_by("pk").values_list("pk", flat=True):
        try:
            carried_out += _carried_out_in_turn(proposal_id)
        except Exception:
            logger.exception("Proposal %s broke when it was due.", proposal_id)
    return carried_out


@transaction.atomic
def _carried_out_in_turn(proposal_id: int) -> bool:
    proposal = taken(proposal_id)
    if proposal.state != State.CONFIRMED:
        return False
    carry_out(proposal, None)
    return True
