"""Signing and issuing with a passkey: it agrees to exactly what was laid before it."""

import datetime as dt
import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from fido2.utils import websafe_decode

from lienthong.kernel.database.tests.statements import statements
from lienthong.kernel.numbering.public import TakenNumber
from lienthong.kernel.people.models import Account
from lienthong.kernel.people.tests.factories import sign_in_with_factor
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.public import (
    PinAndCode,
    SigningRefused,
    Site,
    register_passkey,
    verify,
)
from lienthong.records.signing.tests.factories import Passkey

from ..actions import appraisal, drafting, issuing, sealing, signature
from ..models import LaidDocument, State
from ..queries.passkey import passkey_offer

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


def answer(passkey, on_file):
    return passkey.answer(bytes(on_file.challenge))


def test_the_secretary_signs_with_a_passkey(certified, key, passkey):
    document = certified.submitted()
    secretary = certified.actor("secretary")
    on_file = laid(certified, document)

    signature.sign_by_passkey(document.pk, answer(passkey, on_file), actor=secretary)

    document.refresh_from_db()
    assert document.state == State.SIGNED
    assert document.signed_file.read().startswith(document.form_file.read())
    assert not LaidDocument.objects.exists()


def test_a_passkey_is_offered_only_once_registered_and_asks_for_the_users_check(
    certified, key, passkey
):
    document = certified.submitted()
    secretary = certified.actor("secretary")
    assert passkey_offer(document, secretary, SITE).options is None
    assert passkey_offer(document, secretary, Site.at("https", "elsewhere.vn")) is None

    on_file = laid(certified, document)

    asked = passkey_offer(document, secretary, SITE).options["publicKey"]
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"
    assert [one["id"] for one in asked["allowCredentials"]] == ["k1"]
    assert websafe_decode(asked["challenge"]) == bytes(on_file.challenge)


def test_without_a_passkey_nothing_is_laid_before_it(certified):
    document = certified.submitted()

    with pytest.raises(RuleBroken, match="No passkey is registered"):
        laid(certified, document)
    assert passkey_offer(document, certified.actor("secretary"), SITE) is None


def test_an_answer_to_another_document_signs_nothing(certified, key, passkey):
    document, other = certified.submitted(), certified.submitted()
    laid(certified, document)
    given = answer(passkey, laid(certified, other))

    with pytest.raises(SigningRefused, match="something else"):
        signature.sign_by_passkey(document.pk, given, actor=certified.actor("secretary"))


def test_a_document_lies_before_the_passkey_for_ten_minutes(certified, key, passkey):
    document = certified.submitted()
    on_file = laid(certified, document)
    long_ago = timezone.now() - dt.timedelta(minutes=11)
    LaidDocument.objects.filter(pk=on_file.pk).update(laid_at=long_ago)

    with pytest.raises(RuleBroken, match="no longer lies before the passkey"):
        signature.sign_by_passkey(
            document.pk, answer(passkey, on_file), actor=certified.actor("secretary")
        )


def test_a_document_that_was_returned_and_changed_is_laid_anew(certified, key, passkey):
    document = certified.submitted()
    on_file = laid(certified, document)
    given = answer(passkey, on_file)
    secretary = certified.actor("secretary")
    appraisal.return_document(document.pk, "Sửa lại.", actor=secretary)
    assert not LaidDocument.objects.exists()
    with pytest.raises(RuleBroken, match="not waiting for a signature"):
        signature.sign_by_passkey(document.pk, given, actor=secretary)

    document = submitted_anew(certified, document)
    # Even if the old document still lay there, nobody would be asked about it.
    on_file.save(force_insert=True)

    assert document.form_file_id != on_file.file_id
    assert passkey_offer(document, secretary, SITE).options is None
    with pytest.raises(RuleBroken, match="no longer lies before the passkey"):
        signature.sign_by_passkey(document.pk, given, actor=secretary)


def submitted_anew(certified, document):
    """The document with another subject, gone its whole way to the signer again."""
    specialist, chief = certified.actor("specialist"), certified.actor("chief")
    changed = certified.details("plan", subject="về chăm sóc rừng ngập mặn năm 2027")
    drafting.edit_details(document.pk, changed, actor=specialist)
    appraisal.finalise(document.pk, actor=specialist)
    appraisal.appraise_and_initial(document.pk, actor=chief)
    return signature.submit(document.pk, actor=specialist)


def test_a_document_laid_before_a_withdrawn_key_is_laid_anew(certified, key, passkey):
    document = certified.submitted()
    given = answer(passkey, laid(certified, document))
    Certificate.objects.filter(pk=key.pk).update(withdrawn_at=timezone.now())
    secretary = certified.actor("secretary")
    new_key = Certificate.objects.create(
        key_id="person-new",
        purpose="person",
        unit=key.unit,
        post=key.post,
        valid_from=key.valid_from,
    )
    new_key.passkeys.create(credential_id="k2", rp_id="localhost", name="Máy mới")

    assert passkey_offer(document, secretary, SITE).options is None
    with pytest.raises(RuleBroken, match="no longer lies before the passkey"):
        signature.sign_by_passkey(document.pk, given, actor=secretary)


def test_nothing_lies_before_a_passkey_once_the_document_is_given_up(certified, key, passkey):
    document = certified.submitted()
    laid(certified, document)

    issuing.cancel_document(document.pk, "Không cần nữa.", actor=certified.actor("specialist"))

    assert not LaidDocument.objects.exists()


def test_the_page_asks_nothing_of_the_signer(certified, key, passkey):
    document = certified.submitted()
    laid(certified, document)
    certified.signing.stop()

    with statements() as asked:
        assert passkey_offer(document, certified.actor("secretary"), SITE).options is not None

    assert len(asked) == 2


@pytest.fixture
def secretary_at_the_page(client, certified, passkey, settings, tmp_path):
    """The secretary's browser, standing where the passkey is good."""
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    person = certified.posts["secretary"].person
    client.defaults["HTTP_HOST"] = "localhost:8000"
    sign_in_with_factor(client, Account.objects.create(person=person, username="bi.thu"))
    return client


def credential_for(passkey, page):
    """What a browser would send after it asked the passkey what stands on the page."""
    written = re.search(r'<script id="passkey-options"[^>]*>(.*?)</script>', page, re.DOTALL)
    asked = json.loads(written[1])["publicKey"]
    given = passkey.answer(websafe_decode(asked["challenge"]))
    response = {
        "clientDataJSON": given.client_data,
        "authenticatorData": given.authenticator_data,
        "signature": given.signature,
    }
    return json.dumps({"rawId": asked["allowCredentials"][0]["id"], "response": response})


def test_the_secretary_lays_and_signs_over_the_pages(certified, passkey, secretary_at_the_page):
    document = certified.submitted()
    client, of_it = secretary_at_the_page, [document.pk]
    page = reverse("documents:document", args=of_it)
    assert reverse("documents:lay_sign", args=of_it) in client.get(page).content.decode()

    led_to = client.post(reverse("documents:lay_sign", args=of_it))
    credential = credential_for(passkey, client.get(page).content.decode())
    sign_url = reverse("documents:sign_by_passkey", args=of_it)
    signed = client.post(sign_url, {"sign_by_passkey-credential": credential})

    assert led_to["Location"] == f"{page}#by-passkey"
    assert (signed.status_code, signed["Location"]) == (302, page)
    document.refresh_from_db()
    assert document.state == State.SIGNED


def test_to_confirm_is_the_main_action_while_the_document_lies_before_the_passkey(
    certified, passkey, secretary_at_the_page
):
    document = certified.submitted()
    address = reverse("documents:document", args=[document.pk])
    before = main_of(secretary_at_the_page.get(address))
    assert "<details" not in before[before.index('id="act"') :].split("</section>")[0]

    laid(certified, document)
    page = main_of(secretary_at_the_page.get(address))

    assert page.count("btn-main") == 1
    assert "Confirm with the passkey" in page[page.index("btn-main") :].split("</button>")[0]
    folded = page[page.index("<summary>Sign with PIN and signing code") :].split("</details>")[0]
    assert 'name="pin"' in folded
    assert "Sign</" in folded.replace("\n", "")
    assert 'form="act-form"' not in page


def main_of(answer):
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(
    ("credential", "sentence", "status"),
    [
        ("", "The passkey was not used. Try again, or use PIN and code.", 422),
        ("{}", "could not be verified", 409),
        ("[" * 9_999, "could not be verified", 409),
        (
            '{"rawId": "\\ud800", "response": '
            '{"clientDataJSON": "a", "authenticatorData": "a", "signature": "a"}}',
            "could not be verified",
            409,
        ),
    ],
)
def test_what_no_passkey_said_is_refused_in_a_sentence(
    certified, passkey, secretary_at_the_page, credential, sentence, status
):
    document = certified.submitted()
    laid(certified, document)

    answer = secretary_at_the_page.post(
        reverse("documents:sign_by_passkey", args=[document.pk]),
        {"sign_by_passkey-credential": credential},
    )

    assert answer.status_code == status
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    document.refresh_from_db()
    assert document.state == State.SIGNING


@pytest.mark.parametrize("who", ["deputy", "clerk", "specialist"])
def test_nobody_else_lays_a_document_before_a_passkey_or_answers_for_it(
    certified, key, passkey, who
):
    document = certified.submitted()
    given = answer(passkey, laid(certified, document))

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


def test_a_passkey_is_registered_once(certified, key, passkey):
    proof = PinAndCode(**certified.signing.proof("secretary"))
    with pytest.raises(RuleBroken, match="already registered"):
        register_passkey(key.pk, passkey.registration, proof, actor=certified.actor("secretary"))
    assert key.passkeys.count() == 1


# --- The clerk issues with a passkey


@pytest.fixture
def clerks_passkey(certified):
    passkey = Passkey()
    key = Certificate.objects.get(post=certified.posts["clerk"])
    proof = PinAndCode(**certified.signing.proof("clerk"))
    register_passkey(key.pk, passkey.registration, proof, actor=certified.actor("clerk"))
    return passkey


def laid_to_issue(certified, document):
    return issuing.lay_before_clerks_passkey(document.pk, actor=certified.actor("clerk"))


def issued(certified, document, given):
    return issuing.issue_by_passkey(document.pk, given, actor=certified.actor("clerk"))


def test_the_clerk_issues_with_a_passkey(certified, clerks_passkey):
    document = certified.signed()
    on_file = laid_to_issue(certified, document)
    assert not TakenNumber.objects.exists()

    document = issued(certified, document, answer(clerks_passkey, on_file))
    sealing.seal_and_publish(document.pk)

    document.refresh_from_db()
    assert (document.state, document.notation) == (State.ISSUED, "01-NQ/TU")
    assert verify(document.sealed_file.read()).valid
    assert not LaidDocument.objects.exists()


def test_a_number_given_to_another_document_meanwhile_is_not_agreed_to(certified, clerks_passkey):
    first, second = certified.signed(), certified.signed()
    given = answer(clerks_passkey, laid_to_issue(certified, first))
    issuing.issue(second.pk, **certified.signing.proof("clerk"), actor=certified.actor("clerk"))

    with pytest.raises(RuleBroken, match="under the next number"):
        issued(certified, first, given)
    given = answer(clerks_passkey, laid_to_issue(certified, first))
    assert issued(certified, first, given).notation == "02-NQ/TU"


def test_a_clerks_answer_to_another_document_issues_nothing(certified, clerks_passkey):
    document, other = certified.signed(), certified.signed()
    laid_to_issue(certified, document)
    given = answer(clerks_passkey, laid_to_issue(certified, other))

    with pytest.raises(SigningRefused, match="something else"):
        issued(certified, document, given)
    assert not TakenNumber.objects.exists()


def test_a_clerk_without_a_passkey_is_told_so(certified):
    document = certified.signed()

    with pytest.raises(RuleBroken, match="No passkey is registered"):
        laid_to_issue(certified, document)
    with pytest.raises(RuleBroken, match="under the next number"):
        issued(certified, document, Passkey().answer(bytes(32)))


@pytest.mark.parametrize("who", ["secretary", "specialist", "chief"])
def test_nobody_but_the_clerk_issues_with_a_passkey(certified, clerks_passkey, who):
    document = certified.signed()
    given = answer(clerks_passkey, laid_to_issue(certified, document))

    with pytest.raises(PermissionDenied):
        issuing.lay_before_clerks_passkey(document.pk, actor=certified.actor(who))
    with pytest.raises(PermissionDenied):
        issuing.issue_by_passkey(document.pk, given, actor=certified.actor(who))


def test_the_clerk_lays_and_issues_over_the_pages(
    certified, clerks_passkey, client, settings, tmp_path
):
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    client.defaults["HTTP_HOST"] = "localhost:8000"
    person = certified.posts["clerk"].person
    sign_in_with_factor(client, Account.objects.create(person=person, username="van.thu"))
    document = certified.signed()
    page = reverse("documents:document", args=[document.pk])
    assert reverse("documents:lay_issue", args=[document.pk]) in client.get(page).content.decode()

    led_to = client.post(reverse("documents:lay_issue", args=[document.pk]))
    shown = main_of(client.get(page))
    credential = credential_for(clerks_passkey, shown)
    issue_url = reverse("documents:issue_by_passkey", args=[document.pk])
    given = client.post(issue_url, {"issue_by_passkey-credential": credential})

    assert led_to["Location"] == f"{page}#by-passkey"
    assert "<summary>Issue with PIN and signing code" in shown
    assert (given.status_code, given["Location"]) == (302, page)
    document.refresh_from_db()
    assert document.state == State.SEALING
