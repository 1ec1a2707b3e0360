"""A power with a witness: it sees the unchanged bytes with each answer, and what it refuses does not happen."""

import datetime as dt
from dataclasses import dataclass, field, replace

import pytest
from django.utils import timezone

from lienthong.kernel.confirmations import actions, jobs
from lienthong.kernel.confirmations.models import Proposal
from lienthong.kernel.people.actions.posts import end_agreed
from lienthong.kernel.people.post_matters import GivePost
from lienthong.kernel.people.public import Post, Role, end_post
from lienthong.kernel.people.tests.factories import agreed_by
from lienthong.kernel.permissions import powers
from lienthong.kernel.permissions.public import (
    Actor,
    Agreed,
    NotNow,
    RuleBroken,
    Witnessed,
    power_of,
)

from .office import Office, a_gift

pytestmark = pytest.mark.django_db
KIND = "people.give_post"
WORD = "vừng ơi"


@dataclass
class Doorkeeper:
    """Believes whoever says the word, and lets a confirmation wait if it was told to."""

    waits_until: dt.datetime | None = None
    alone: bool = False
    seen: list[tuple[bytes, str]] = field(default_factory=list)
    given_back: list[bytes] = field(default_factory=list)

    def installation(self) -> str:
        return "0" * 32

    def answered(self, statement: bytes, verb: str, proof: object, actor: Actor) -> Witnessed:
        if proof != WORD:
            raise RuleBroken("That is not the word.")
        self.seen.append((statement, verb))
        waits = verb == "confirm" or self.alone
        return Witnessed({"by": actor.person_id}, self.waits_until if waits else None)

    def given_up(self, statement: bytes, reason: str) -> None:
        self.given_back.append(statement)


@pytest.fixture
def doorkeeper(monkeypatch) -> Doorkeeper:
    keeper = Doorkeeper()
    monkeypatch.setitem(powers._powers, KIND, replace(power_of(KIND), witness=keeper))
    return keeper


def proposed(office: Office, proof: str = WORD) -> Proposal:
    admin = office.actor("org_admin")
    return actions.propose(power_of(KIND), a_gift(office), proof=proof, actor=admin)


def clerks() -> int:
    return Post.objects.filter(role=Role.CLERK).count()


def test_each_answer_is_shown_with_the_same_bytes(office: Office, doorkeeper: Doorkeeper) -> None:
    before, proposal = clerks(), proposed(office)
    done = actions.confirm(proposal.pk, proof=WORD, actor=office.actor("secretary"))

    bytes_agreed_to = bytes(Proposal.objects.get(pk=proposal.pk).statement)
    assert doorkeeper.seen == [(bytes_agreed_to, "propose"), (bytes_agreed_to, "confirm")]
    assert (done.state, clerks() - before) == ("done", 1)
    assert done.receipt == {"by": office.actor("secretary").person_id}


def test_without_the_proof_nothing_happens(office: Office, doorkeeper: Doorkeeper) -> None:
    with pytest.raises(RuleBroken, match="not the word"):
        proposed(office, proof="mở ra")
    assert not Proposal.objects.exists()

    proposal, secretary = proposed(office), office.actor("secretary")
    for act in (
        lambda: actions.confirm(proposal.pk, actor=secretary),
        lambda: actions.refuse(proposal.pk, reason="Sai người", actor=secretary),
        lambda: actions.withdraw(proposal.pk, actor=office.actor("org_admin")),
    ):
        with pytest.raises(RuleBroken, match="not the word"):
            act()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answers.count()) == ("proposed", 1)


def test_it_waits_as_long_as_the_witness_says(
    office: Office, doorkeeper: Doorkeeper, monkeypatch
) -> None:
    doorkeeper.waits_until = timezone.now() + dt.timedelta(hours=24)
    before, proposal = clerks(), proposed(office)
    waiting = actions.confirm(proposal.pk, proof=WORD, actor=office.actor("secretary"))
    assert (waiting.state, waiting.waits_until) == ("confirmed", doorkeeper.waits_until)
    jobs.carry_out()
    assert clerks() == before

    later = doorkeeper.waits_until + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    jobs.carry_out()
    assert clerks() == before + 1


def test_what_waits_is_stopped_by_one(office: Office, doorkeeper: Doorkeeper) -> None:
    doorkeeper.waits_until = timezone.now() + dt.timedelta(hours=24)
    proposal = proposed(office)
    actions.confirm(proposal.pk, proof=WORD, actor=office.actor("secretary"))
    stopped = actions.refuse(
        proposal.pk, reason="Không biết", proof=WORD, actor=office.actor("other_admin")
    )
    assert (stopped.state, doorkeeper.seen[-1][1]) == ("refused", "stop")


def test_where_the_witness_lets_one_person_propose_alone_it_is_said(
    office: Office, doorkeeper: Doorkeeper
) -> None:
    doorkeeper.alone, doorkeeper.waits_until = True, timezone.now() + dt.timedelta(hours=24)
    proposal = proposed(office)
    assert (proposal.state, proposal.is_single) == ("confirmed", True)


def test_what_cannot_be_given_just_now_is_tried_again(
    office: Office, doorkeeper: Doorkeeper, monkeypatch
) -> None:
    def down(_matter: GivePost, _agreed: Agreed) -> Post:
        raise NotNow("Nobody answers.")

    before, proposal, carry_out = clerks(), proposed(office), GivePost.carry_out
    monkeypatch.setattr(GivePost, "carry_out", down)
    kept = actions.confirm(proposal.pk, proof=WORD, actor=office.actor("secretary"))
    assert kept.state == "confirmed"
    jobs.carry_out()

    monkeypatch.setattr(GivePost, "carry_out", carry_out)
    jobs.carry_out()
    proposal.refresh_from_db()
    assert (proposal.state, clerks() - before) == ("done", 1)


def test_what_fails_before_the_witness_is_asked_is_not_shown_to_it(
    office: Office, doorkeeper: Doorkeeper
) -> None:
    proposal = proposed(office)
    both = agreed_by(office.actor("above org_admin"), office.actor("above secretary"))
    end_agreed(office.posts["org_admin"].pk, on=timezone.localdate(), agreed=both)
    failed = actions.confirm(proposal.pk, proof=WORD, actor=office.actor("secretary"))
    assert (failed.state, len(doorkeeper.seen), doorkeeper.given_back) == ("failed", 1, [])


def test_what_fails_after_both_agreed_is_given_back(
    office: Office, doorkeeper: Doorkeeper, monkeypatch
) -> None:
    doorkeeper.waits_until = timezone.now() + dt.timedelta(hours=24)
    proposal = proposed(office)
    actions.confirm(proposal.pk, proof=WORD, actor=office.actor("secretary"))
    end_post(
        office.posts["secretary"].pk, on=timezone.localdate(), actor=office.actor("above org_admin")
    )
    later = doorkeeper.waits_until + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    jobs.carry_out()
    proposal.refresh_from_db()
    assert (proposal.state, doorkeeper.given_back) == ("failed", [bytes(proposal.statement)])
