import pytest

from lienthong.kernel.people.tests.factories import sign_in_with_factor


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"


@pytest.fixture
def house(founded):
    return founded("records.correspondence")


@pytest.fixture
def enter(house, client):
    def enter(who):
        sign_in_with_factor(client, house.account(who))
        return client

    return enter
