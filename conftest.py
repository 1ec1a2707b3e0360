"""What every test stands on."""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from django.test import TransactionTestCase
from django.utils import translation

from tests.costs import Cheap
from tests.founding import FoundedWorld

# With every change each property is tried on a few examples, always the same; at night on many new ones.
hypothesis.settings.register_profile("ci", max_examples=40, deadline=None, derandomize=True)
hypothesis.settings.register_profile("nightly", max_examples=1000, deadline=None)


cheap = Cheap()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="take the long forms as well")


def pytest_configure(config: pytest.Config) -> None:
    cheap.begin()
    hypothesis.settings.load_profile("nightly" if config.getoption("--nightly") else "ci")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long forms to the night; what takes long goes first, so that two workers end together.

    That is the browser, then what concerns the whole house and often founds an installation of its own.
    """
    if not config.getoption("--nightly"):
        long = [item for item in items if item.get_closest_marker("nightly")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    house = config.rootpath / "tests"
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is None,
            house not in item.path.parents,
        )
    )


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end: they are not looked through again and again for what may go."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def in_english(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests read the sentences as the code says them, whether or not a catalogue is compiled."""
    settings = request.getfixturevalue("settings")
    settings.LANGUAGE_CODE = "en"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with translation.override("en"):
        yield


@pytest.fixture
def full_cost() -> Iterator[None]:
    """Passwords and PINs are hashed as in an installation, for the test that is about it."""
    cheap.end()
    yield
    cheap.begin()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[FoundedWorld]:
    """The test database is a copy of the founded world; a test that commits gets another one made."""
    with django_db_blocker.unblock():
        world = FoundedWorld()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: world.restore())
        yield world
    with django_db_blocker.unblock():
        world.end()


@pytest.fixture
def founded(db: None, django_db_setup: FoundedWorld) -> Callable[[str], Any]:
    """What a room's `tests/world.py` has founded: `founded("records.documents")`."""
    return lambda room: django_db_setup.of(f"lienthong.{room}")
