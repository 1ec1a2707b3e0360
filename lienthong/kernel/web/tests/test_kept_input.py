"""What was typed in vain comes back to the person it was made for, and to nobody else."""

import datetime as dt
import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.utils import timezone

from lienthong.kernel.database.tests.statements import statements
from lienthong.kernel.people.codes import new_seed
from lienthong.kernel.people.factors import enrol_app
from lienthong.kernel.people.tests.factories import (
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.web import jobs, places
from lienthong.kernel.web.kept import MOST
from lienthong.kernel.web.models import KeptInput
from lienthong.kernel.web.public import POST_IN_SESSION

from . import room_for_tests
from .room_for_tests import Shelf

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("lienthong.kernel.web.tests.room_for_tests"),
]
SHELF, RENAME, SEAL = "/shelves/3/", "/shelves/3/name-again/", "/shelves/3/seal/"
DISCARD = "/kept/discard/"
AGAIN = "is here again"


@pytest.fixture
def shelf(shelf, monkeypatch, settings, tmp_path) -> Shelf:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    monkeypatch.setitem(places._places, "second_factor", "shelves:hall")
    return shelf


@pytest.fixture
def account(shelf):
    return an_account(a_post(a_unit(), "branch_secretary").person)


@pytest.fixture
def other():
    return an_account(a_post(a_unit(), "branch_secretary").person)


@pytest.fixture
def browser(account) -> Client:
    browser = Client()
    browser.force_login(account)
    return browser


def seen(browser, address=SHELF):
    return browser.get(address).content.decode()


def hidden(page, name, address=RENAME):
    """A hidden field of the form that is sent to an address."""
    form = page[page.index(f'action="{address}"') :]
    return re.search(rf'name="{name}" value="([^"]*)"', form)[1]


def written(browser, address=RENAME, page=SHELF, **fields):
    """A form as the page gives it, filled in."""
    shown = seen(browser, page)
    own = ("form_of", "idempotency_key")
    name = "name_again" if address == RENAME else "seal"
    return {one: hidden(shown, one, address) for one in own} | {
        f"{name}-{field}": value for field, value in fields.items()
    }


@pytest.mark.parametrize(("word", "status"), [("", 409), ("too long", 422)])
def test_what_was_refused_is_there_again_after_a_reload(browser, word, status):
    answer = browser.post(RENAME, written(browser, word=word, remark="half a line"))
    again = browser.get(RENAME)
    page = seen(browser, again["Location"])

    assert answer.status_code == status
    assert 'value="half a line"' in page
    assert AGAIN in page
    assert 'id="name-again-again"' in page
    assert ("at most 5" in page) == (status == 422)
    assert page.count("Say the word.") == (2 if status == 409 else 0)  # above, and at the field
    assert page.count("(optional)") == 1


def test_the_sentence_of_a_rule_is_said_again_only_in_the_language_it_was_said_in(
    browser, settings
):
    browser.post(RENAME, written(browser, word="", remark="half a line"))
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"

    page = seen(browser)
    assert 'value="half a line"' in page
    assert "Say the word." not in page


def test_what_says_which_content_is_shown_is_of_the_page_now_shown(browser, shelf):
    browser.post(RENAME, written(browser, word="", shown="A", remark="half a line"))
    shelf.word = "B"
    refused = browser.post(RENAME, written(browser, word="", shown="A", remark="half a line"))

    for page in (refused.content.decode(), seen(browser)):
        assert hidden(page, "name_again-shown") == "B"
        assert 'value="half a line"' in page


def in_post(browser, post):
    session = browser.session
    session[POST_IN_SESSION] = post.pk
    session.save()


def test_a_form_opened_in_one_post_is_not_done_in_another(browser, account, shelf):
    first = account.person.posts.get()
    second = a_post(a_unit(), "branch_secretary", person=account.person)
    in_post(browser, first)
    form = written(browser, word="new", remark="half a line")
    in_post(browser, second)
    answer = browser.post(RENAME, form)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert f"you opened this form as {first.label}, {first.unit}" in page
    assert f"act as {second.label}, {second.unit} now" in page
    assert shelf.word == "A"
    in_post(browser, first)
    assert 'value="half a line"' in seen(browser)
    assert browser.post(RENAME, written(browser, word="new"))["Location"] == SHELF
    assert shelf.word == "new"


def test_a_form_of_a_post_that_has_ended_is_not_done_in_what_is_left(browser, account, shelf):
    second = a_post(a_unit(), "branch_secretary", person=account.person)
    in_post(browser, second)
    form = written(browser, word="new")
    second.valid_to = timezone.localdate()
    second.save()
    answer = browser.post(RENAME, form)

    assert answer.status_code == 409
    assert "the post in which you opened the form has ended" in answer.content.decode()
    assert shelf.word == "A"


def test_a_refused_page_still_says_on_which_page_it_stands(browser):
    refused = browser.post(RENAME, written(browser, page=f"{SHELF}?show=all", word=""))

    assert f":{SHELF}?show=all:" not in seen(browser)
    assert f":{SHELF}?show=all:" in hidden(refused.content.decode(), "form_of").replace(
        "&amp;", "&"
    )


def test_a_form_sent_after_the_session_comes_back_to_its_person_alone(
    browser, account, other, shelf
):
    form = written(browser, page=f"{SHELF}?show=all", word="new", remark="half a line")
    browser.logout()
    answer = browser.post(RENAME, form)

    assert answer["Location"] == "/sign-in/?next=/shelves/3/%3Fshow%3Dall"
    assert shelf.word == "A"
    browser.force_login(other)
    assert "half a line" not in seen(browser)
    browser.force_login(account)
    page = seen(browser)
    assert 'value="half a line"' in page
    assert AGAIN in page
    assert 'class="errors"' not in page
    assert 'id="name-again-again"' in page


def test_who_signs_in_again_acts_in_the_post_in_which_the_words_were_typed(browser, account):
    second = a_post(a_unit(), "branch_secretary", person=account.person)
    session = browser.session
    session[POST_IN_SESSION] = second.pk
    session.save()
    form = written(browser, word="new", remark="half a line")
    browser.logout()
    browser.post(RENAME, form)
    browser.force_login(account)

    assert browser.get(SHELF).wsgi_request.actor.post_id == second.pk


def test_what_is_sent_again_is_a_request_of_its_own_and_leaves_nothing(browser, account, shelf):
    form = written(browser, word="new")
    browser.logout()
    browser.post(RENAME, form)
    browser.force_login(account)
    again = written(browser, word="new")
    assert again["idempotency_key"] != form["idempotency_key"]

    assert browser.post(RENAME, again)["Location"] == SHELF
    assert shelf.word == "new"
    assert AGAIN not in seen(browser)
    assert not KeptInput.objects.exists()


def test_a_form_of_somebody_else_is_not_taken_in_the_name_of_who_sits_there_now(
    browser, account, other, shelf
):
    form = written(browser, word="new", remark="half a line")
    browser.force_login(other)
    answer = browser.post(RENAME, form)

    assert answer.status_code == 403
    assert "half a line" not in answer.content.decode()
    assert shelf.word == "A"
    assert "half a line" not in seen(browser)
    browser.force_login(account)
    assert "half a line" in seen(browser)


def test_a_page_open_since_before_the_sign_in_leads_back_with_the_words(account, shelf):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(account)
    form = written(browser, word="new", remark="half a line")
    answer = browser.post(RENAME, form | {"csrfmiddlewaretoken": "of another sign-in"})

    assert (answer.status_code, answer["Location"]) == (302, SHELF)
    assert shelf.word == "A"
    assert "half a line" in seen(browser)


def test_a_form_that_is_not_ours_is_refused_and_nothing_of_it_kept(account, shelf):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(account)

    forged = {"name_again-word": "new", "form_of": f"{account.pk}:{SHELF}:1vQ:forged"}
    assert browser.post(RENAME, forged).status_code == 403
    assert not KeptInput.objects.exists()
    assert shelf.word == "A"


def test_a_step_up_keeps_the_words_and_never_pin_or_file(browser, account, shelf):
    enrol_app(account, new_seed())
    file = SimpleUploadedFile("minutes.pdf", b"%PDF secret minutes")
    form = written(browser, SEAL, words="ours", pin="135790")
    answer = browser.post(SEAL, form | {"seal-minutes": file})

    assert answer["Location"] == "/hall/?next=%2Fshelves%2F3%2F"
    kept = KeptInput.objects.get()
    assert kept.fields == {"seal-words": ["ours"]}
    sign_in_with_factor(browser, account)
    page = seen(browser)
    assert 'value="ours"' in page
    assert "135790" not in page
    assert "Choose the file again" in page
    assert 'class="errors"' not in page


def test_who_is_given_a_post_meanwhile_shows_the_factor_and_finds_the_words(
    browser, account, shelf
):
    form = written(browser, page=f"{SHELF}?show=all", word="new", remark="half a line")
    a_post(a_unit(), "clerk", person=account.person)
    answer = browser.post(RENAME, form)

    assert answer["Location"] == "/hall/?next=%2Fshelves%2F3%2F%3Fshow%3Dall"
    assert browser.get(SHELF)["Location"] == "/hall/?next=%2Fshelves%2F3%2F"
    assert shelf.word == "A"
    sign_in_with_factor(browser, account)
    assert "half a line" in seen(browser)


def test_after_a_day_nothing_is_shown_and_then_nothing_is_there(browser, account):
    browser.post(RENAME, written(browser, word="", remark="half a line"))
    yesterday = timezone.now() - dt.timedelta(hours=25)
    KeptInput.objects.update(kept_at=yesterday)

    assert "half a line" not in seen(browser)
    jobs.forget_kept_input()
    assert not KeptInput.objects.exists()


def test_what_is_kept_for_an_action_not_offered_now_is_not_shown(browser, shelf):
    browser.post(RENAME, written(browser, word="", remark="half a line"))
    shelf.is_open = False
    assert "half a line" not in seen(browser)
    assert AGAIN not in seen(browser)

    shelf.is_open = True
    assert 'value="half a line"' in seen(browser)


def test_a_success_drops_what_was_kept_for_the_other_forms_of_the_thing_alone(browser, account):
    browser.post(RENAME, written(browser, word="", remark="half a line"))
    kept = KeptInput.objects.get()
    kept.pk, kept.address = None, "/shelves/31/name-again/"
    kept.save(force_insert=True)
    shown = seen(browser)
    clear = "/shelves/3/clear/"
    browser.post(clear, {"form_of": hidden(shown, "form_of", clear)})

    assert AGAIN not in seen(browser)
    assert [one.address for one in KeptInput.objects.all()] == ["/shelves/31/name-again/"]


@pytest.mark.parametrize("error", [Http404, PermissionDenied])
def test_what_may_not_be_done_here_any_more_is_not_kept(browser, monkeypatch, error):
    browser.post(RENAME, written(browser, word="", remark="half a line"))
    form = written(browser, word="new", remark="another line")

    def refuse(*_given, **_more):
        raise error

    monkeypatch.setattr(room_for_tests, "rename", refuse)
    assert browser.post(RENAME, form).status_code in (403, 404)
    assert not KeptInput.objects.exists()


def test_opened_anew_from_another_page_the_words_come_without_the_old_errors(browser):
    browser.post(RENAME, written(browser, word="too long", remark="half a line"))
    for same in (SHELF, RENAME, "/language/"):
        shown = browser.get(SHELF, headers={"referer": f"http://testserver{same}"})
        assert 'class="errors"' in shown.content.decode()

    anew = browser.get(SHELF, headers={"referer": "http://testserver/hall/"}).content.decode()
    assert 'value="half a line"' in anew
    assert 'class="errors"' not in anew
    assert 'class="errors"' not in seen(browser)  # nor on the way back from a door


def test_what_was_typed_can_be_thrown_away_where_it_is_shown(browser):
    where = f"{SHELF}?show=all"
    browser.post(RENAME, written(browser, page=where, word="", remark="half a line"))
    shown = seen(browser, where)
    assert shown.count(AGAIN) == 1
    assert "Discard what was typed" in shown
    form = {one: hidden(shown, one, DISCARD) for one in ("form_of", "idempotency_key", "address")}
    assert form["address"] == RENAME
    form["form_of"] = form["form_of"].replace("&amp;", "&")

    assert browser.post(DISCARD, form)["Location"] == where
    assert not KeptInput.objects.exists()
    assert "half a line" not in seen(browser)


def test_nobody_throws_away_what_somebody_else_typed(browser, account, other):
    browser.post(RENAME, written(browser, word="", remark="half a line"))
    browser.force_login(other)
    browser.post(DISCARD, {"address": RENAME})

    assert KeptInput.objects.get().account_id == account.pk


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example"])
def test_throwing_away_leads_to_no_other_site(browser, to):
    answer = browser.post(DISCARD, {"address": RENAME, "next": to})
    assert answer["Location"] == DISCARD


def test_cancel_throws_away_what_is_kept_for_its_form(browser):
    move = "/shelves/3/move/"
    assert f'action="{DISCARD}"' not in seen(browser, move)
    token = hidden(seen(browser, move), "form_of", move)
    refused = browser.post(move, {"form_of": token, "word": "", "remark": "half a line"})
    for page in (refused.content.decode(), seen(browser, move)):
        assert re.search(r'class="btn btn-quiet" form="discard">\s*Cancel', page)
        cancel = page[page.index('id="discard"') :]
        given = dict(re.findall(r'name="(address|next)" value="([^"]*)"', cancel))
        assert given == {"address": move, "next": SHELF}

    assert browser.post(DISCARD, given)["Location"] == SHELF
    assert not KeptInput.objects.exists()


def carried(browser, **fields):
    """The language switched on the page of the shelf, with a form of it changed."""
    given = {f"name_again-{name}": [value] for name, value in fields.items()}
    one = {"form_of": hidden(seen(browser), "form_of"), "address": RENAME, "fields": given}
    return {"language": "en", "next": SHELF, "typed": json.dumps([one])}


def test_a_switch_of_the_language_takes_along_what_was_typed(browser):
    sent = written(browser, word="too long", remark="version one")
    browser.post(RENAME, sent)
    assert "What you last sent is here again" in seen(browser)
    words = carried(browser, word="new", remark="version two", pin="135790")

    assert browser.post("/language/", words)["Location"] == SHELF
    page = seen(browser)
    assert 'value="version two"' in page
    assert "version one" not in page
    assert "What you typed is here again" in page
    assert 'class="errors"' not in page
    assert "name_again-pin" not in KeptInput.objects.get().fields


def test_a_switch_keeps_words_for_the_person_of_the_form_alone(browser, account, other):
    words = carried(browser, word="new", remark="half a line")
    browser.force_login(other)
    browser.post("/language/", words)

    assert "half a line" not in seen(browser)
    browser.force_login(account)
    assert 'value="half a line"' in seen(browser)


@pytest.mark.parametrize(
    "typed",
    ["", "{", "7", "[7]", '[{"form_of": "forged", "address": "/", "fields": {"a": ["b"]}}]',
     "TOKEN7", 'TOKEN{"a": "b"}', 'TOKEN{"a": [7]}'],
)  # fmt: skip
def test_a_switch_takes_nothing_of_another_shape(browser, typed):
    token = hidden(seen(browser), "form_of")
    if typed.startswith("TOKEN"):
        told = typed.removeprefix("TOKEN")
        typed = f'[{{"form_of": "{token}", "address": "/a/", "fields": {told}}}]'
    answer = browser.post("/language/", {"language": "en", "next": SHELF, "typed": typed})

    assert answer["Location"] == SHELF
    assert not KeptInput.objects.exists()


def test_only_a_browser_in_which_something_was_kept_is_looked_up(browser):
    def cost():
        with statements() as asked:
            browser.get(SHELF)
        return len(asked)

    before = cost()
    browser.post(RENAME, written(browser, word="", remark=" "))
    assert cost() == before  # nothing was typed
    browser.post(RENAME, written(browser, word="", remark="half a line"))
    assert cost() == before + 1


def test_one_person_keeps_no_more_than_a_few_forms(browser, account):
    now = timezone.now()
    KeptInput.objects.bulk_create(
        KeptInput(
            account_id=account.pk, address=f"/{n}/", fields={}, had_files=False,
            was_refused=False, kept_at=now - dt.timedelta(minutes=n),
        )
        for n in range(1, MOST + 5)
    )  # fmt: skip
    browser.post(RENAME, written(browser, word="", remark="half a line"))

    assert KeptInput.objects.count() == MOST
    assert "half a line" in seen(browser)


def test_a_form_on_a_page_of_its_own_comes_back_there(browser, account):
    page = seen(browser, "/shelves/3/move/")
    token = hidden(page, "form_of", "/shelves/3/move/")
    browser.logout()
    sent = {"form_of": token, "word": "new", "remark": "half a line"}
    answer = browser.post("/shelves/3/move/", sent)
    browser.force_login(account)

    assert answer["Location"] == "/sign-in/?next=/shelves/3/move/"
    assert "half a line" in seen(browser, "/shelves/3/move/")
    assert "half a line" not in seen(browser)
