"""A register that was written past the product gives no number, and the daily check names it."""

import pytest

from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.numbering.actions import take_number
from lienthong.kernel.numbering.comparing import registers_unlike_the_history
from lienthong.kernel.numbering.models import Series, SeriesKey, TakenNumber
from lienthong.kernel.people.tests.factories import a_unit, an_actor
from lienthong.kernel.permissions.public import RuleBroken

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return an_actor(a_unit())


@pytest.fixture
def key(clerk):
    return SeriesKey(clerk.unit_id, Series.Register.INCOMING, year=2026)


@pytest.fixture
def series(key, clerk):
    assert [take_number(key, actor=clerk).number for _each in range(3)] == [1, 2, 3]
    return Series.objects.get()


def named() -> list[int]:
    return [fault.facts["series"] for fault in registers_unlike_the_history()]


def test_a_register_that_gave_its_numbers_is_as_the_history_says(series):
    assert series.is_marked()
    assert named() == []


def test_a_register_that_was_set_back_gives_no_number(series, key, clerk):
    as_superuser("UPDATE numbering_series SET last_number = 1 WHERE id = %s", series.pk)

    with pytest.raises(RuleBroken, match="not as this system wrote it"):
        take_number(key, actor=clerk)
    assert named() == [series.pk]


def test_a_register_put_back_with_its_old_mark_is_named(series, key, clerk):
    old = (series.last_number, series.mark)
    take_number(key, actor=clerk)
    TakenNumber.objects.filter(number=4).delete()
    put_back = "UPDATE numbering_series SET last_number = %s, mark = %s WHERE id = %s"
    as_superuser(put_back, *old, series.pk)

    assert take_number(key, actor=clerk).number == 4
    assert named() == [series.pk]


def test_a_number_that_nobody_took_is_named(series):
    TakenNumber.objects.create(series=series, number=9)

    assert named() == [series.pk]
