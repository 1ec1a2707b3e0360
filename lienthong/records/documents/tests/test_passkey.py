"""Signing with a passkey: it agrees to exactly the bytes that were laid before it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.public import (
    PinAndCode,
    SigningRefused,
    Site,
    challenge_to_sign,
    register_passkey,
)
from lienthong.records.signing.tests.factories import Passkey

from ..actions import appraisal, signature
from ..models import LaidPaper, State
from ..queries.passkey import act_of_signing, passkey_offer

pytestmark = pytest.mark.django_db
SITE = Site.at("http", "localhost:8000")


@pytest.fixture
def key(certified):
    return Certificate.objects.get(post=certified.posts["secretary"])


@pytest.fixture
def passkey(certified, key):
    """The secretary's passkey, registered once with PIN and code."""
    passkey = Passkey()
    proof = PinAndCode(**certified.signing.proof("secretary"))
    register_passkey(key.pk, passkey.registration, proof, actor=certified.actor("secretary"))
    return passkey


def laid(certified, document):
    return signature.lay_before_passkey(document.pk, actor=certified.actor("secretary"))


def answer(passkey, key, document, paper):
    return passkey.answer(challenge_to_sign(key, paper.prepared, act_of_signing(document)))


def test_the_secretary_signs_with_a_passkey(certified, key, passkey):
    document = certified.submitted()
    secretary = certified.actor("secretary")
    paper = laid(certified, document)

    signature.sign_by_passkey(document.pk, answer(passkey, key, document, paper), actor=secretary)

    document.refresh_from_db()
    assert document.state == State.SIGNED
    assert document.signed_file.read().startswith(bytes(paper.pdf)[: paper.gap_start])
    assert not LaidPaper.objects.exists()


def test_a_passkey_is_offered_only_once_registered_and_asks_for_the_users_check(
    certified, key, passkey
):
    document = certified.submitted()
    secretary = certified.actor("secretary")
    assert passkey_offer(document, secretary, SITE).options is None
    assert passkey_offer(document, secretary, Site.at("https", "elsewhere.vn")) is None

    paper = laid(certified, document)

    asked = passkey_offer(document, secretary, SITE).options["publicKey"]
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"
    assert [one["id"] for one in asked["allowCredentials"]] == ["k1"]
    assert bytes(paper.digest) == paper.prepared.digest


def test_without_a_passkey_nothing_is_laid_before_it(certified):
    document = certified.submitted()

    with pytest.raises(RuleBroken, match="No passkey is registered"):
        laid(certified, document)
    assert passkey_offer(document, certified.actor("secretary"), SITE) is None


def test_an_answer_to_another_paper_signs_nothing(certified, key, passkey):
    document, other = certified.submitted(), certified.submitted()
    laid(certified, document)
    given = answer(passkey, key, other, laid(certified, other))

    with pytest.raises(SigningRefused, match="something else"):
        signature.sign_by_passkey(document.pk, given, actor=certified.actor("secretary"))


def test_a_paper_lies_before_the_passkey_for_ten_minutes(certified, key, passkey):
    document = certified.submitted()
    paper = laid(certified, document)
    long_ago = timezone.now() - dt.timedelta(minutes=11)
    LaidPaper.objects.filter(pk=paper.pk).update(laid_at=long_ago)

    with pytest.raises(RuleBroken, match="no longer lies before the passkey"):
        signature.sign_by_passkey(
            document.pk, answer(passkey, key, document, paper), actor=certified.actor("secretary")
        )


def test_a_paper_that_was_returned_and_changed_is_laid_anew(certified, key, passkey):
    document = certified.submitted()
    paper = laid(certified, document)
    given = answer(passkey, key, document, paper)
    appraisal.return_document(document.pk, "Sửa lại.", actor=certified.actor("secretary"))

    with pytest.raises(RuleBroken, match="not waiting for a signature"):
        signature.sign_by_passkey(document.pk, given, actor=certified.actor("secretary"))


@pytest.mark.parametrize("who", ["deputy", "clerk", "specialist"])
def test_nobody_else_lays_a_paper_before_a_passkey_or_answers_for_it(certified, key, passkey, who):
    document = certified.submitted()
    given = answer(passkey, key, document, laid(certified, document))

    with pytest.raises(PermissionDenied):
        signature.lay_before_passkey(document.pk, actor=certified.actor(who))
    with pytest.raises(PermissionDenied):
        signature.sign_by_passkey(document.pk, given, actor=certified.actor(who))


def test_a_passkey_is_registered_only_by_the_keys_holder_with_pin_and_code(certified, key):
    made = Passkey().registration
    proof = certified.signing.proof("secretary")

    with pytest.raises(PermissionDenied):
        register_passkey(key.pk, made, PinAndCode(**proof), actor=certified.actor("deputy"))
    wrong = PinAndCode("000000", proof["code"])
    with pytest.raises(SigningRefused, match="PIN or the one-time code"):
        register_passkey(key.pk, made, wrong, actor=certified.actor("secretary"))
    assert not key.passkeys.exists()
