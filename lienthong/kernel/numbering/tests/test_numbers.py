"""Registers without gaps."""

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from lienthong.kernel.files.public import store
from lienthong.kernel.numbering.public import (
    TakenNumber,
    cancel_number,
    enter_lost_number,
    series_for_incoming,
    series_for_outgoing,
    take_number,
)
from lienthong.kernel.people.tests.factories import a_unit, an_actor
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import Term
from lienthong.kernel.units.public import UnitKind


def a_committee():
    unit = a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)
    return unit, Term.objects.create(unit=unit, starts_on=dt.date(2020, 1, 2))


@pytest.mark.django_db
def test_each_type_has_its_own_sequence_in_a_term() -> None:
    unit, term = a_committee()
    actor = an_actor(unit)
    resolution = series_for_outgoing(unit, "resolution", term)
    letter = series_for_outgoing(unit, "official_letter", term)
    assert [take_number(resolution, actor=actor).number for _ in range(3)] == [1, 2, 3]
    assert take_number(letter, actor=actor).number == 1


@pytest.mark.django_db
def test_numbering_starts_again_with_a_new_term_and_arrivals_with_a_new_year() -> None:
    unit, term = a_committee()
    actor = an_actor(unit)
    take_number(series_for_outgoing(unit, "resolution", term), actor=actor)
    term.ends_on = dt.date(2025, 9, 14)
    term.save()
    new = Term.objects.create(unit=unit, starts_on=dt.date(2025, 9, 15))
    assert take_number(series_for_outgoing(unit, "resolution", new), actor=actor).number == 1
    assert [take_number(series_for_incoming(unit, 2026), actor=actor).number for _ in "ab"] == [
        1,
        2,
    ]
    assert take_number(series_for_incoming(unit, 2027), actor=actor).number == 1


@pytest.mark.django_db
def test_two_committees_may_both_have_number_one() -> None:
    for _ in range(2):
        unit, term = a_committee()
        assert (
            take_number(series_for_outgoing(unit, "resolution", term), actor=an_actor(unit)).number
            == 1
        )


@pytest.mark.django_db
def test_a_cancelled_number_says_why_and_is_not_given_out_again() -> None:
    unit, term = a_committee()
    actor, series = an_actor(unit), series_for_outgoing(unit, "resolution", term)
    taken = take_number(series, actor=actor)
    with pytest.raises(RuleBroken, match="Say why"):
        cancel_number(taken.pk, reason=" ", actor=actor)
    cancel_number(taken.pk, reason="Không đóng được dấu", actor=actor)
    with pytest.raises(RuleBroken, match="already been cancelled"):
        cancel_number(taken.pk, reason="Lần nữa", actor=actor)
    assert take_number(series, actor=actor).number == 2


@pytest.mark.django_db(transaction=True)
def test_many_clerks_at_once_get_consecutive_numbers() -> None:
    unit, term = a_committee()
    actor, series = an_actor(unit), series_for_outgoing(unit, "resolution", term)

    def issue(fails: bool) -> None:
        try:
            with transaction.atomic():
                take_number(series, actor=actor)
                if fails:
                    raise RuntimeError
        except RuntimeError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=(n % 4 == 0,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = sorted(TakenNumber.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 10))


@pytest.mark.django_db
def test_a_number_whose_record_was_lost_is_entered_and_not_given_out_again(
    settings: Any, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path
    unit, term = a_committee()
    actor = an_actor(unit)
    resolution = series_for_outgoing(unit, "resolution", term)
    take_number(resolution, actor=actor)

    file = store(b"%PDF", media_type="application/pdf")
    entered = enter_lost_number(resolution, 3, file, actor=actor)

    assert entered.record_lost
    assert entered.kept_file == file
    assert take_number(resolution, actor=actor).number == 4
    enter_lost_number(resolution, 2, None, actor=actor)
    assert take_number(resolution, actor=actor).number == 5, "one filled in sets nothing back"


@pytest.mark.django_db
def test_a_number_that_stands_in_the_register_is_not_entered() -> None:
    unit, term = a_committee()
    actor = an_actor(unit)
    resolution = series_for_outgoing(unit, "resolution", term)
    take_number(resolution, actor=actor)

    with pytest.raises(RuleBroken, match="stands in the register already"):
        enter_lost_number(resolution, 1, None, actor=actor)
