"""An action that is agreed to elsewhere: the way there, and the return that enters what was agreed to."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from lienthong.kernel.people.public import Post
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account
from lienthong.kernel.web import jobs
from lienthong.kernel.web.models import AwaitedReturn

from .room_for_tests import said

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("lienthong.kernel.web.tests.room_for_tests"),
]
PAWN = "/shelves/3/pawn/"
BACK = PAWN + "back/"
TYPED = {"pawn-word": "gold", "pawn-pin": "123456"}


def test_what_was_typed_is_laid_and_the_person_led_to_where_it_is_agreed_to(
    secretary, shelf
) -> None:
    answer = secretary.post(PAWN, TYPED)

    assert answer.status_code == 303
    back = quote(project.WEB + BACK, safe="")
    assert answer["Location"] == f"https://window.example/answer/gold/?back={back}"
    assert (shelf.laid, shelf.done) == (["gold"], [])


def test_a_form_sent_by_a_script_leads_there_too(secretary, shelf) -> None:
    answer = secretary.post(PAWN, TYPED, headers={"hx-request": "true"})

    assert answer["HX-Redirect"].startswith("https://window.example/answer/gold/")


def test_what_needs_no_agreement_is_done_at_once(secretary, shelf) -> None:
    answer = secretary.post(PAWN, {"pawn-word": "tin"})

    assert (answer.status_code, answer["Location"]) == (302, "/shelves/3/")
    assert (shelf.done, said(answer)) == (["pawned tin"], ["Pawned for tin."])
    assert not AwaitedReturn.objects.exists()


def test_the_return_does_what_was_agreed_to_with_what_was_typed_then(secretary, shelf) -> None:
    secretary.post(PAWN, TYPED)
    shelf.agreed.add("gold")
    answer = secretary.get(BACK)

    assert (answer.status_code, answer["Location"]) == (302, "/shelves/3/")
    assert said(answer) == ["Pawned for gold."]
    assert shelf.done == ["pawned gold"]


def test_a_return_made_again_changes_nothing_and_leads_to_the_page(secretary, shelf) -> None:
    secretary.post(PAWN, TYPED)
    shelf.agreed.add("gold")
    secretary.get(BACK)
    again = secretary.get(BACK)

    assert (again["Location"], said(again)) == ("/shelves/3/", ["Pawned for gold."])
    assert shelf.done == ["pawned gold"]


def test_who_comes_back_without_having_agreed_reads_so_and_may_go_again(secretary, shelf) -> None:
    secretary.post(PAWN, TYPED)
    refused = secretary.get(BACK)
    page = refused.content.decode()

    assert refused.status_code == 409
    assert "Nobody has agreed to that word." in page
    assert 'value="gold"' in page
    assert f'action="{PAWN}"' in page
    shelf.agreed.add("gold")
    secretary.get(BACK)
    assert shelf.done == ["pawned gold"]


def test_a_return_that_was_not_awaited_does_nothing(secretary, shelf) -> None:
    """A link somebody else has put before this person: only what they sent themselves is done."""
    shelf.agreed.add("gold")

    assert secretary.get(BACK)["Location"] == "/shelves/3/"
    assert secretary.get(BACK + "?word=gold")["Location"] == "/shelves/3/"
    assert secretary.post(BACK, TYPED).status_code == 405
    assert shelf.done == []


def test_what_one_person_laid_another_does_not_return_from(secretary, shelf) -> None:
    secretary.post(PAWN, TYPED)
    shelf.agreed.add("gold")
    other = Client()
    other.force_login(an_account(a_post(a_unit(), "branch_secretary").person))

    assert other.get(BACK)["Location"] == "/shelves/3/"
    assert shelf.done == []


def test_rights_are_asked_again_on_the_return(secretary, shelf) -> None:
    secretary.post(PAWN, TYPED)
    shelf.agreed.add("gold")
    account = AwaitedReturn.objects.get().account_id
    secretary.logout()
    assert secretary.get(BACK)["Location"].startswith("/sign-in/")

    person = an_account(a_post(a_unit(), "specialist").person)
    AwaitedReturn.objects.filter(account_id=account).update(account_id=person.pk)
    secretary.force_login(person)
    assert secretary.get(BACK).status_code == 404
    assert shelf.done == []


def test_who_thinks_better_of_a_mere_button_is_led_back_calmly(secretary, shelf) -> None:
    secretary.post("/shelves/3/swear/")
    answer = secretary.get("/shelves/3/swear/back/")

    assert (answer.status_code, answer["Location"]) == (302, "/shelves/3/")
    assert said(answer) == ["Nobody has agreed to that word."]
    assert shelf.done == []

    shelf.agreed.add("oath")  # went once more, by the way back of the browser
    secretary.get("/shelves/3/swear/back/")
    assert shelf.done == ["pawned oath"]


def test_what_was_sent_in_one_post_is_not_done_in_another(secretary, shelf) -> None:
    secretary.post(PAWN, TYPED)
    shelf.agreed.add("gold")
    sent = AwaitedReturn.objects.get()
    other = a_post(a_unit(), "branch_secretary", person=Post.objects.get(pk=sent.post_id).person)
    session = secretary.session
    session["post_id"] = other.pk
    session.save()

    refused = secretary.get(BACK)
    assert refused.status_code == 409
    assert "Choose the first post again" in refused.content.decode()
    assert shelf.done == []


def test_a_rule_that_is_broken_when_it_is_laid_leads_nowhere(secretary, shelf) -> None:
    shelf.is_taken = True
    refused = secretary.post(PAWN, TYPED)

    assert refused.status_code == 409
    assert "The shelf is taken." in refused.content.decode()
    assert not AwaitedReturn.objects.exists()


def test_the_same_sending_leads_to_the_same_place_and_lays_nothing_twice(secretary, shelf) -> None:
    sent = TYPED | {"idempotency_key": "once"}
    first, again = secretary.post(PAWN, sent), secretary.post(PAWN, sent)

    assert first["Location"] == again["Location"]
    assert shelf.laid == ["gold"]


def test_what_proves_who_somebody_is_waits_nowhere(secretary, shelf) -> None:
    secretary.post(PAWN, TYPED)

    assert AwaitedReturn.objects.get().fields == {"pawn-word": ["gold"]}


def test_what_nobody_returned_from_is_forgotten_after_a_week(secretary, shelf) -> None:
    secretary.post(PAWN, TYPED)
    jobs.forget_awaited_returns()
    assert AwaitedReturn.objects.count() == 1
    AwaitedReturn.objects.update(sent_at=timezone.now() - dt.timedelta(days=8))
    jobs.forget_awaited_returns()

    assert not AwaitedReturn.objects.exists()


def test_a_form_of_ours_may_lead_to_the_window_and_nowhere_else() -> None:
    allowed = project.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]

    assert allowed == ["'self'", project.WINDOW]
