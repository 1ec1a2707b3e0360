import pytest
from django.contrib.contenttypes.models import ContentType

from lienthong.kernel.procedures import definitions
from lienthong.kernel.procedures.definitions import (
    Procedure,
    declare_procedure,
    declare_work,
)

from . import petitions


@pytest.fixture
def petition_table(db):
    """A table that goes with the test, as all it writes: no other test has it."""
    petitions.make_table()
    yield
    ContentType.objects.clear_cache()


@pytest.fixture
def asking(petition_table, monkeypatch) -> Procedure:
    """Only what these tests declare is known."""
    monkeypatch.setattr(definitions, "_procedures", {})
    monkeypatch.setattr(definitions, "_works", {})
    monkeypatch.setattr(definitions, "_kinds", {})
    declare_work(petitions.TO_READ)
    declare_work(petitions.TO_KEEP)
    return declare_procedure(petitions.asking())


@pytest.fixture
def house(asking) -> petitions.House:
    return petitions.House()
