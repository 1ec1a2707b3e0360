import pytest

from lienthong.kernel.people.tests.factories import sign_in_with_factor
from tests.costs import read_once


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"


@pytest.fixture(autouse=True)
def files_read_once(monkeypatch):
    read_once(monkeypatch)


@pytest.fixture
def house(founded):
    return founded("records.correspondence")


@pytest.fixture
def resolution(house):
    return house.resolution()


@pytest.fixture
def enter(house, client):
    def enter(who):
        sign_in_with_factor(client, house.account(who))
        return client

    return enter
