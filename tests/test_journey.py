"""A resolution travels from the provincial committee to a branch, in a real browser, by ten people."""

import os

import pytest

from lienthong.ui.tests.chromium import CHROMIUM, chromium

from .browser.delivery import Delivery
from .browser.inspection import Inspection
from .browser.installation import installation
from .browser.story import Story

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        missing = "Chromium is missing. Install: sudo apt-get install chromium"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def place(browser, django_db_setup, tmp_path_factory):
    with installation(
        django_db_setup.tables(tmp_path_factory.mktemp("tables") / "dump")
    ) as founded:
        yield founded


@pytest.fixture(scope="module")
def inspection(pytestconfig):
    return Inspection(thorough=pytestconfig.getoption("--nightly"))


@pytest.fixture(scope="module")
def journey(browser, place, inspection):
    """Played once, every page looked at as it comes."""
    story = Story(browser, place, look=inspection)
    story.play(print)
    yield story
    story.leave()


def test_a_resolution_travels_to_the_branch_and_its_receipts_come_back(journey):
    assert journey.notation == "01-NQ/TU"
    assert journey.troubles.seen == []


def test_everybody_can_read_and_use_every_page(journey, inspection):
    assert inspection.inaccessible == []


def test_no_page_is_wider_than_its_window(journey, inspection):
    assert inspection.sideways == []


def test_a_finger_finds_every_button_on_the_phone(journey, inspection):
    assert inspection.too_small == []


def test_the_pages_speak_one_language_at_a_time(journey, inspection):
    journey.read_in_english(inspection.in_english)
    assert inspection.other_language == []


@pytest.mark.parametrize(
    ("until", "subject", "notation"),
    [
        ("ask_opinions", "đổi mới sinh hoạt chi bộ theo chuyên đề", ""),
        pytest.param(
            *("outsiders", "nâng cao chất lượng sinh hoạt chi bộ", "02-NQ/TU"),
            marks=pytest.mark.nightly,
        ),
    ],
    ids=["to the opinions", "all the way"],
)
def test_the_same_journey_without_scripts(journey, browser, place, until, subject, notation):
    """Each change goes as far as asking for opinions, the night all the way."""
    story = Story(browser, place, scripts=False, subject=subject)
    story.play(print, until=until)
    story.leave()
    assert story.notation == notation


FIRST_DESK, SECOND_DESK = 140_000, 10_000


def test_the_first_desk_is_light_and_the_second_almost_nothing(journey, place, browser):
    """As sent, compressed and with headers; a file with a hash in its name is never asked for again."""
    delivery = Delivery(browser, journey.enter("lan"))

    first, second = delivery.of("/"), delivery.of("/")

    assert first.bytes <= FIRST_DESK, first
    assert second.bytes <= SECOND_DESK, second
    assert second.asked == [f"{place.address}/"]
    assert not [url for url in first.files if not first.is_kept_for_good(url)], first


def test_pictures_of_pages_are_fetched_once_in_a_session(journey, browser):
    delivery = Delivery(browser, journey.enter("mai"))

    first, second = delivery.of(journey.document), delivery.of(journey.document)

    assert [url for url in first.asked if ".png" in url]
    assert [url for url in second.asked if ".png" in url or "/static/" in url] == []
