import pytest
from django.utils import translation

from lienthong.kernel.people.tests import factories


@pytest.fixture(autouse=True)
def keys_of_their_own(settings, tmp_path):
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def province(db):
    return factories.a_unit(kind="provincial_committee")


@pytest.fixture
def commune(province):
    return factories.a_unit(province)


@pytest.fixture
def neighbour(province):
    return factories.a_unit(province)
