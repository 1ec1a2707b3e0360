"""What people do where no person alone may do it: propose, confirm, refuse, withdraw.

Where a power has a witness, each of these takes what the person gave as `proof`, and the witness,
shown the unchanged bytes, may refuse it.
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
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.notices.public import notify
from lienthong.kernel.permissions.public import (
    Actor,
    Agreed,
    Matter,
    NotNow,
    Power,
    RuleBroken,
    Witnessed,
    authorize,
    required,
)
from lienthong.kernel.procedures.public import Holder, owe, settle
from lienthong.kernel.reference.public import rule
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import way_to

from . import queries
from .events import ProposalMoved
from .models import Answer, Proposal, Telling, hash_of, moment_in, statement_of
from .procedures import ANSWER_PROPOSAL
from .refusals import (
    refuse_acting,
    refuse_lost_posts,
    refuse_own,
    refuse_unless_waiting,
    refuse_unmarked,
)

logger = logging.getLogger(__name__)

SINGLE = "confirmations.single"
State, Verb = Proposal.State, Answer.Verb

_SAID = {
    State.PROPOSED: gettext_noop("A power is proposed and waits for a second person: %(unit)s."),
    State.CONFIRMED: gettext_noop("A power is confirmed and takes effect later: %(unit)s."),
    State.DONE: gettext_noop("A power was confirmed and has taken effect: %(unit)s."),
    State.REFUSED: gettext_noop("A proposed power was refused: %(unit)s."),
    State.WITHDRAWN: gettext_noop("A proposed power was withdrawn: %(unit)s."),
    State.EXPIRED: gettext_noop("Nobody confirmed a proposed power in time: %(unit)s."),
    State.FAILED: gettext_noop("A confirmed power could not take effect: %(unit)s."),
}


def prepare(power: Power, matter: Matter, *, actor: Actor) -> bytes:
    """The bytes of a proposal before it is made, for those who must see them first."""
    unit = _allowed(power, matter, actor)
    return bytes(_drawn_up(power, matter, unit, actor).statement)


@transaction.atomic
def propose(
    power: Power, matter: Matter, *, prepared: bytes = b"", proof: Any = None, actor: Actor
) -> Proposal:
    """Propose the use of a power; a second person in another post confirms it within seven days."""
    unit = _allowed(power, matter, actor)

    proposal = _drawn_up(power, matter, unit, actor, prepared)
    _save(proposal)
    said = _witnessed(proposal, "propose", proof, actor)
    _answered(proposal, Verb.PROPOSE, actor)
    if waits_until := _wait_of_one(proposal, said):
        _let_wait(proposal, waits_until, is_single=True)
    else:
        for post in queries.confirmers(proposal):
            owe(ANSWER_PROPOSAL, proposal, Holder(post_id=post.pk, due_at=proposal.until))
    _notify(proposal)

    record(actor, "confirmations.proposed", proposal, **_facts(proposal))
    announce(ProposalMoved(proposal.pk))
    return proposal


def _allowed(power: Power, matter: Matter, actor: Actor) -> Unit:
    """The organisation concerned, where this actor may propose it and the rules allow it."""
    unit = Unit.objects.get(pk=matter.unit_id)
    authorize(actor, power.proposes, unit.path)
    if power.proposed_in(matter) not in (None, actor.post_id):
        raise PermissionDenied
    refuse_acting(actor)

    if matter.concerned_id == actor.person_id:
        raise RuleBroken(_("Nobody proposes a power for themselves."))
    matter.check()
    return unit


def _drawn_up(
    power: Power, matter: Matter, unit: Unit, actor: Actor, prepared: bytes = b""
) -> Proposal:
    """The proposal and its bytes; those prepared before must come out the same."""
    said: dict[str, Any] = json.loads(prepared) if prepared else {}
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
    if prepared and proposal.statement != prepared:
        raise RuleBroken(_("What you were shown has changed. Open the page again."))
    return proposal


def _save(proposal: Proposal) -> None:
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError:
        raise RuleBroken(_("The same is proposed already and waits to be confirmed.")) from None


def _wait_of_one(proposal: Proposal, said: Witnessed) -> dt.datetime | None:
    """Until when it waits where one person alone proposes and nobody confirms; the witness knows its own."""
    if proposal.power.witness is not None:
        return said.waits_until
    if not (settings.SINGLE_ADMINISTRATOR and queries.nobody_can_confirm(proposal)):
        return None
    return timezone.now() + dt.timedelta(hours=rule(SINGLE, timezone.localdate()).value["hours"])


def _witnessed(proposal: Proposal, verb: str, proof: Any, actor: Actor) -> Witnessed:
    """Show the witness, if there is one, the unchanged bytes and the proof; keep its receipt."""
    witness = proposal.power.witness
    if witness is None:
        return Witnessed()
    said = witness.answered(bytes(proposal.statement), verb, proof, actor)
    proposal.receipt = said.receipt
    proposal.save(update_fields=["receipt"])
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
def confirm(proposal_id: int, *, proof: Any = None, actor: Actor) -> Proposal:
    """Confirm, in another post, what somebody else has proposed; it takes effect at once or after its wait."""
    proposal = _taken(proposal_id)
    refuse_acting(actor)
    refuse_own(proposal, actor)
    if not queries.may_confirm(proposal, actor):
        raise PermissionDenied

    refuse_unless_waiting(proposal)

    if because := _hindrance(proposal):
        return _failed(proposal, because, actor)

    said = _witnessed(proposal, "confirm", proof, actor)
    proposal.state = State.CONFIRMED
    proposal.confirmer_id, proposal.confirmed_by_id = actor.person_id, actor.post_id
    proposal.save(update_fields=["state", "confirmer", "confirmed_by"])
    _answered(proposal, Verb.CONFIRM, actor)
    settle(proposal)

    record(actor, "confirmations.confirmed", proposal, **_facts(proposal))
    if said.waits_until is not None:
        _let_wait(proposal, said.waits_until)
        _notify(proposal)
        return proposal
    return _carry_out(proposal, actor)


@transaction.atomic
def refuse(proposal_id: int, *, reason: str, proof: Any = None, actor: Actor) -> Proposal:
    """Refuse what somebody else has proposed, or stop it while it still waits, and say why."""
    proposal = _taken(proposal_id)
    refuse_acting(actor)
    if not queries.may_confirm(proposal, actor):
        raise PermissionDenied

    if not proposal.is_open:
        raise RuleBroken(_("This proposal has been answered already."))
    reason = required(reason, _("Say why you refuse it."))

    _witnessed(proposal, "refuse" if proposal.waits else "stop", proof, actor)
    _ended(proposal, State.REFUSED, because=reason)
    _answered(proposal, Verb.REFUSE, actor, reason)

    record(actor, "confirmations.refused", proposal, **_facts(proposal), reason=reason)
    return proposal


@transaction.atomic
def withdraw(proposal_id: int, *, proof: Any = None, actor: Actor) -> Proposal:
    """Take back what one has proposed, while it has not taken effect."""
    proposal = _taken(proposal_id)
    if actor.person_id != proposal.proposer_id:
        raise PermissionDenied

    if not proposal.is_open:
        raise RuleBroken(_("This proposal has been answered already."))

    _witnessed(proposal, "stop", proof, actor)
    _ended(proposal, State.WITHDRAWN)
    _answered(proposal, Verb.WITHDRAW, actor)

    record(actor, "confirmations.withdrawn", proposal, **_facts(proposal))
    return proposal


@transaction.atomic
def mark_seen(proposal_id: int, *, actor: Actor) -> None:
    """A person who was notified has opened the proposal; the first mark counts, and is the record."""
    if not queries.proposals_seen_by(actor).filter(pk=proposal_id).exists():
        raise PermissionDenied

    told = Telling.objects.filter(proposal=proposal_id, person=actor.person_id, seen_at=None)
    told.update(seen_at=timezone.now())


@transaction.atomic
def expire_due() -> int:
    """What nobody confirmed within seven days is closed."""
    due = Proposal.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=State.PROPOSED, until__lte=timezone.now()
    )
    expired = list(due.select_related("unit"))
    for proposal in expired:
        _ended(proposal, State.EXPIRED)
        record(None, "confirmations.expired", proposal, **_facts(proposal))
    return len(expired)


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
    proposal = _taken(proposal_id)
    if proposal.state != State.CONFIRMED:
        return False
    _carry_out(proposal, None)
    return True


def _taken(proposal_id: int) -> Proposal:
    proposals = Proposal.objects.select_for_update(of=("self",)).select_related("unit")
    return proposals.get(pk=proposal_id)


def _let_wait(proposal: Proposal, until: dt.datetime, *, is_single: bool = False) -> None:
    proposal.state, proposal.is_single = State.CONFIRMED, is_single
    proposal.waits_until = until
    proposal.save(update_fields=["state", "is_single", "waits_until"])


def _carry_out(proposal: Proposal, actor: Actor | None) -> Proposal:
    """Do what the bytes say, if both posts are still held and the rules still allow it."""
    if because := _hindrance(proposal):
        return _failed(proposal, because, actor)
    try:
        with transaction.atomic():
            done = proposal.matter.carry_out(_agreed(proposal, actor))
    except NotNow:
        _let_wait(proposal, timezone.now(), is_single=proposal.is_single)
        return proposal
    except RuleBroken as broken:
        return _failed(proposal, broken.sentence, actor)

    _ended(proposal, State.DONE)
    record(actor, "confirmations.done", done, **_facts(proposal), proposal=proposal.pk)
    return proposal


def _hindrance(proposal: Proposal) -> str:
    """Why it can take effect no longer, if that is so: a post was lost, or the rules forbid it."""
    try:
        with transaction.atomic():
            refuse_unmarked(proposal)
            refuse_lost_posts(proposal)
            proposal.matter.check()
    except RuleBroken as broken:
        return broken.sentence
    return ""


def _failed(proposal: Proposal, because: str, actor: Actor | None) -> Proposal:
    """It could not take effect; a witness that knows of both answers takes back what it gave."""
    witness = proposal.power.witness
    if witness is not None and proposal.state == State.CONFIRMED:
        witness.given_up(bytes(proposal.statement), because)
    _ended(proposal, State.FAILED, because=because)
    record(actor, "confirmations.failed", proposal, reason=because)
    return proposal


def _agreed(proposal: Proposal, actor: Actor | None) -> Agreed:
    both = (proposal.proposer_id, proposal.confirmer_id)
    persons = tuple(person_id for person_id in both if person_id is not None)
    return Agreed(proposal.pk, proposal.hash, persons, actor)


def _ended(proposal: Proposal, state: str, *, because: str = "") -> None:
    proposal.state, proposal.because = state, because[:500]
    proposal.save(update_fields=["state", "because"])
    settle(proposal)
    announce(ProposalMoved(proposal.pk))
    _notify(proposal)


def _notify(proposal: Proposal) -> None:
    """Notify everybody named, at the proposal and at each outcome; nobody switches that off."""
    told = queries.persons_told(proposal)
    Telling.objects.bulk_create(
        Telling(proposal=proposal, person_id=person, state=proposal.state)
        for person in sorted(told)
    )
    notify(
        told,
        _SAID[State(proposal.state)],
        way_to("proposal", proposal.pk),
        source="confirmations",
        stands=True,
        unit=str(proposal.unit),
    )


def _facts(proposal: Proposal) -> dict[str, object]:
    return {
        "kind": proposal.kind,
        "hash": proposal.hash,
        "single": proposal.is_single,
        "concerned": proposal.concerned_id,
    }
