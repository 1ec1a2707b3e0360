"""The table of powers, written by hand from design and handbook, against what the rooms declare and do."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from config.demo.signer import a_signer
from lienthong.kernel.confirmations.actions import confirm, propose, withdraw
from lienthong.kernel.confirmations.models import Proposal, Telling
from lienthong.kernel.confirmations.tests.office import EXAMPLES, Office, a_holder
from lienthong.kernel.notices.public import Notice
from lienthong.kernel.people.public import Post, actor_in
from lienthong.kernel.people.tests.factories import an_account
from lienthong.kernel.permissions.powers import powers
from lienthong.kernel.permissions.public import Actor, Matter, Power, RuleBroken, power_of
from lienthong.kernel.reference.public import seed
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import Certificate, key_proposed, seal_proposed

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
# Kind of power: who proposes, who confirms.
TABLE = {
    "people.give_post": (ADMINISTRATORS, OWN | ABOVE),
    "people.give_leading_post": (ADMINISTRATORS, ABOVE),
    "people.recover": (ADMINISTRATORS, OWN | ABOVE),
    "people.invite": (ADMINISTRATORS, OWN | ABOVE),
    "signing.give_key": (ADMINISTRATORS, OWN | ABOVE),
    "signing.replace_key": (ADMINISTRATORS, OWN | ABOVE),
    "signing.give_seal": (ADMINISTRATORS, LEADERS | LEADERS_ABOVE),
    "signing.replace_seal": (ADMINISTRATORS, LEADERS | LEADERS_ABOVE),
}
# What waits a day, if no leader above has confirmed.
WAITS = {"signing.replace_key", "signing.replace_seal"}
# Whom everybody hears of it besides the two and the person concerned.
TOLD = {"secretary", "deputy_secretary", "security_auditor", "above security_auditor"}


def a_certificate(office: Office, post: Post | None) -> Certificate:
    """One that was withdrawn: the next replaces it."""
    purpose = Certificate.Purpose.CLERK if post else Certificate.Purpose.SEAL
    now = timezone.now()
    return Certificate.objects.create(
        key_id=f"{purpose}-{Certificate.objects.count()}",
        purpose=purpose,
        unit=office.commune,
        post=post,
        valid_from=now,
        withdrawn_at=now,
    )


def a_key(office: Office, *, replaced: bool) -> Matter:
    post = a_holder(office)
    if replaced:
        a_certificate(office, post)
    return key_proposed(post)[1]


def a_seal(office: Office, *, replaced: bool) -> Matter:
    Certificate.objects.filter(purpose=Certificate.Purpose.SEAL).delete()
    Unit.objects.filter(pk=office.commune.pk).update(has_register=True)
    if replaced:
        a_certificate(office, None)
    return seal_proposed(Unit.objects.get(pk=office.commune.pk))[1]


MATTERS = EXAMPLES | {
    "signing.give_key": lambda office: a_key(office, replaced=False),
    "signing.replace_key": lambda office: a_key(office, replaced=True),
    "signing.give_seal": lambda office: a_seal(office, replaced=False),
    "signing.replace_seal": lambda office: a_seal(office, replaced=True),
}


def example(power: Power, office: Office) -> Matter:
    return MATTERS[power.kind](office)


@pytest.fixture
def office(db, settings, tmp_path) -> Iterator[Office]:
    seed()
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    with a_signer(tmp_path):
        yield Office()


def tried(act, *args: object, actor: Actor) -> Proposal | None:
    try:
        return act(*args, actor=actor)
    except (PermissionDenied, RuleBroken):
        return None


def test_every_power_has_its_row() -> None:
    assert {power.kind for power in powers()} == set(TABLE)


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_one_person_alone_gets_nowhere(office: Office, kind: str) -> None:
    for name, actor in office.everybody():
        proposal = tried(propose, power_of(kind), example(power_of(kind), office), actor=actor)

        assert (proposal is not None) == (name in TABLE[kind][0]), name
        if proposal is not None:
            assert tried(confirm, proposal.pk, actor=actor) is None
            proposal.refresh_from_db()
            assert proposal.state == Proposal.State.PROPOSED
            withdraw(proposal.pk, actor=actor)


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_exactly_the_right_two_succeed_and_everybody_named_is_told(
    office: Office, kind: str
) -> None:
    power = power_of(kind)
    may_propose, may_confirm = TABLE[kind]
    for first in sorted(may_propose):
        proposer = office.actor(first)
        proposal = propose(power, example(power, office), actor=proposer)
        for other in office.posts.keys() - may_confirm:
            assert tried(confirm, proposal.pk, actor=office.actor(other)) is None, (first, other)
        withdraw(proposal.pk, actor=proposer)
        for second in sorted(may_confirm - {first}):
            proposal = propose(power, example(power, office), actor=proposer)
            done = confirm(proposal.pk, actor=office.actor(second))

            waits = kind in WAITS and second not in LEADERS_ABOVE
            state = Proposal.State.CONFIRMED if waits else Proposal.State.DONE
            assert done.state == state, done.because
            assert_told(office, done, {first, second})
            if waits:
                withdraw(done.pk, actor=proposer)


def assert_told(office: Office, proposal: Proposal, actors: set[str]) -> None:
    named = {office.posts[name].person_id for name in TOLD | actors}
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

    proposal = propose(power, example(power, office), actor=office.actor("org_admin"))

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
