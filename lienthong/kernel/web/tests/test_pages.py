"""Who reaches a page, and that a repeated request has one effect."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.kernel.people.codes import new_seed
from lienthong.kernel.people.factors import enrol_app
from lienthong.kernel.people.public import Account
from lienthong.kernel.people.tests.factories import (
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.web import places
from lienthong.kernel.web.models import ActionOutcome
from lienthong.kernel.web.pages import page

from .pages_for_tests import done_actions

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("lienthong.kernel.web.tests.pages_for_tests"),
]


@pytest.fixture
def secretary(client: Client, settings) -> Client:
    settings.LOGIN_URL = "/sign-in/"
    engine = settings.TEMPLATES[0]
    plain = engine["OPTIONS"] | {"context_processors": []}
    settings.TEMPLATES = [engine | {"OPTIONS": plain}]
    done_actions.clear()
    client.force_login(an_account(a_post(a_unit(), "branch_secretary").person))
    return client


def test_a_page_that_names_no_permission_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="which permission"):
        page()


def test_somebody_not_signed_in_is_led_to_sign_in(client: Client, settings) -> None:
    settings.LOGIN_URL = "/sign-in/"
    assert client.get("/action/")["Location"] == "/sign-in/?next=/action/"
    assert client.get("/open/").content == b"open"
    part = {"HX-Request": "true", "HX-Current-URL": "http://testserver/shown/?q=a"}
    led = client.get("/action/", headers=part)["HX-Redirect"]
    assert led == "/sign-in/?next=http%3A//testserver/shown/%3Fq%3Da"


def test_a_page_of_a_permission_one_does_not_hold_is_not_found(secretary: Client) -> None:
    unknown, closed = secretary.get("/no-such-page/"), secretary.get("/closed/")
    assert closed.status_code == unknown.status_code == 404
    assert closed.content == unknown.content


@pytest.mark.parametrize(("word", "status"), [("yes", 302), ("no", 409), ("too long", 422)])
def test_a_form_gives_back_what_is_wrong(secretary: Client, word: str, status: int) -> None:
    response = secretary.post("/action/", {"word": word})
    assert response.status_code == status
    if status != 302:
        assert word in response.content.decode()


def test_a_form_sent_twice_has_one_effect_and_the_same_answer(secretary: Client) -> None:
    sent = {"word": "once", "idempotency_key": "k1"}
    first, second = secretary.post("/action/", sent), secretary.post("/action/", sent)
    assert first["Location"] == second["Location"] == "/done/"
    assert done_actions == ["once"]


def test_a_form_sent_twice_by_a_script_has_one_effect_and_leads_on(secretary: Client) -> None:
    sent = {"word": "once", "idempotency_key": "k1"}
    first = secretary.post("/action/", sent, headers={"HX-Request": "true"})
    second = secretary.post("/action/", sent, headers={"HX-Request": "true"})
    assert first["HX-Redirect"] == second["HX-Redirect"] == "/done/"
    assert done_actions == ["once"]


def test_what_was_shown_once_is_not_done_again(secretary: Client) -> None:
    first, second = (secretary.post("/shown/", {"idempotency_key": "k1"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 409)
    assert done_actions == ["shown"]


def test_another_file_under_the_same_name_is_other_content(secretary: Client) -> None:
    def send(content: bytes):
        file = SimpleUploadedFile("minutes.txt", content)
        return secretary.post("/sent/", {"file": file, "idempotency_key": "k1"}).status_code

    assert (send(b"first"), send(b"first"), send(b"other")) == (302, 302, 409)
    assert done_actions == ["first"]


def test_a_long_way_on_does_not_undo_the_action(secretary: Client) -> None:
    sent = {"to": "/done/?q=" + "x" * 400, "idempotency_key": "k1"}
    response = secretary.post("/sent/", sent | {"file": SimpleUploadedFile("a.txt", b"a")})
    assert response.status_code == 302
    assert done_actions == ["a"]


def test_the_same_key_with_other_content_is_refused(secretary: Client) -> None:
    secretary.post("/action/", {"word": "one", "idempotency_key": "k1"})
    response = secretary.post("/action/", {"word": "two", "idempotency_key": "k1"})
    assert response.status_code == 409
    assert done_actions == ["one"]


def test_what_is_kept_of_a_form_cannot_be_guessed_back(secretary: Client) -> None:
    """A PIN of six figures would be found at once in a plain digest of what was sent."""
    secretary.post("/action/", {"word": "1234", "idempotency_key": "k1"})
    secretary.post("/action/", {"word": "1234", "idempotency_key": "k2"})

    first, second = ActionOutcome.objects.values_list("body_hash", flat=True)
    plain = hashlib.sha256(repr(("word", ["1234"])).encode()).hexdigest()
    assert len({first, second, plain}) == 3


def test_a_refused_action_leaves_its_key_free(secretary: Client) -> None:
    secretary.post("/action/", {"word": "no", "idempotency_key": "k1"})
    assert not ActionOutcome.objects.exists()
    assert secretary.post("/action/", {"word": "yes", "idempotency_key": "k1"}).status_code == 302


def test_keys_of_two_people_never_meet(secretary: Client) -> None:
    secretary.post("/action/", {"word": "mine", "idempotency_key": "k1"})
    other = Client()
    other.force_login(an_account(a_post(a_unit(), "branch_secretary").person))
    other.post("/action/", {"word": "yours", "idempotency_key": "k1"})
    assert done_actions == ["mine", "yours"]


@pytest.fixture
def factor_page(monkeypatch, settings, tmp_path) -> str:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    monkeypatch.setitem(places._places, "second_factor", "open")
    return "/open/"


def test_a_page_behind_a_second_factor_opens_where_one_was_shown(
    secretary: Client, factor_page: str
) -> None:
    account = Account.objects.get()
    led_away = factor_page + "?next=%2Fguarded%2F"
    assert secretary.post("/guarded/")["Location"] == led_away
    enrol_app(account, new_seed())
    assert secretary.post("/guarded/")["Location"] == led_away
    sign_in_with_factor(secretary, account)
    assert secretary.post("/guarded/")["Location"] == "/done/"


@pytest.mark.parametrize(
    ("come_from", "back"),
    [
        ("http://testserver/action/", "?next=http%3A%2F%2Ftestserver%2Faction%2F"),
        ("http://elsewhere.example/", "?next=%2Fguarded%2F"),
    ],
)
def test_from_the_second_factor_one_is_led_back_to_ones_page_and_nowhere_else(
    secretary: Client, factor_page: str, come_from: str, back: str
) -> None:
    sent = secretary.post("/guarded/", headers={"referer": come_from})
    by_script = secretary.post("/guarded/", headers={"HX-Request": "true"})

    assert sent["Location"] == factor_page + back
    assert secretary.get("/guarded/")["Location"] == f"{factor_page}?next=%2Fguarded%2F"
    assert by_script["HX-Redirect"] == factor_page + "?next=%2Fguarded%2F"


@pytest.mark.parametrize(
    ("current", "back"),
    [
        ("http://testserver/action/?q=a", "?next=http%3A%2F%2Ftestserver%2Faction%2F%3Fq%3Da"),
        ("http://elsewhere.example/", "?next=%2Fguarded%2F"),
    ],
)
def test_a_part_of_a_page_leads_back_to_the_whole_page(
    secretary: Client, factor_page: str, current: str, back: str
) -> None:
    sent = {"HX-Request": "true", "HX-Current-URL": current}
    assert secretary.get("/guarded/", headers=sent)["HX-Redirect"] == factor_page + back


@pytest.mark.parametrize(
    ("cookie", "spoken"), [("", "vi"), ("vi", "vi"), ("en", "en"), ("fr", "vi"), ("xx", "vi")]
)
def test_pages_speak_vietnamese_until_another_language_is_chosen(
    client: Client, settings, cookie: str, spoken: str
) -> None:
    settings.LANGUAGE_CODE = "vi"
    client.cookies["django_language"] = cookie

    answer = client.get("/open/", headers={"Accept-Language": "en-US,en;q=0.9"})

    assert answer.headers["Content-Language"] == spoken


def test_what_no_page_has_caught_becomes_a_sentence(secretary: Client) -> None:
    response = secretary.post("/fails/")
    assert response.status_code == 409
    assert "This cannot be done now." in response.content.decode()


@pytest.mark.parametrize(
    ("path", "status", "again"),
    [
        ("/away/", 503, "5"),
        ("/broken/", 500, None),
        ("/full/", 507, None),
        ("/full/?database", 507, None),
    ],
)
def test_a_failure_says_that_nothing_was_saved(
    client: Client, path: str, status: int, again
) -> None:
    client.raise_request_exception = False
    response = client.get(path)
    assert (response.status_code, response.headers.get("Retry-After")) == (status, again)
    assert "nothing was saved" in response.content.decode()


def test_what_is_larger_than_any_document_is_refused_unread(secretary: Client) -> None:
    response = secretary.post("/sent/", {"word": "a"}, CONTENT_LENGTH=str(30 * 2**20))
    assert response.status_code == 413
    assert done_actions == []
