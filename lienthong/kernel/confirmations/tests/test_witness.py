"""A power with a witness: it sees the unchanged bytes with each answer, and what it refuses does not happen."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import pytest
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.confirmations import actions, jobs, laying
from lienthong.kernel.confirmations.models import LaidAnswer, Proposal
from lienthong.kernel.notices.public import notices_of
from lienthong.kernel.people.actions.posts import end_agreed
from lienthong.kernel.people.post_matters import GivePost
from lienthong.kernel.people.public import Post, Role, end_post
from lienthong.kernel.people.tests.factories import agreed_by
from lienthong.kernel.permissions import powers
from lienthong.kernel.permissions.public import (
    Actor,
    Agreed,
    Matter,
    NotAnswered,
    NotNow,
    RuleBroken,
    Witnessed,
    power_of,
)

from .office import Office, a_gift

pytestmark = pytest.mark.django_db
KIND = "people.give_post"


@dataclass
class Doorkeeper:
    """Hears at the door what people answer, and lets a confirmation wait if it was told to."""

    waits_until: dt.datetime | None = None
    alone: bool = False
    is_away: bool = False
    laid: list[tuple[bytes, str]] = field(default_factory=list)
    heard: list[tuple[bytes, str, int]] = field(default_factory=list)
    given_back: list[bytes] = field(default_factory=list)

    def installation(self) -> str:
        return "0" * 32

    def way_to_answer(self, statement: bytes, verb: str, actor: Actor) -> Callable[[str], str]:
        self.laid.append((statement, verb))
        return lambda back: f"https://door.invalid/?back={back}"

    def hear(self, actor: Actor) -> None:
        """The person says at the door what was laid there last."""
        self.heard.append((*self.laid[-1], actor.person_id))

    def answered(self, statement: bytes, verb: str, actor: Actor) -> Witnessed:
        if self.is_away:
            raise NotNow("Nobody is at the door.")
        if (statement, verb, actor.person_id) not in self.heard:
            raise NotAnswered("Nothing was heard.")
        waits = verb == "confirm" or self.alone
        return Witnessed({"by": actor.person_id}, self.waits_until if waits else None)

    def who_can_answer(self, post_ids: Iterable[int]) -> set[int]:
        return set(post_ids)

    def given_up(self, statement: bytes, reason: str) -> None:
        if self.is_away:
            raise NotNow("Nobody is at the door.")
        self.given_back.append(statement)


@pytest.fixture
def doorkeeper(monkeypatch) -> Doorkeeper:
    keeper = Doorkeeper()
    monkeypatch.setitem(powers._powers, KIND, replace(power_of(KIND), witness=keeper))
    return keeper


@pytest.fixture
def admin(office: Office) -> Actor:
    return office.actor("org_admin")


@pytest.fixture
def secretary(office: Office) -> Actor:
    return office.actor("secretary")


def said_to_propose(office: Office, doorkeeper: Doorkeeper) -> Matter:
    """Laid, and answered at the door."""
    matter, admin = a_gift(office), office.actor("org_admin")
    laying.lay_to_propose(power_of(KIND), matter, actor=admin)
    doorkeeper.hear(admin)
    return matter


def proposed(office: Office, doorkeeper: Doorkeeper) -> Proposal:
    matter = said_to_propose(office, doorkeeper)
    return actions.propose(power_of(KIND), matter, actor=office.actor("org_admin"))


def said_to_confirm(proposal: Proposal, doorkeeper: Doorkeeper, actor: Actor) -> None:
    laying.lay_to_confirm(proposal.pk, actor=actor)
    doorkeeper.hear(actor)


def confirmed(proposal: Proposal, doorkeeper: Doorkeeper, actor: Actor) -> Proposal:
    said_to_confirm(proposal, doorkeeper, actor)
    return actions.confirm(proposal.pk, actor=actor)


def clerks() -> int:
    return Post.objects.filter(role=Role.CLERK).count()


def test_each_answer_is_heard_to_the_same_bytes(
    office: Office, doorkeeper: Doorkeeper, secretary: Actor
) -> None:
    before, proposal = clerks(), proposed(office, doorkeeper)
    done = confirmed(proposal, doorkeeper, secretary)

    bytes_agreed_to = bytes(Proposal.objects.get(pk=proposal.pk).statement)
    assert doorkeeper.laid == [(bytes_agreed_to, "propose"), (bytes_agreed_to, "confirm")]
    assert (done.state, clerks() - before) == ("done", 1)
    assert done.receipt == {"by": secretary.person_id}
    assert not LaidAnswer.objects.exists()


def test_what_the_witness_has_not_heard_does_not_happen(
    office: Office, doorkeeper: Doorkeeper, admin: Actor, secretary: Actor
) -> None:
    matter = a_gift(office)
    laying.lay_to_propose(power_of(KIND), matter, actor=admin)
    with pytest.raises(NotAnswered):
        actions.propose(power_of(KIND), matter, actor=admin)
    assert not Proposal.objects.exists()

    proposal = proposed(office, doorkeeper)
    doorkeeper.hear(secretary)  # of what she was not asked: the proposal itself
    for act in (
        lambda: actions.confirm(proposal.pk, actor=secretary),
        lambda: actions.refuse(proposal.pk, reason="Sai người", actor=secretary),
        lambda: actions.withdraw(proposal.pk, actor=admin),
    ):
        with pytest.raises(NotAnswered):
            act()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answers.count()) == ("proposed", 1)


def test_proposed_again_the_same_bytes_are_laid(
    office: Office, doorkeeper: Doorkeeper, admin: Actor
) -> None:
    matter = a_gift(office)
    for _time in range(2):
        laying.lay_to_propose(power_of(KIND), matter, actor=admin)

    assert len(set(doorkeeper.laid)) == 1
    assert LaidAnswer.objects.count() == 1


def test_who_answers_and_does_not_come_back_is_not_stuck(
    office: Office, doorkeeper: Doorkeeper, secretary: Actor
) -> None:
    before = clerks()
    said_to_propose(office, doorkeeper)
    jobs.take_up_what_was_answered()
    proposal = Proposal.objects.get()
    said_to_confirm(proposal, doorkeeper, secretary)
    jobs.take_up_what_was_answered()

    proposal.refresh_from_db()
    assert (proposal.state, clerks() - before) == ("done", 1)
    assert [one.verb for one in proposal.answers.all()] == ["propose", "confirm"]
    assert not LaidAnswer.objects.exists()
    by_the_system = history_of(proposal).filter(verb="confirmations.taken_up", person_id=None)
    assert by_the_system.count() == 2


def test_a_refusal_is_taken_up_with_its_reason(
    office: Office, doorkeeper: Doorkeeper, secretary: Actor
) -> None:
    proposal = proposed(office, doorkeeper)
    laying.lay_to_refuse(proposal.pk, reason="Không biết", actor=secretary)
    doorkeeper.hear(secretary)
    jobs.take_up_what_was_answered()

    proposal.refresh_from_db()
    assert (proposal.state, proposal.because) == ("refused", "Không biết")


def test_what_was_answered_in_time_counts_though_nobody_came_back_in_time(
    office: Office, doorkeeper: Doorkeeper, secretary: Actor, monkeypatch
) -> None:
    before, proposal = clerks(), proposed(office, doorkeeper)
    said_to_confirm(proposal, doorkeeper, secretary)
    later = proposal.until + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    jobs.expire()

    proposal.refresh_from_db()
    assert (proposal.state, clerks() - before) == ("done", 1)


def test_what_was_only_laid_ends_with_its_proposal(
    office: Office, doorkeeper: Doorkeeper, secretary: Actor, admin: Actor
) -> None:
    proposal = proposed(office, doorkeeper)
    laying.lay_to_confirm(proposal.pk, actor=secretary)
    laying.lay_to_withdraw(proposal.pk, actor=admin)
    doorkeeper.hear(admin)
    for _minute in range(2):
        jobs.take_up_what_was_answered()

    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert not LaidAnswer.objects.exists()


def test_an_answer_that_has_no_effect_is_said_to_who_gave_it(
    office: Office, doorkeeper: Doorkeeper, admin: Actor, monkeypatch
) -> None:
    def forbidden(_matter: GivePost) -> None:
        raise RuleBroken("This is not allowed any more.")

    said_to_propose(office, doorkeeper)
    monkeypatch.setattr(GivePost, "check", forbidden)
    jobs.take_up_what_was_answered()

    assert not LaidAnswer.objects.exists()
    assert not Proposal.objects.exists()
    assert [one.path for one in notices_of(admin.person_id)] == ["/administration/proposals/"]


def test_what_expires_is_taken_back_by_the_witness(
    office: Office, doorkeeper: Doorkeeper, monkeypatch
) -> None:
    proposal = proposed(office, doorkeeper)
    monkeypatch.setattr(timezone, "now", lambda: proposal.until + dt.timedelta(minutes=1))
    doorkeeper.is_away = True
    jobs.expire()
    proposal.refresh_from_db()
    assert proposal.state == "proposed"

    doorkeeper.is_away = False
    jobs.expire()
    proposal.refresh_from_db()
    assert (proposal.state, len(doorkeeper.given_back)) == ("expired", 1)


def test_it_waits_as_long_as_the_witness_says(
    office: Office, doorkeeper: Doorkeeper, monkeypatch
) -> None:
    doorkeeper.waits_until = timezone.now() + dt.timedelta(hours=24)
    before, proposal = clerks(), proposed(office, doorkeeper)
    waiting = confirmed(proposal, doorkeeper, office.actor("secretary"))
    assert (waiting.state, waiting.waits_until) == ("confirmed", doorkeeper.waits_until)
    jobs.carry_out()
    assert clerks() == before

    later = doorkeeper.waits_until + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    jobs.carry_out()
    assert clerks() == before + 1


def test_what_waits_is_stopped_by_one(office: Office, doorkeeper: Doorkeeper) -> None:
    doorkeeper.waits_until = timezone.now() + dt.timedelta(hours=24)
    proposal = proposed(office, doorkeeper)
    confirmed(proposal, doorkeeper, office.actor("secretary"))
    other = office.actor("other_admin")
    laying.lay_to_refuse(proposal.pk, reason="Không biết", actor=other)
    doorkeeper.hear(other)
    stopped = actions.refuse(proposal.pk, reason="Không biết", actor=other)
    assert (stopped.state, doorkeeper.laid[-1][1]) == ("refused", "stop")


def test_where_the_witness_lets_one_person_propose_alone_it_is_said(
    office: Office, doorkeeper: Doorkeeper
) -> None:
    doorkeeper.alone, doorkeeper.waits_until = True, timezone.now() + dt.timedelta(hours=24)
    proposal = proposed(office, doorkeeper)
    assert (proposal.state, proposal.is_single) == ("confirmed", True)


def test_what_cannot_be_given_just_now_is_tried_again(
    office: Office, doorkeeper: Doorkeeper, monkeypatch
) -> None:
    def down(_matter: GivePost, _agreed: Agreed) -> Post:
        raise NotNow("Nobody answers.")

    before, proposal, carry_out = clerks(), proposed(office, doorkeeper), GivePost.carry_out
    monkeypatch.setattr(GivePost, "carry_out", down)
    kept = confirmed(proposal, doorkeeper, office.actor("secretary"))
    assert kept.state == "confirmed"
    jobs.carry_out()

    monkeypatch.setattr(GivePost, "carry_out", carry_out)
    jobs.carry_out()
    proposal.refresh_from_db()
    assert (proposal.state, clerks() - before) == ("done", 1)


def test_what_can_take_effect_no_longer_is_not_laid_before_the_witness(
    office: Office, doorkeeper: Doorkeeper
) -> None:
    proposal = proposed(office, doorkeeper)
    both = agreed_by(office.actor("above org_admin"), office.actor("above secretary"))
    end_agreed(office.posts["org_admin"].pk, on=timezone.localdate(), agreed=both)
    way = laying.lay_to_confirm(proposal.pk, actor=office.actor("secretary"))
    proposal.refresh_from_db()
    assert (proposal.state, len(doorkeeper.laid)) == ("failed", 1)
    # Somebody may have answered there and not come back.
    assert doorkeeper.given_back == [bytes(proposal.statement)]
    assert way("/back/") == f"/administration/proposals/{proposal.pk}/"


def test_what_fails_after_both_agreed_is_given_back(
    office: Office, doorkeeper: Doorkeeper, monkeypatch
) -> None:
    doorkeeper.waits_until = timezone.now() + dt.timedelta(hours=24)
    proposal = proposed(office, doorkeeper)
    confirmed(proposal, doorkeeper, office.actor("secretary"))
    end_post(
        office.posts["secretary"].pk, on=timezone.localdate(), actor=office.actor("above org_admin")
    )
    later = doorkeeper.waits_until + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    jobs.carry_out()
    proposal.refresh_from_db()
    assert (proposal.state, doorkeeper.given_back) == ("failed", [bytes(proposal.statement)])
