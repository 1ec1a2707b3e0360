import pytest

from lienthong.records.correspondence.tests.factories import House


@pytest.fixture
def house(db):
    return House()
