"""Who confirms and until when, who is notified, and who sees what was proposed."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from lienthong.kernel.people.public import Account, Post
from lienthong.kernel.permissions.public import (
    Actor,
    Confirmer,
    Matter,
    Power,
    Relation,
    Role,
    scope_of,
)
from lienthong.kernel.reference.public import end_of_day
from lienthong.kernel.units.public import LINE_OF_COMMAND, Unit, ancestor_paths

from .models import Answer, LaidAnswer, Proposal
from .permissions import FOLLOW, HEADING, LEADING

OPEN_FOR = dt.timedelta(days=7)
_LEADER = Q(role__in=LEADING) | (Q(role__in=HEADING) & ~Q(unit__kind__in=LINE_OF_COMMAND))
_ADMINISTRATOR = Q(role=Role.ORG_ADMIN)
_AS = {
    Confirmer.LEADER: _LEADER,
    Confirmer.ADMINISTRATOR: _ADMINISTRATOR,
    Confirmer.TOP_ADMINISTRATOR: _ADMINISTRATOR,
}


def until(power: Power, matter: Matter, proposed_at: dt.datetime) -> dt.datetime:
    """To 24:00 of the seventh day, which a witness allows for; sooner where what it is about ends sooner."""
    seventh_day = end_of_day(timezone.localdate(proposed_at) + OPEN_FOR)
    return min(seventh_day, power.ends(matter) or seventh_day)


def posts_that_confirm(power: Power, unit: Unit) -> QuerySet[Post]:
    """The posts, held today, in which a power over a unit is confirmed, whoever proposes it."""
    where = ancestor_paths(unit.path)
    as_whom = Q(pk__in=[])
    for one in power.confirms:
        if one is not Confirmer.TOP_ADMINISTRATOR or len(where) == 1:
            as_whom |= _AS[one]
    if power.relation is Relation.ABOVE and len(where) > 1:
        where = where[:-1]
    return Post.objects.held().filter(as_whom, unit__path__in=where)


def confirmers(proposal: Proposal) -> QuerySet[Post]:
    """The posts in which this proposal may be confirmed: not by who proposed it, nor by who gains."""
    posts = posts_that_confirm(proposal.power, proposal.unit)
    answering = posts.exclude(person=proposal.proposer_id).exclude(pk=proposal.proposed_by_id)
    if proposal.concerned_id is not None:
        answering = answering.exclude(person=proposal.concerned_id)
    return answering


def may_confirm(proposal: Proposal, actor: Actor) -> bool:
    """Whether an actor is in a post of their own: a delegate confirms nothing."""
    own = actor.for_post_id is None
    return own and confirmers(proposal).filter(pk=actor.post_id, person=actor.person_id).exists()


def leads(post_id: int) -> bool:
    """Whether a post, held today, is that of a leader; of a body, that of its head."""
    return Post.objects.held().filter(_LEADER, pk=post_id).exists()


def nobody_can_confirm(proposal: Proposal) -> bool:
    """Whether no second person who can sign in is there to confirm."""
    accounts = Account.objects.filter(person__posts__in=confirmers(proposal), is_active=True)
    return not any(account.has_usable_password() for account in accounts)


def persons_told(proposal: Proposal) -> set[int]:
    """Who is notified, whether they want it or not: both actors, who is concerned, leader, auditor.

    Of a proposal that a witness must hear confirmed, also those who can confirm it there.
    """
    told = {proposal.proposer_id, proposal.confirmer_id, proposal.concerned_id}
    told |= leaders_and_auditors(proposal.unit, besides=proposal.concerned_id)
    told |= _who_can_confirm(proposal)
    return {person_id for person_id in told if person_id is not None}


def _who_can_confirm(proposal: Proposal) -> set[int]:
    witness = proposal.power.witness
    if witness is None or not proposal.waits:
        return set()
    persons = dict(confirmers(proposal).values_list("pk", "person_id"))
    return {persons[post_id] for post_id in witness.who_can_answer(persons)}


def leaders_and_auditors(unit: Unit, *, besides: int | None = None) -> set[int]:
    """Who watches over an organisation: its leaders, where it has no other the nearest above; the auditors."""
    paths = ancestor_paths(unit.path)
    auditors = Post.objects.held().filter(role=Role.SECURITY_AUDITOR, unit__path__in=paths)
    watching = set(auditors.values_list("person_id", flat=True))
    return watching | _nearest_leaders(paths, besides)


def _nearest_leaders(paths: list[str], besides: int | None) -> set[int]:
    others = Post.objects.held().filter(_LEADER, unit__path__in=paths)
    if besides is not None:
        others = others.exclude(person=besides)
    leaders = others.values_list("unit__path", "person_id")
    nearest = max((path for path, _person in leaders), key=len, default="")
    return {person for path, person in leaders if path == nearest}


def proposals_seen_by(actor: Actor) -> QuerySet[Proposal]:
    """What is proposed within reach of the actor's post, and what concerns the actor in person."""
    mine = Q(concerned=actor.person_id) | Q(proposer=actor.person_id)
    within = scope_of(actor, FOLLOW).q("unit__path")
    known = Proposal.objects.filter(mine | within)
    return known.select_related("unit", "concerned", "proposer", "proposed_by").order_by("-pk")


def laid_to_propose(power: Power, matter: Matter, actor: Actor) -> LaidAnswer | None:
    """What this actor has gone to the witness to propose, in the same matter."""
    if power.witness is None:
        return None
    return LaidAnswer.objects.filter(
        kind=power.kind,
        subject=matter.subject(),
        verb=Answer.Verb.PROPOSE,
        post=actor.post_id,
    ).first()


def taken_up(power: Power, matter: Matter, actor: Actor) -> Proposal | None:
    """What this actor proposed at the witness, and what is proposed here already: they come back late."""
    if power.witness is None:
        return None
    return Proposal.objects.filter(
        kind=power.kind,
        subject=matter.subject(),
        proposed_by=actor.post_id,
        state__in=Proposal.OPEN,
    ).first()


def answered_there(proposal_id: int, verb: Answer.Verb, actor: Actor) -> Proposal | None:
    """A proposal with a witness to which this actor's answer has taken effect already: they come back late."""
    given = Answer.objects.filter(proposal=proposal_id, verb=verb, post=actor.post_id)
    answer = given.select_related("proposal__unit").first()
    if answer is None or answer.proposal.power.witness is None:
        return None
    return answer.proposal


def asked_of_witness(proposal: Proposal, verb: Answer.Verb) -> str:
    """What a witness calls an answer: what waits no longer for a second person is stopped."""
    if verb == Answer.Verb.WITHDRAW or (verb == Answer.Verb.REFUSE and not proposal.waits):
        return "stop"
    return verb.value
