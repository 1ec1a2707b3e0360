"""The holder of a key reads from the signer's journal what was done with it."""

import pytest
from django.urls import reverse

from lienthong.records.documents.tests.conftest import (  # noqa: F401 - fixtures
    certified,
    files_of_their_own,
    province,
    signed_in,
    signing,
)
from lienthong.records.signing.public import uses_of
from lienthong.records.signing.queries import certificate_of_post

pytestmark = pytest.mark.django_db
PAGE = reverse("account:key_uses")


def test_a_leader_reads_what_was_signed_with_the_own_key(certified, signed_in):  # noqa: F811
    document = certified.signed()

    page = signed_in("secretary").get(PAGE)

    [use] = page.context["uses"]
    assert use.text.startswith("Signed: ")
    assert use.text.endswith(document.subject)
    assert use.how == "with PIN and code"
    assert use.text in page.content.decode()
    assert PAGE in signed_in("secretary").get(reverse("account:account")).content.decode()


def test_a_clerk_reads_what_was_sealed(certified, signed_in):  # noqa: F811
    assert signed_in("clerk").get(PAGE).context["uses"] == []
    document = certified.numbered()

    [use] = signed_in("clerk").get(PAGE).context["uses"]
    assert document.notation in use.text


def test_who_has_no_key_finds_no_page(province, signed_in):  # noqa: F811
    assert signed_in("secretary").get(PAGE).status_code == 404


def test_only_the_signer_says_it(certified, signed_in):  # noqa: F811
    certified.signing.stop()
    page = signed_in("secretary").get(PAGE)
    certified.signing.start()

    assert page.context["uses"] is None
    assert "The signer cannot be reached just now" in page.content.decode()


def test_every_answer_has_its_words(certified):  # noqa: F811
    certificate = certificate_of_post(certified.posts["secretary"].pk)
    for key, said in (("administrator-1", "Proposed"), ("administrator-2", "Confirmed")):
        certificate.key_id = key
        texts = [use.text for use in uses_of(certificate)]
        assert any(text.startswith(said) for text in texts)
        assert texts[-1] == "Registered a passkey for this key"
