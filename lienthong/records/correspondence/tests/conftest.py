import pytest


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"


@pytest.fixture
def house(founded):
    return founded("records.correspondence")


@pytest.fixture
def resolution(house):
    return house.resolution()


@pytest.fixture
def enter(house, client):
    def enter(who):
        client.force_login(house.account(who))
        return client

    return enter
