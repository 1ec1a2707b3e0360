"""What was typed into a form of a document is there again, whatever came between."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.people.models import Account
from lienthong.kernel.people.tests.factories import sign_in_with_factor

from ..actions import clauses, opinions
from ..models import Opinion

pytestmark = pytest.mark.django_db
WORDS = "Nửa câu đã gõ"


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


def of_an_asked(province):
    document = province.draft()
    day = timezone.localdate() + dt.timedelta(days=5)
    bodies, specialist = [province.organisation.pk], province.actor("specialist")
    opinions.ask_opinions(document.pk, bodies, day, actor=specialist)
    return document


def of_an_answered(province):
    document = of_an_asked(province)
    said = [Opinion(stance="amend", text="Sửa tên.")]
    opinions.give_opinion(document.pk, said, actor=province.actor("head"))
    return document


def first_clause(document):
    return document.text.body[0]["wid"]


def first_opinion(document):
    return document.opinion_requests.get().opinions.get().pk


def nothing(_document):
    return None


# Who, with which document, on which page, does what to which part, and types what that is refused.
ACTIONS = [
    ("chief", of_a_finalised, "document", "initial", nothing, {"note": WORDS * 200}),
    ("chief", of_an_initialled, "document", "adoption", nothing, {"body": WORDS}),
    ("chief", of_a_finalised, "document", "return", nothing, {"return-note": WORDS * 200}),
    ("specialist", of_a_draft, "document", "cancel", nothing, {"reason": WORDS * 100}),
    ("specialist", of_a_draft, "details", "details", nothing, {"subject": WORDS}),
    ("specialist", of_a_draft, "clause", "clause", first_clause, {"marker": WORDS * 5}),
    ("specialist", of_a_draft, "clause_insert", "clause_insert", first_clause, {"text": WORDS}),
    ("specialist", of_a_draft, "recipients", "recipient_add", nothing, {"label": WORDS * 20}),
    ("specialist", of_a_draft, "recipients", "reach", nothing, {"reach-due_on": WORDS}),
    ("specialist", of_a_draft, "opinions", "ask_opinions", nothing, {"ask_opinions-due_on": WORDS}),
    ("head", of_an_asked, "opinions", "give_opinion", nothing, {"stance": "", "text": WORDS}),
    ("head", of_an_asked, "opinions", "give_opinion", nothing, {"clause-c1": WORDS, "text": "x"}),
    ("specialist", of_an_answered, "opinions", "take_in", first_opinion, {"take_in-answer": WORDS}),
]
ON_THEIR_PAGE = ("cancel", "details", "clause", "clause_insert")


@pytest.fixture(params=ACTIONS, ids=lambda one: f"{one[3]} {next(iter(one[5]))}")
def half_typed(request, province, signed_in):
    """A browser before a page with its form, and what is typed there."""
    who, make, page, action, part_of, fields = request.param
    document = make(province)
    ids = [one for one in (document.pk, part_of(document)) if one]
    client, sent_to = signed_in(who), address(action, *ids)
    where = sent_to if action in ON_THEIR_PAGE else address(page, document.pk)
    form = {**fields, "form_of": token(drawn(client, where), sent_to)}
    return client, where, sent_to, form, province.posts[who]


def test_it_is_there_again_after_a_refusal_a_reload_and_in_the_other_language(half_typed):
    client, where, sent_to, form, _post = half_typed
    refused = client.post(sent_to, form)
    assert refused.status_code in (409, 422)
    assert WORDS in refused.content.decode()

    if sent_to != where:
        assert client.get(sent_to)["Location"].split("#")[0] == where
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
    assert "is here again" in page


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


def test_what_somebody_else_wrote_meanwhile_stands_beside_what_was_typed(province, signed_in):
    document = province.draft()
    wid, revision = first_clause(document), document.text.revision
    client = signed_in("specialist")
    form = {"revision": revision, "marker": "I-", "heading": WORDS, "text": ""}
    theirs = {"marker": "I-", "heading": "LỜI NGƯỜI KHÁC", "text": ""}
    actor = province.actor("chief")
    clauses.edit_clause(document.pk, wid, revision=revision, actor=actor, **theirs)
    refused = client.post(address("clause", document.pk, wid), form)
    page = refused.content.decode()

    assert refused.status_code == 409
    assert WORDS in page
    assert "LỜI NGƯỜI KHÁC" in page
    now = re.search(r'name="revision" value="(\d+)"', page)[1]
    again = client.post(address("clause", document.pk, wid), form | {"revision": now})
    assert again.status_code == 302


def test_a_clause_taken_out_meanwhile_is_said_to_be_gone(province, signed_in):
    document = province.draft()
    client = signed_in("specialist")
    form = {"revision": document.text.revision, "direction": "up"}
    for action in ("clause_move", "clause_remove"):
        answer = client.post(address(action, document.pk, "c0"), form)
        assert answer.status_code == 409
        assert "no longer in the text" in answer.content.decode()
