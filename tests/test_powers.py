"""The table of powers, written by hand, against what the rooms declare and do."""

import pickle
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from lienthong.kernel.confirmations.actions import confirm, propose
from lienthong.kernel.confirmations.laying import lay_to_confirm
from lienthong.kernel.confirmations.models import Proposal, Telling
from lienthong.kernel.confirmations.tests.office import EXAMPLES, Office, a_holder
from lienthong.kernel.files.public import store
from lienthong.kernel.notices.public import Notice
from lienthong.kernel.people.public import actor_in
from lienthong.kernel.people.tests.factories import an_account
from lienthong.kernel.permissions.powers import powers
from lienthong.kernel.permissions.public import (
    Actor,
    Matter,
    NotAnswered,
    Power,
    RuleBroken,
    power_of,
)
from lienthong.kernel.reference.public import seed
from lienthong.kernel.spreadsheets.public import XLSX
from lienthong.kernel.units.public import Unit
from lienthong.portals.administration.models import Intake
from lienthong.portals.administration.powers import BringOrganisation
from lienthong.records.documents.powers import Restore
from lienthong.records.signing import demo
from lienthong.records.signing.actions.withdrawing import list_withdrawn
from lienthong.records.signing.public import (
    Certificate,
    key_proposed,
    lift_proposed,
    seal_proposed,
    suspend_key,
    the_signer,
    withdraw_certificate,
)
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.tests.behind_pages import found_signer, signer_at, undone
from lienthong.records.signing.witness import own_key

pytestmark = pytest.mark.django_db

LEADERS = {"secretary", "deputy_secretary"}
LEADERS_ABOVE = {"above secretary", "above deputy_secretary"}
OWN = {"org_admin", "other_admin", "secretary", "deputy_secretary"}
ABOVE = {
    "above org_admin",
    "above other_admin",
    "above secretary",
    "above deputy_secretary",
}
ADMINISTRATORS = {"org_admin", "other_admin", "above org_admin", "above other_admin"}
FOUNDERS = ("above org_admin", "above other_admin")
# Kind of power: who proposes, who confirms.
TABLE = {
    "people.give_post": (ADMINISTRATORS, OWN | ABOVE),
    "people.give_leading_post": (ADMINISTRATORS, ABOVE),
    "people.recover": (ADMINISTRATORS, OWN | ABOVE),
    "people.restore": (ADMINISTRATORS, OWN | ABOVE),
    "people.invite": (ADMINISTRATORS, OWN | ABOVE),
    "people.correct": (ADMINISTRATORS, OWN | ABOVE),
    "people.end_post": (ADMINISTRATORS, OWN | ABOVE),
    "people.bar": (ADMINISTRATORS, OWN | ABOVE),
    "people.lend_post": ({"clerk"}, LEADERS | LEADERS_ABOVE),
    "people.lend_leading_post": ({"secretary"}, LEADERS_ABOVE),
    "key.give": (ADMINISTRATORS, OWN | ABOVE),
    "key.replace": (ADMINISTRATORS, OWN | ABOVE),
    "key.lift": (ADMINISTRATORS, OWN | ABOVE),
    "seal.give": (ADMINISTRATORS, LEADERS | LEADERS_ABOVE),
    "seal.replace": (ADMINISTRATORS, LEADERS | LEADERS_ABOVE),
    "units.move": (ADMINISTRATORS, OWN | ABOVE),
    "units.found": (ADMINISTRATORS, OWN | ABOVE),
    "units.rename": (ADMINISTRATORS, ABOVE),
    "units.correct": (ADMINISTRATORS, ABOVE),
    "units.end": (ADMINISTRATORS, ABOVE),
    "numbering.term": (ADMINISTRATORS, LEADERS | LEADERS_ABOVE),
    "numbering.go_on": (ADMINISTRATORS, LEADERS | LEADERS_ABOVE),
    "administration.bring": (ADMINISTRATORS, OWN | ABOVE),
    "restore": (set(FOUNDERS), ABOVE),
}
# What the signer gives: each answer with the proof of one's own key.
WITNESSED = {"key.give", "key.replace", "key.lift", "seal.give", "seal.replace", "restore"}
# What waits a day, if nobody above has confirmed.
WAITS = {"key.replace", "seal.replace"}
# Whom everybody hears of it besides the two and the person concerned.
TOLD = {"secretary", "deputy_secretary", "security_auditor", "above security_auditor"}
# What concerns the topmost organisation.
TOLD_ABOVE = {"restore": LEADERS_ABOVE | {"above security_auditor"}}
PIN = "135790"


@dataclass(frozen=True)
class Founded:
    """An office in the database, and the keys of its signer."""

    office: bytes
    keys: Path


@dataclass(frozen=True)
class Example:
    """What is proposed, and the check number of the holder of a coming key."""

    matter: Matter
    number: str = ""


def a_key(office: Office, *, replaced: bool) -> Example:
    post = a_holder(office)
    if replaced:
        withdrawn(office, demo.key_by_two(post, PIN, **the_founders(office)))
    number = demo.begin_key(post, PIN)
    return Example(key_proposed(post)[1], number)


def a_suspended_key(office: Office) -> Example:
    made = demo.key_by_two(a_holder(office), PIN, **the_founders(office))
    resting = suspend_key(made.pk, reason="mất điện thoại", actor=office.actor(FOUNDERS[0]))
    return Example(lift_proposed(resting)[1])


def a_seal(office: Office, *, replaced: bool) -> Example:
    Unit.objects.filter(pk=office.commune.pk).update(has_register=True)
    unit = Unit.objects.get(pk=office.commune.pk)
    if replaced:
        proposer, confirmer = office.actor(FOUNDERS[0]), office.actor("above secretary")
        withdrawn(office, demo.seal_by_two(unit, proposer=proposer, confirmer=confirmer))
    return Example(seal_proposed(unit)[1])


def the_founders(office: Office) -> dict[str, Actor]:
    return dict(zip(("proposer", "confirmer"), map(office.actor, FOUNDERS), strict=True))


def withdrawn(office: Office, certificate: Certificate) -> None:
    withdraw_certificate(certificate.pk, reason="mất", actor=office.actor(FOUNDERS[0]))
    list_withdrawn(certificate.pk)


def a_restore(office: Office) -> Example:
    """The database was made again from a backup, and the signer was notified."""
    the_signer().restored()
    return Example(Restore.made_for(office.province))


def a_workbook(office: Office) -> Example:
    """It was tried, and its clerk needs two."""
    intake = Intake.objects.create(
        unit=office.commune,
        brought_by=office.posts[FOUNDERS[0]],
        file=store(b"a workbook", media_type=XLSX),
        filename="to-chuc.xlsx",
        state=Intake.State.TRIED,
        counts={"people": 1, "posts": 1, "powers": 1},
    )
    return Example(BringOrganisation.made_of(intake))


MATTERS: dict[str, Callable[[Office], Example]] = {
    "key.give": lambda office: a_key(office, replaced=False),
    "key.replace": lambda office: a_key(office, replaced=True),
    "key.lift": a_suspended_key,
    "seal.give": lambda office: a_seal(office, replaced=False),
    "seal.replace": lambda office: a_seal(office, replaced=True),
    "administration.bring": a_workbook,
    "restore": a_restore,
}


def example(power: Power, office: Office) -> Example:
    if power.kind in MATTERS:
        return MATTERS[power.kind](office)
    return Example(EXAMPLES[power.kind](office))


@pytest.fixture(scope="module")
def founded_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Founded]:
    """Everybody named in the table has a key, and a passkey, so that nobody waits for a code.

    Each test begins here: its transaction lies within this one, and its signer is a copy.
    """
    var = tmp_path_factory.mktemp("office")
    with django_db_blocker.unblock(), transaction.atomic():
        here = override_settings(VAR=var, KEYS=var / "keys")
        with here, translation.override("en"), signer_at(var):
            seed()
            office = Office()
            found_signer(office.province, *(office.posts[name] for name in FOUNDERS))
            for name in sorted((OWN | ABOVE) - set(FOUNDERS)):
                made = demo.key_by_two(office.posts[name], PIN, **the_founders(office))
                demo.use_software_passkey(made)
        yield Founded(pickle.dumps(office), var / "keys")
        transaction.set_rollback(True)


@pytest.fixture
def signer(founded_once: Founded, settings, tmp_path) -> Iterator[Signer]:
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    shutil.copytree(founded_once.keys, tmp_path / "keys")
    with signer_at(tmp_path) as server:
        yield server


@pytest.fixture
def office(founded_once: Founded, db: None, signer: Signer) -> Office:
    return pickle.loads(founded_once.office)


def tried(act: Callable[..., Proposal], *given: object) -> Proposal | None:
    try:
        return act(*given)
    except (PermissionDenied, RuleBroken, Refused):
        return None


def proposed_by(power: Power, one: Example, actor: Actor) -> Proposal:
    return demo.proposed_by(actor, power, one.matter, one.number)


def confirmed_by(proposal: Proposal, one: Example, actor: Actor) -> Proposal:
    return demo.confirmed_by(actor, proposal, one.number)


def test_every_power_has_its_row() -> None:
    assert {power.kind for power in powers()} == set(TABLE)


def test_the_signer_is_the_witness_of_keys_and_seals() -> None:
    assert {power.kind for power in powers() if power.witness} == WITNESSED


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_one_person_alone_gets_nowhere(office: Office, signer: Signer, kind: str) -> None:
    power = power_of(kind)
    one = example(power, office)
    for name, actor in office.everybody():
        with undone(signer):
            proposal = tried(proposed_by, power, one, actor)

            assert (proposal is not None) == (name in TABLE[kind][0]), name
            if proposal is not None:
                assert tried(confirmed_by, proposal, one, actor) is None
                proposal.refresh_from_db()
                assert proposal.state == Proposal.State.PROPOSED


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_exactly_the_right_two_succeed_and_everybody_named_is_told(
    office: Office, signer: Signer, kind: str
) -> None:
    power, one = power_of(kind), example(power_of(kind), office)
    may_propose, may_confirm = TABLE[kind]
    for first in sorted(may_propose):
        with undone(signer):
            proposal = proposed_by(power, one, office.actor(first))
            with undone(signer):
                for other in office.posts.keys() - may_confirm:
                    actor = office.actor(other)
                    assert tried(confirmed_by, again(proposal), one, actor) is None, (first, other)
            for second in sorted(may_confirm - {first}):
                with undone(signer):
                    done = confirmed_by(again(proposal), one, office.actor(second))

                    waits = kind in WAITS and second not in ABOVE
                    state = Proposal.State.CONFIRMED if waits else Proposal.State.DONE
                    assert done.state == state, done.because
                    assert_told(office, done, {first, second})


def again(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


@pytest.mark.parametrize("kind", sorted(WITNESSED))
def test_without_the_answer_of_the_second_nothing_is_given(office: Office, kind: str) -> None:
    """A broken page that has the session of a second person still lacks the answer at the window."""
    power, proposer = power_of(kind), office.actor(FOUNDERS[0])
    one = example(power, office)
    proposal = proposed_by(power, one, proposer)
    before = Certificate.objects.count()

    second = office.actor("above secretary")
    lay_to_confirm(proposal.pk, actor=second)
    with pytest.raises(Refused, match="what they have proposed"):
        demo.answers(proposal.hash, "confirm", own_key(proposer), one.number)
    with pytest.raises(NotAnswered):
        confirm(proposal.pk, actor=second)
    assert Certificate.objects.count() == before
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.PROPOSED


def assert_told(office: Office, proposal: Proposal, actors: set[str]) -> None:
    named = {office.posts[name].person_id for name in TOLD_ABOVE.get(proposal.kind, TOLD) | actors}
    if proposal.concerned_id:
        named.add(proposal.concerned_id)
    told = Telling.objects.filter(proposal=proposal, state=proposal.state)
    assert set(told.values_list("person_id", flat=True)) == named
    address = f"/administration/proposals/{proposal.pk}/"
    outcome = Notice.objects.filter(
        path=address, stands=True, message__regex="was confirmed|is confirmed"
    )
    assert set(outcome.values_list("person_id", flat=True)) == named


def test_two_posts_of_one_person_are_one_person(office: Office) -> None:
    """A secretary who is also the administrator."""
    administrator = office.posts["org_admin"]
    post = office.posts["secretary"]
    post.person = administrator.person
    post.save()
    power = power_of("people.give_post")

    matter = example(power, office).matter
    proposal = propose(power, matter, actor=office.actor("org_admin"))

    with pytest.raises(RuleBroken, match="Nobody confirms what they have proposed"):
        confirm(proposal.pk, actor=actor_in(post))


def test_who_gains_neither_proposes_nor_confirms(office: Office) -> None:
    power = power_of("people.recover")
    matter = power.matter(
        account_id=account_of(office, "secretary"),
        person_id=office.posts["secretary"].person_id,
        unit_id=office.commune.pk,
    )
    proposal = propose(power, matter, actor=office.actor("org_admin"))
    with pytest.raises(RuleBroken, match="Nobody confirms a power for themselves"):
        confirm(proposal.pk, actor=office.actor("secretary"))

    own = power.matter(
        account_id=account_of(office, "org_admin"),
        person_id=office.posts["org_admin"].person_id,
        unit_id=office.commune.pk,
    )
    with pytest.raises(RuleBroken, match="for themselves"):
        propose(power, own, actor=office.actor("org_admin"))


def account_of(office: Office, name: str) -> int:
    return int(an_account(office.posts[name].person, password=None).pk)
