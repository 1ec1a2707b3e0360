"""A register begun on paper goes on from its last number, as two agreed; after that it counts as every other one."""

import pytest
from django.utils import timezone

from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.numbering.actions import (
    series_for_incoming,
    series_for_outgoing,
    take_number,
)
from lienthong.kernel.numbering.comparing import registers_unlike_the_history
from lienthong.kernel.numbering.models import Series
from lienthong.kernel.numbering.public import RegisterGoesOn
from lienthong.kernel.people.tests.factories import a_unit, an_actor, by_two
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import Term
from lienthong.kernel.units.public import UnitKind

pytestmark = pytest.mark.django_db
BASIS = "Sổ văn bản đi nhiệm kỳ này, Văn thư giữ"


@pytest.fixture
def unit():
    return a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)


@pytest.fixture
def admin(unit):
    return an_actor(unit)


@pytest.fixture
def term(unit):
    return Term.objects.create(unit=unit, starts_on=timezone.localdate())


def goes_on(unit, admin, register="", last=123, basis=BASIS):
    matter = RegisterGoesOn.made_of(unit, register, last, basis)
    matter.check()
    return matter.carry_out(by_two(admin))


def taken(key):
    return take_number(key, actor=None).number


def test_the_next_number_is_the_one_after_the_last_on_paper(unit, admin, term):
    goes_on(unit, admin)
    goes_on(unit, admin, "plan", 7)

    assert taken(series_for_incoming(unit, timezone.localdate().year)) == 124
    assert [taken(series_for_outgoing(unit, "plan", term)) for _each in range(2)] == [8, 9]
    assert taken(series_for_outgoing(unit, "decision", term)) == 1
    assert list(registers_unlike_the_history()) == []


def test_the_daily_check_knows_it_before_a_number_is_taken_and_names_what_was_set_anew(unit, admin):
    series = goes_on(unit, admin)
    assert list(registers_unlike_the_history()) == []

    as_superuser("UPDATE numbering_series SET last_number = 200 WHERE id = %s", series.pk)

    assert [fault.facts["series"] for fault in registers_unlike_the_history()] == [series.pk]


def test_a_register_in_use_does_not_jump(unit, admin, term):
    taken(series_for_outgoing(unit, "plan", term))
    with pytest.raises(RuleBroken, match="Numbers have been taken"):
        goes_on(unit, admin, "plan", 7)

    goes_on(unit, admin)
    with pytest.raises(RuleBroken, match="goes on from one already"):
        goes_on(unit, admin, last=130)


@pytest.mark.parametrize(
    ("register", "last", "basis", "said"),
    [
        ("", 0, BASIS, "from 1 to 20000"),
        ("", 20_001, BASIS, "from 1 to 20000"),
        ("", 12, " ", "Say on which register on paper"),
        ("plan", 12, BASIS, "Open the term first"),
    ],
)
def test_what_cannot_be_is_refused(unit, admin, register, last, basis, said):
    with pytest.raises(RuleBroken, match=said):
        goes_on(unit, admin, register, last, basis)
    assert not Series.objects.filter(unit=unit).exists()


def test_a_branch_has_no_register_to_go_on_with(admin, unit):
    with pytest.raises(RuleBroken, match="keeps no register"):
        goes_on(a_unit(unit, kind=UnitKind.BASE_BRANCH), admin)
