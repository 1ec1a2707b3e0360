"""An action declared once has a view, an address, a permission, a form, a button and a sentence."""

import datetime as dt

import pytest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.formats import date_format

from lienthong.kernel.audit.public import AuditEntry, describe
from lienthong.kernel.database.tests.statements import statements
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account
from lienthong.kernel.web.models import ActionOutcome

from .pages_for_tests import READ
from .room_for_tests import said

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("lienthong.kernel.web.tests.room_for_tests"),
]
APPS = ["django.template.loaders.app_directories.Loader"]
RENAME = "/shelves/3/name-again/"


def seen(client, address="/shelves/3/"):
    return client.get(address).content.decode()


def test_one_entry_gives_address_permission_button_form_and_dialog(secretary) -> None:
    view = resolve(RENAME).func
    page = seen(secretary)

    assert reverse("shelves:name_again", args=[3]) == RENAME
    assert (view.needs, view.access) == ((READ,), "permission")
    assert f'action="{RENAME}"' in page
    assert 'data-dialog="name-again"' in page
    assert '<dialog id="name-again"' in page
    assert "Another name for shelf 3" in page
    assert 'name="name_again-word"' in page
    assert page.count("(optional)") == 1  # the remark; a rule asks for the word


def test_what_is_done_is_said_and_leads_back_to_the_page(secretary, shelf) -> None:
    answer = secretary.post(RENAME, {"name_again-word": "b"})

    assert (answer.status_code, answer["Location"]) == (302, "/shelves/3/")
    assert said(answer) == ["Now called B."]
    assert shelf.word == "b"


@pytest.mark.parametrize(("word", "status"), [("", 409), ("too long", 422)])
def test_what_is_refused_comes_back_in_the_open_with_the_words(secretary, word, status) -> None:
    sent = {"name_again-word": word, "name_again-remark": "typed"}
    answer = secretary.post(RENAME, sent)
    page = answer.content.decode()

    assert answer.status_code == status
    assert 'id="name-again-again"' in page
    assert 'href="#name-again-again"' in page
    assert '<dialog id="name-again"' not in page
    assert 'value="typed"' in page
    assert page.count("(optional)") == 1
    assert page.count('id="id_name_again-word"') == 1


def test_an_action_not_offered_has_no_button_and_yet_its_refusal_is_seen(secretary, shelf) -> None:
    shelf.is_open = False

    assert RENAME not in seen(secretary)
    answer = secretary.post(RENAME, {"name_again-word": ""})
    assert "Say the word." in answer.content.decode()


def test_a_button_without_a_form_asks_first_and_says_in_the_page_why_not(secretary, shelf) -> None:
    assert 'data-confirm="Empty it?"' in seen(secretary)
    assert secretary.post("/shelves/3/clear/")["Location"] == "/shelves/3/"
    shelf.is_open = False
    answer = secretary.post("/shelves/3/clear/")

    assert answer.status_code == 409
    assert "The shelf is shut." in answer.content.decode()
    assert shelf.done == ["emptied"]


def taken_by(name: str, *, days_ago: int = 0) -> AuditEntry:
    """The shelf was renamed by somebody, in the middle of a day."""
    noon = timezone.localtime().replace(hour=12, minute=5) - dt.timedelta(days=days_ago)
    return AuditEntry(verb="shelves.renamed", actor_name=name, actor_title="Clerk", at=noon)


def test_who_comes_too_late_reads_who_has_done_what_and_when(secretary, shelf) -> None:
    describe("shelves.renamed", "Renamed the shelf.")
    shelf.is_taken, shelf.last_done = True, taken_by("Đỗ Thị Lan")
    answer = secretary.post("/shelves/3/clear/")

    assert answer.status_code == 409
    told = "The shelf is shut. Đỗ Thị Lan, Clerk, at 12:05: Renamed the shelf."
    assert told in answer.content.decode()

    shelf.last_done = taken_by("Đỗ Thị Lan", days_ago=2)
    day = date_format(timezone.localtime() - dt.timedelta(days=2), "d/m/Y")
    assert f"at 12:05 on {day}: Renamed" in secretary.post("/shelves/3/clear/").content.decode()


def test_nobody_is_named_where_the_page_still_offers_the_action(secretary, shelf) -> None:
    shelf.is_open, shelf.last_done = False, taken_by("Đỗ Thị Lan")
    page = secretary.post("/shelves/3/clear/").content.decode()

    assert "The shelf is shut." in page
    assert "Đỗ Thị Lan" not in page


def test_an_action_may_stand_where_the_page_puts_it_and_lead_elsewhere(secretary, shelf) -> None:
    assert 'action="/shelves/3/mark/"' in seen(secretary)
    assert secretary.post("/shelves/3/mark/")["Location"] == "/elsewhere/"
    assert shelf.done == ["marked"]


def test_a_reader_who_comes_to_the_address_of_an_action_is_led_to_its_page(secretary) -> None:
    assert secretary.get(RENAME)["Location"] == "/shelves/3/#name-again"
    assert secretary.head("/shelves/3/clear/")["Location"] == "/shelves/3/#act"
    assert secretary.put(RENAME).status_code == 405


def test_a_thing_that_is_not_there_and_a_stranger_change_nothing(secretary, client, shelf) -> None:
    assert secretary.post("/shelves/4/name-again/", {"name_again-word": "b"}).status_code == 404
    client.logout()
    assert client.get(RENAME)["Location"].startswith("/sign-in/")
    client.force_login(an_account(a_post(a_unit(), "specialist").person))
    assert client.get(RENAME).status_code == client.post(RENAME).status_code == 404
    assert shelf.word == "A"


def test_a_form_may_have_a_page_of_its_own_at_its_address(secretary, shelf) -> None:
    assert 'href="/shelves/3/move/"' in seen(secretary)
    page = seen(secretary, "/shelves/3/move/")
    assert 'value="A"' in page
    assert 'href="/shelves/3/"' in page
    refused = secretary.post("/shelves/3/move/", {"word": "", "remark": "typed"})

    assert refused.status_code == 409
    assert "Say the word." in refused.content.decode()
    assert 'value="typed"' in refused.content.decode()
    assert secretary.post("/shelves/3/move/", {"word": "b"})["Location"] == "/shelves/3/"
    assert secretary.get("/shelves/4/move/").status_code == 404
    assert shelf.word == "b"


def test_the_page_of_an_action_may_depend_on_the_thing(secretary, shelf) -> None:
    assert secretary.get("/boards/3/paint/")["Location"] == "/shelves/3/#paint"
    assert secretary.post("/boards/3/paint/")["Location"] == "/shelves/3/"
    assert secretary.get("/boards/4/paint/").status_code == 404
    assert shelf.done == ["painted"]


def test_an_action_named_like_its_page_has_the_address_of_the_page(secretary, shelf) -> None:
    assert "Label of A" in seen(secretary, "/shelves/3/label/")
    assert secretary.head("/shelves/3/label/").status_code == 200
    refused = secretary.post("/shelves/3/label/", {"word": "", "remark": "typed"})
    page = refused.content.decode()

    assert refused.status_code == 409
    assert "Label of A" in page
    assert 'value="typed"' in page
    done = secretary.post("/shelves/3/label/", {"word": "b"})
    assert done["Location"] == "/shelves/3/label/"
    assert shelf.word == "b"


def test_a_result_may_be_shown_once_and_never_again(secretary, shelf, settings) -> None:
    shown = {"once.html": "{{ thing.number }} is {{ result }}, see {{ its_page }}"}
    loaders = [("django.template.loaders.locmem.Loader", shown), *APPS]
    engine = settings.TEMPLATES[0]
    options = engine["OPTIONS"] | {"loaders": loaders}
    settings.TEMPLATES = [engine | {"APP_DIRS": False, "OPTIONS": options}]
    sent = {"idempotency_key": "once"}

    answer = secretary.post("/boards/3/lend/", sent)
    assert (answer.status_code, shelf.word) == (200, "lent")
    assert answer.content.decode() == "3 is LENT, see /shelves/3/"
    again = secretary.post("/boards/3/lend/", sent)
    assert again.status_code == 409
    assert b"LENT" not in again.content
    assert b"shown once and cannot be shown again" in again.content


def test_without_a_page_to_show_again_the_refusal_has_a_page_of_its_own(secretary, shelf) -> None:
    shelf.is_open = False
    refused = secretary.post("/boards/3/shut/")

    assert refused.status_code == 409
    assert "The shelf is shut." in refused.content.decode()
    assert 'href="/shelves/3/"' in refused.content.decode()


def test_a_press_costs_its_page_four_statements(secretary, shelf) -> None:
    """Session, account, posts, and the key; where the action leads to its page, none to keep the way."""
    secretary.post("/shelves/3/clear/", {"idempotency_key": "warm"})
    with statements() as spent:
        secretary.post("/shelves/3/clear/", {"idempotency_key": "k1"})
    asked = [one for one in spent if "SAVEPOINT" not in one]

    assert len(asked) == 4, asked
    assert set(ActionOutcome.objects.values_list("location", flat=True)) == {"/shelves/3/"}
    assert (
        secretary.post("/shelves/3/clear/", {"idempotency_key": "k1"})["Location"] == "/shelves/3/"
    )
    assert shelf.done == ["emptied", "emptied"]
