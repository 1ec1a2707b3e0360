"""What becomes of a proposal: it waits, takes effect, fails or ends, and everybody named is notified."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.notices.public import notify
from lienthong.kernel.permissions.public import Actor, Agreed, NotNow, RuleBroken
from lienthong.kernel.procedures.public import settle
from lienthong.kernel.web.public import way_to

from . import queries
from .allowed import hindrance
from .events import ProposalMoved
from .models import Proposal, Telling

State = Proposal.State
_SAID = {
    State.PROPOSED: gettext_noop("A power is proposed and waits for a second person: %(unit)s."),
    State.CONFIRMED: gettext_noop("A power is confirmed and takes effect later: %(unit)s."),
    State.DONE: gettext_noop("A power was confirmed and has taken effect: %(unit)s."),
    State.REFUSED: gettext_noop("A proposed power was refused: %(unit)s."),
    State.WITHDRAWN: gettext_noop("A proposed power was withdrawn: %(unit)s."),
    State.EXPIRED: gettext_noop("Nobody confirmed a proposed power in time: %(unit)s."),
    State.FAILED: gettext_noop("A confirmed power could not take effect: %(unit)s."),
}


def let_wait(proposal: Proposal, until: dt.datetime, *, is_single: bool = False) -> None:
    proposal.state, proposal.is_single = State.CONFIRMED, is_single
    proposal.waits_until = until
    proposal.save(update_fields=["state", "is_single", "waits_until"])


def carry_out(proposal: Proposal, actor: Actor | None) -> Proposal:
    """Do what the bytes say, if both posts are still held and the rules still allow it."""
    if because := hindrance(proposal):
        return failed(proposal, because, actor)
    try:
        with transaction.atomic():
            done = proposal.matter.carry_out(_agreed(proposal, actor))
    except NotNow:
        let_wait(proposal, timezone.now(), is_single=proposal.is_single)
        return proposal
    except RuleBroken as broken:
        return failed(proposal, broken.sentence, actor)

    ended(proposal, State.DONE)
    record(actor, "confirmations.done", done, **facts(proposal), proposal=proposal.pk)
    return proposal


def failed(proposal: Proposal, because: str, actor: Actor | None) -> Proposal:
    """It could not take effect; a witness that knows of both answers takes back what it gave."""
    if (witness := proposal.power.witness) is not None:
        witness.given_up(bytes(proposal.statement), because)
    ended(proposal, State.FAILED, because=because)
    record(actor, "confirmations.failed", proposal, reason=because)
    return proposal


def ended(proposal: Proposal, state: str, *, because: str = "") -> None:
    proposal.state, proposal.because = state, because[:500]
    proposal.save(update_fields=["state", "because"])
    settle(proposal)
    announce(ProposalMoved(proposal.pk))
    notify_named(proposal)


def notify_named(proposal: Proposal) -> None:
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
        unit=_named(proposal),
    )


def _named(proposal: Proposal) -> str:
    """The power, whom it concerns and the organisation, in the language of the office."""
    concerned = proposal.concerned
    with override(settings.LANGUAGE_CODE):
        named = (str(proposal.power.label), str(concerned) if concerned else "", str(proposal.unit))
    return ", ".join(filter(None, named))


def facts(proposal: Proposal) -> dict[str, object]:
    return {
        "kind": proposal.kind,
        "hash": proposal.hash,
        "single": proposal.is_single,
        "concerned": proposal.concerned_id,
    }


def _agreed(proposal: Proposal, actor: Actor | None) -> Agreed:
    both = (proposal.proposer_id, proposal.confirmer_id)
    persons = tuple(person_id for person_id in both if person_id is not None)
    return Agreed(proposal.pk, proposal.hash, persons, actor)
