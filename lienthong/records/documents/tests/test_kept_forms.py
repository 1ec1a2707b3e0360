"""What was typed into a form of a document is there again, whatever came between; a PIN never is."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from lienthong.kernel.people.models import Account
from lienthong.kernel.people.tests.factories import sign_in_with_factor

pytestmark = pytest.mark.django_db
WORDS = "Nửa câu đã gõ"
PIN = "864213"


def address(name, *ids):
    return reverse(f"documents:{name}", args=ids)


def token(page, sent_to):
    """For whom, in which post and on which page a form was made."""
    form = page[page.index(f'action="{sent_to}"') :]
    return re.search(r'name="form_of" value="([^"]*)"', form)[1]


def drawn(client, where):
    return client.get(where).content.decode()


def of_a_draft(province):
    return province.draft()


def of_a_finalised(province):
    return province.finalised()


def of_an_initialled(province):
    return province.initialled()


# Who, with which document, on which page, does what, and types what that is refused.
STEPS = [
    ("chief", of_a_finalised, "document", "initial", {"note": WORDS, "content": "0" * 64}),
    ("chief", of_an_initialled, "document", "adoption", {"body": WORDS, "votes_for": "-1"}),
    ("chief", of_a_finalised, "document", "return", {"return-note": WORDS * 200}),
    ("specialist", of_a_draft, "document", "cancel", {"cancel-reason": WORDS * 100}),
]


@pytest.fixture(params=STEPS, ids=lambda one: one[3])
def half_typed(request, province, signed_in):
    """A browser before a page with its form, and what is typed there."""
    who, make, page, action, fields = request.param
    document = make(province)
    client, where, sent_to = (
        signed_in(who),
        address(page, document.pk),
        address(action, document.pk),
    )
    form = {**fields, "form_of": token(drawn(client, where), sent_to)}
    return client, where, sent_to, form, province.posts[who]


def test_it_is_there_again_after_a_refusal_a_reload_and_in_the_other_language(half_typed):
    client, where, sent_to, form, _post = half_typed
    refused = client.post(sent_to, form)
    assert refused.status_code in (409, 422)
    assert WORDS in refused.content.decode()

    led_to = client.get(sent_to)["Location"].split("#")[0]
    assert led_to == where
    assert WORDS in drawn(client, where)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    page = drawn(client, where)
    assert WORDS in page
    assert 'lang="vi"' in page


def test_it_is_there_again_after_the_session_has_ended(half_typed):
    client, where, sent_to, form, post = half_typed
    client.logout()
    led_to = client.post(sent_to, form)
    assert led_to.status_code == 302
    sign_in_with_factor(client, Account.objects.get(person=post.person))

    page = drawn(client, where)
    assert WORDS in page
    assert "What you typed is here again" in page


def test_a_pin_is_never_there_again(certified, signed_in):
    for who, made, action in (
        ("secretary", certified.submitted(), "sign"),
        ("clerk", certified.signed(), "issue"),
    ):
        client = signed_in(who)
        where, sent_to = address("document", made.pk), address(action, made.pk)
        form = {"form_of": token(drawn(client, where), sent_to), "pin": PIN, "code": "000000"}
        refused = client.post(sent_to, form)

        assert refused.status_code == 409
        assert PIN not in refused.content.decode()
        assert PIN not in drawn(client, where)


def test_what_was_initialled_is_the_content_of_the_page_now_shown(province, signed_in):
    document = province.finalised()
    client = signed_in("chief")
    where, sent_to = address("document", document.pk), address("initial", document.pk)
    form = {"form_of": token(drawn(client, where), sent_to), "note": WORDS, "content": "0" * 64}
    refused = client.post(sent_to, form).content.decode()
    content = re.search(r'name="content" value="(\w{64})"', refused)[1]

    assert content != "0" * 64
    again = client.post(sent_to, {"note": WORDS, "content": content})
    assert again.status_code == 302
