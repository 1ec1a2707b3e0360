import pytest

from .office import Office


@pytest.fixture
def office(db) -> Office:
    return Office()
