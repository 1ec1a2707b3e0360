import pytest

from lienthong.kernel.procedures import definitions
from lienthong.kernel.procedures.definitions import (
    Procedure,
    declare_procedure,
    declare_work,
)

from . import petitions


@pytest.fixture(scope="session")
def petition_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        petitions.make_table()
        yield
        petitions.drop_table()


@pytest.fixture
def asking(petition_table, db, monkeypatch) -> Procedure:
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
