"""Who gets a signing key, and who loses it."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.people.public import PostEnded, Role
from lienthong.kernel.people.queries import actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_actor
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.signing import demo
from lienthong.records.signing.actions import list_withdrawn
from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.documents import SignerDown
from lienthong.records.signing.public import (
    Certificate,
    Issue,
    PinAndCode,
    SigningRefused,
    authorise_issue,
    certificate_of_post,
    certificates_seen_by,
    certify_post,
    certify_seal,
    challenge_to_sign,
    prepare_form,
    prepare_signing,
    seal,
    seal_of,
    sign,
    verify,
    withdraw_certificate,
)
from lienthong.records.signing.reactions import withdraw_signing_authority
from lienthong.records.signing.signer import wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.tests.factories import FONTS, a_typeset

pytestmark = pytest.mark.django_db
PIN = "135790"
ACT = {"act": "sign", "title": "Nghị quyết"}


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


def proof(new, clock):
    return PinAndCode(PIN, clock.next_code(new.seed))


def test_secretary_and_clerk_issue_a_document(province, administrator, secretary, clerk, clock):
    leaders = certify_post(secretary.pk, PIN, actor=actor_in(secretary))
    clerks = certify_post(clerk.pk, PIN, actor=actor_in(clerk))
    certify_seal(province.pk, actor=administrator)
    own_seal = seal_of(province.pk)

    prepared = prepare_signing(prepare_form(a_typeset()), leaders.certificate, when=timezone.now())
    signed = sign(leaders.certificate, prepared, ACT, proof(leaders, clock))
    issue = Issue(signed, "05-NQ/TU", timezone.localdate())
    ticket = authorise_issue(issue, clerks.certificate, own_seal, proof(clerks, clock))
    sealed = seal(ticket, signed)

    verdict = verify(sealed)
    assert verdict.valid, verdict.reasons
    assert [found.who for found in verdict.signatures] == [
        secretary.person.full_name,
        str(own_seal),
    ]
    assert len(challenge_to_sign(leaders.certificate, prepared.digest, ACT)) == 32


def test_a_refusal_of_the_signer_is_a_broken_rule(secretary, clock):
    made = certify_post(secretary.pk, PIN, actor=actor_in(secretary))
    prepared = prepare_signing(prepare_form(a_typeset()), made.certificate, when=timezone.now())

    with pytest.raises(SigningRefused):
        sign(made.certificate, prepared, ACT, PinAndCode("000000", "000000"))


def test_without_the_signer_nothing_is_signed_and_it_is_said(secretary, settings, tmp_path):
    made = certify_post(secretary.pk, PIN, actor=actor_in(secretary))
    prepared = prepare_signing(prepare_form(a_typeset()), made.certificate, when=timezone.now())
    settings.VAR = tmp_path / "elsewhere"

    with pytest.raises(SignerDown):
        sign(made.certificate, prepared, ACT, PinAndCode(PIN, "000000"))


def test_a_certificate_of_a_post_is_registered_as_trial(secretary):
    made = certify_post(secretary.pk, PIN, actor=actor_in(secretary)).certificate

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
    made = certify_post(secretary.pk, PIN, actor=actor_in(secretary)).certificate
    Certificate.objects.filter(pk=made.pk).update(valid_to=timezone.now())

    assert certificate_of_post(secretary.pk) is None
    with pytest.raises(RuleBroken, match="withdraw it"):
        certify_post(secretary.pk, PIN, actor=actor_in(secretary))


def test_nobody_gets_a_key_for_somebody_elses_post(secretary, clerk):
    with pytest.raises(PermissionDenied):
        certify_post(secretary.pk, PIN, actor=actor_in(clerk))


def test_an_administrator_elsewhere_gives_out_nothing(province, secretary):
    stranger = an_actor(a_unit(province), Role.ORG_ADMIN)

    with pytest.raises(PermissionDenied):
        certify_post(secretary.pk, PIN, actor=stranger)
    with pytest.raises(PermissionDenied):
        certify_seal(province.pk, actor=stranger)


def test_a_post_has_one_key_and_a_unit_one_seal(province, administrator, secretary):
    certify_post(secretary.pk, PIN, actor=administrator)
    certify_seal(province.pk, actor=administrator)

    with pytest.raises(RuleBroken):
        certify_post(secretary.pk, PIN, actor=administrator)
    with pytest.raises(RuleBroken):
        certify_seal(province.pk, actor=administrator)


def test_a_post_that_neither_signs_nor_issues_needs_no_key(province, administrator):
    for post in (
        a_post(province, Role.SPECIALIST),
        a_post(province, Role.SECRETARY, until=date(2025, 1, 1)),
    ):
        with pytest.raises(RuleBroken):
            certify_post(post.pk, PIN, actor=administrator)


def test_a_unit_without_register_has_no_seal(province, administrator):
    branch = a_unit(province, kind="branch")

    with pytest.raises(RuleBroken):
        certify_seal(branch.pk, actor=administrator)


def test_a_withdrawn_key_is_withdrawn_at_the_signer_too(administrator, secretary, signer):
    made = certify_post(secretary.pk, PIN, actor=administrator).certificate
    withdraw_certificate(made.pk, reason="mất thiết bị", actor=administrator)
    assert certificate_of_post(secretary.pk) is None

    list_withdrawn(made.pk)
    list_withdrawn(made.pk)

    assert signer.key(made.key_id)["revoked_at"]
    with pytest.raises(RuleBroken):
        withdraw_certificate(made.pk, reason="", actor=administrator)


def test_a_lost_post_loses_its_key(administrator, secretary):
    made = certify_post(secretary.pk, PIN, actor=administrator).certificate

    withdraw_signing_authority(PostEnded(secretary.pk))
    withdraw_signing_authority(PostEnded(secretary.pk))

    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert certificate_of_post(secretary.pk) is None


def test_the_register_is_seen_where_certificates_are_given_out(province, administrator, secretary):
    made = certify_post(secretary.pk, PIN, actor=administrator).certificate

    assert list(certificates_seen_by(administrator)) == [made]
    assert not certificates_seen_by(actor_in(secretary)).exists()
    assert not certificates_seen_by(an_actor(a_unit(province), Role.ORG_ADMIN)).exists()


def test_demo_codes_are_never_shown_twice(administrator, secretary, monkeypatch):
    made = certify_post(secretary.pk, PIN, actor=administrator)
    demo.remember_demo_key(made, PIN)
    steps = iter(range(100_000, 100_100))
    monkeypatch.setattr(demo, "current_step", lambda: next(steps))
    monkeypatch.setattr(demo.time, "sleep", lambda _seconds: None)

    codes = [demo.demo_code(made.certificate.key_id) for _count in range(4)]

    assert len(set(codes)) == 4
    assert demo.demo_pin(made.certificate.key_id) == PIN
    assert Certificate.objects.count() == 1
