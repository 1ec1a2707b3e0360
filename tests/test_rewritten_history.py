"""A history tampered with in one way of each nature, every nature; more of each has `script/attack audit`."""

import pytest
from django.db import transaction

from attack import audit
from attack.rewritten.nature import Nature
from attack.rewritten.office import an_office
from lienthong.kernel.audit.verifying import Fault

NATURES = list(audit.natures())


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker):
    """One for all: what a test does to it is undone."""
    with django_db_blocker.unblock(), transaction.atomic(), an_office() as office:
        yield office
        transaction.set_rollback(True)


@pytest.mark.parametrize("nature", NATURES, ids=lambda one: f"{one.where}: {one.changes}")
def test_a_tampering_is_found_by_the_check_named_for_it(office, django_db_blocker, nature):
    with django_db_blocker.unblock():
        outcome = audit.tried(nature, office, times=1)

    assert outcome.holds, outcome


def test_what_nobody_touched_is_whole(office, django_db_blocker):
    with django_db_blocker.unblock():
        assert office.faults() == []
        assert audit.faults_of_export(office, office.newest) == []


def test_a_tampering_that_is_not_found_is_noticed(office, django_db_blocker, monkeypatch):
    harmless = Nature("database", "nothing", "link", lambda office: None)
    with django_db_blocker.unblock():
        missed = audit.tried(harmless, office, times=1)
        monkeypatch.setattr(office, "faults", lambda: [Fault("order", "x")])
        by_another = audit.tried(harmless, office, times=1)

    assert (missed.found, missed.holds) == (0, False)
    assert (by_another.found, by_another.holds) == (1, False)


def test_there_are_as_many_natures_and_tamperings_as_promised():
    older = [one for one in NATURES if one.where != "newer"]

    assert len({(one.where, one.changes) for one in NATURES}) == len(NATURES)
    assert len(NATURES) >= audit.LEAST_NATURES
    assert sum(one.times or audit.TIMES for one in older) >= audit.LEAST_OLDER
