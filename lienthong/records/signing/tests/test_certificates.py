"""Who gets a signing key, and who loses it."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.confirmations.jobs import carry_out
from lienthong.kernel.confirmations.public import confirm, propose
from lienthong.kernel.people.public import AccountRecovered, PostEnded, Role
from lienthong.kernel.people.queries import actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_actor
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import seed
from lienthong.records.signing import demo
from lienthong.records.signing.actions import list_withdrawn
from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.documents import SignerDown
from lienthong.records.signing.models import KeyPermit
from lienthong.records.signing.public import (
    Certificate,
    PinAndCode,
    SigningRefused,
    ToSeal,
    ToSign,
    agree_to_seal,
    certificate_of_post,
    certificates_seen_by,
    certify_post,
    challenge_to_sign,
    key_proposed,
    lay_to_seal,
    lay_to_sign,
    may_make_key,
    prepare_form,
    seal_of,
    seal_proposed,
    sealed,
    sign,
    verify,
    withdraw_certificate,
)
from lienthong.records.signing.reactions import withdraw_keys, withdraw_signing_authority
from lienthong.records.signing.signer import wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.tests.agreeing import TERM, today
from lienthong.records.signing.tests.factories import FONTS, a_document, a_typeset

pytestmark = pytest.mark.django_db
PIN = "135790"


@pytest.fixture
def signer(settings, tmp_path, clock):
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    desk = Desk(tmp_path / "keys", fonts=FONTS)
    with Signer(wire.socket_path(tmp_path), desk) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield SignerClient(tmp_path)
        server.shutdown()


@pytest.fixture
def province(signer):
    return a_unit(kind="provincial_committee")


@pytest.fixture
def administrator(province):
    return an_actor(province, Role.ORG_ADMIN)


@pytest.fixture
def secretary(province):
    return a_post(province, Role.SECRETARY, title="Bí thư")


@pytest.fixture
def clerk(province):
    return a_post(province, Role.CLERK)


def the_two(unit):
    """An administrator who proposes, and a leader who confirms."""
    proposer, confirmer = an_actor(unit, Role.ORG_ADMIN), an_actor(unit, Role.DEPUTY_SECRETARY)
    return {"proposer": proposer, "confirmer": confirmer}


def a_key(post):
    return demo.key_by_two(post, PIN, **the_two(post.unit))


def a_seal(unit):
    return demo.seal_by_two(unit, **the_two(unit))


def proof(new, clock):
    return PinAndCode(PIN, clock.next_code(new.seed))


def laid(leaders):
    """A form that lies before a leader."""
    to_sign = ToSign("ab" * 16, prepare_form(a_typeset()), "NQ", a_document().title, TERM)
    return lay_to_sign(to_sign, leaders)


def test_secretary_and_clerk_issue_a_document(province, administrator, secretary, clerk, clock):
    leaders = a_key(secretary)
    clerks = a_key(clerk)
    a_seal(province)
    own_seal = seal_of(province.pk)

    handle = laid(leaders.certificate)
    assert len(challenge_to_sign(handle, leaders.certificate)) == 32
    signed = sign(handle, leaders.certificate, proof(leaders, clock))
    to_seal = ToSeal("cd" * 16, signed, "NQ", "05-NQ/TU", today(), TERM)
    handle = lay_to_seal(to_seal, clerks.certificate, own_seal)
    agree_to_seal(handle, clerks.certificate, proof(clerks, clock))

    verdict = verify(sealed(handle))
    assert verdict.valid, verdict.reasons
    assert [found.who for found in verdict.signatures] == [
        secretary.person.full_name,
        str(own_seal),
    ]


def test_a_refusal_of_the_signer_is_a_broken_rule(secretary, clock):
    made = a_key(secretary)
    handle = laid(made.certificate)

    with pytest.raises(SigningRefused):
        sign(handle, made.certificate, PinAndCode("000000", "000000"))


def test_without_the_signer_nothing_is_signed_and_it_is_said(secretary, settings, tmp_path):
    made = a_key(secretary)
    handle = laid(made.certificate)
    settings.VAR = tmp_path / "elsewhere"

    with pytest.raises(SignerDown):
        sign(handle, made.certificate, PinAndCode(PIN, "000000"))


def test_a_certificate_of_a_post_is_registered_as_trial(secretary):
    made = a_key(secretary).certificate

    assert (made.purpose, made.holder, made.is_trial) == (
        "person",
        secretary.person.full_name,
        True,
    )
    assert made in Certificate.objects.in_force()
    assert made.serial
    assert certificate_of_post(secretary.pk) == made
    assert [entry.verb for entry in history_of(made)] == ["signing.post_certified"]


def test_a_certificate_that_has_run_out_signs_no_more_and_is_withdrawn_before_a_new_one(secretary):
    made = a_key(secretary).certificate
    Certificate.objects.filter(pk=made.pk).update(valid_to=timezone.now())

    assert certificate_of_post(secretary.pk) is None
    with pytest.raises(RuleBroken, match="withdraw it"):
        a_key(secretary)


def test_nobody_gets_a_key_for_somebody_elses_post(secretary, clerk):
    with pytest.raises(PermissionDenied):
        certify_post(secretary.pk, PIN, actor=actor_in(clerk))


def test_the_holder_makes_a_key_only_once_it_is_permitted_and_nobody_else_does(
    province, administrator, secretary
):
    with pytest.raises(RuleBroken, match="proposed and confirmed by two others"):
        certify_post(secretary.pk, PIN, actor=actor_in(secretary))
    proposal = propose(*key_proposed(secretary), actor=administrator)
    with pytest.raises(RuleBroken, match="proposed and confirmed by two others"):
        certify_post(secretary.pk, PIN, actor=actor_in(secretary))
    with pytest.raises(RuleBroken, match="for themselves"):
        confirm(proposal.pk, actor=actor_in(secretary))
    confirm(proposal.pk, actor=an_actor(province, Role.DEPUTY_SECRETARY))
    with pytest.raises(PermissionDenied):
        certify_post(secretary.pk, PIN, actor=administrator)

    made = certify_post(secretary.pk, PIN, actor=actor_in(secretary))
    withdraw_certificate(made.certificate.pk, reason="mất", actor=administrator)
    with pytest.raises(RuleBroken, match="proposed and confirmed by two others"):
        certify_post(secretary.pk, PIN, actor=actor_in(secretary))


def test_a_permit_is_good_for_seven_days(province, administrator, secretary):
    proposal = propose(*key_proposed(secretary), actor=administrator)
    confirm(proposal.pk, actor=an_actor(province, Role.DEPUTY_SECRETARY))
    KeyPermit.objects.update(granted_at=timezone.now() - timedelta(days=7))

    with pytest.raises(RuleBroken, match="proposed and confirmed by two others"):
        certify_post(secretary.pk, PIN, actor=actor_in(secretary))


@pytest.mark.parametrize("above", [False, True], ids=["own deputy", "leader above"])
def test_a_replaced_key_waits_a_day_or_for_the_leader_above(province, signer, above, monkeypatch):
    seed()
    commune = a_unit(province)
    post = a_post(commune, Role.CLERK)
    made = a_key(post).certificate
    withdraw_certificate(made.pk, reason="mất", actor=an_actor(commune, Role.ORG_ADMIN))

    power, matter = key_proposed(post)
    proposal = propose(power, matter, actor=an_actor(commune, Role.ORG_ADMIN))
    confirmer = an_actor(province if above else commune, Role.DEPUTY_SECRETARY)
    confirm(proposal.pk, actor=confirmer)

    assert power.kind == "signing.replace_key"
    assert may_make_key(post.pk) == above
    later = timezone.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    carry_out()
    assert may_make_key(post.pk)


def test_a_recovered_account_signs_nothing(secretary):
    made = a_key(secretary).certificate

    withdraw_keys(AccountRecovered(secretary.person_id))

    assert certificate_of_post(secretary.pk) is None
    made.refresh_from_db()
    assert made.withdrawn_because == "account recovered"


def test_an_administrator_elsewhere_gives_out_nothing(province, secretary):
    stranger = an_actor(a_unit(province), Role.ORG_ADMIN)

    with pytest.raises(PermissionDenied):
        certify_post(secretary.pk, PIN, actor=stranger)
    with pytest.raises(PermissionDenied):
        propose(*seal_proposed(province), actor=stranger)
    with pytest.raises(PermissionDenied):
        propose(*key_proposed(secretary), actor=stranger)


def test_a_post_has_one_key_and_a_unit_one_seal(province, administrator, secretary):
    a_key(secretary)
    a_seal(province)

    with pytest.raises(RuleBroken):
        a_key(secretary)
    with pytest.raises(RuleBroken):
        a_seal(province)


def test_a_post_that_neither_signs_nor_issues_needs_no_key(province, administrator):
    for post in (
        a_post(province, Role.SPECIALIST),
        a_post(province, Role.SECRETARY, until=date(2025, 1, 1)),
    ):
        with pytest.raises(RuleBroken):
            a_key(post)


def test_a_unit_without_register_has_no_seal(province, administrator):
    branch = a_unit(province, kind="branch")

    with pytest.raises(RuleBroken):
        propose(*seal_proposed(branch), actor=administrator)


def test_a_withdrawn_key_is_withdrawn_at_the_signer_too(administrator, secretary, signer):
    made = a_key(secretary).certificate
    withdraw_certificate(made.pk, reason="mất thiết bị", actor=administrator)
    assert certificate_of_post(secretary.pk) is None

    list_withdrawn(made.pk)
    list_withdrawn(made.pk)

    assert signer.key(made.key_id)["revoked_at"]
    with pytest.raises(RuleBroken):
        withdraw_certificate(made.pk, reason="", actor=administrator)


def test_a_lost_post_loses_its_key(administrator, secretary):
    made = a_key(secretary).certificate

    withdraw_signing_authority(PostEnded(secretary.pk))
    withdraw_signing_authority(PostEnded(secretary.pk))

    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert certificate_of_post(secretary.pk) is None


def test_the_register_is_seen_where_certificates_are_given_out(province, administrator, secretary):
    made = a_key(secretary).certificate

    assert list(certificates_seen_by(administrator)) == [made]
    assert not certificates_seen_by(actor_in(secretary)).exists()
    assert not certificates_seen_by(an_actor(a_unit(province), Role.ORG_ADMIN)).exists()


def test_demo_codes_are_never_shown_twice(administrator, secretary, monkeypatch):
    made = a_key(secretary)
    demo.remember_demo_key(made, PIN)
    steps = iter(range(100_000, 100_100))
    monkeypatch.setattr(demo, "current_step", lambda: next(steps))
    monkeypatch.setattr(demo.time, "sleep", lambda _seconds: None)

    codes = [demo.demo_code(made.certificate.key_id) for _count in range(4)]

    assert len(set(codes)) == 4
    assert demo.demo_pin(made.certificate.key_id) == PIN
    assert Certificate.objects.count() == 1
