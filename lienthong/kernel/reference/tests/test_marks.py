"""What a superuser of the database writes into terms, rules and types does not hold."""

import datetime as dt

import pytest

from lienthong.kernel.audit.marked_rows import unmarked_rows
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.people.tests.factories import a_unit
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.calendar import holidays
from lienthong.kernel.reference.comparing import types_unlike_the_list
from lienthong.kernel.reference.models import RuleVersion, Term
from lienthong.kernel.reference.queries import rule, term_on
from lienthong.kernel.reference.seeds import seed

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 5, 4)
OWN_TERM = """
    INSERT INTO reference_term (unit_id, starts_on, ends_on, mark)
    SELECT unit_id, '2026-01-01', '2026-12-31', mark FROM reference_term WHERE id = %s
"""


@pytest.fixture
def term():
    return Term.objects.create(unit=a_unit(), starts_on=dt.date(2025, 6, 1))


@pytest.fixture
def seeded():
    seed()


def named(model) -> list[int]:
    return [fault.facts["row"] for fault in unmarked_rows() if fault.message == model.UNMARKED]


def test_numbers_go_on_in_the_true_term_beside_an_invented_one(term):
    as_superuser(OWN_TERM, term.pk)

    assert term_on(term.unit, DAY) == term
    assert named(Term) == [Term.objects.latest("pk").pk]


def test_a_term_that_was_moved_is_none(term):
    as_superuser("UPDATE reference_term SET starts_on = '2026-01-01' WHERE id = %s", term.pk)

    with pytest.raises(RuleBroken, match="no term recorded"):
        term_on(term.unit, DAY)


def test_a_rule_whose_value_was_changed_is_refused_and_a_new_one_does_not_hold(seeded):
    key = "documents.adoption_majority"
    true = rule(key, DAY)
    as_superuser(
        """INSERT INTO reference_ruleversion
            (key, value, valid_from, certainty, legal_basis, withdrawn_because, mark)
        SELECT key, '{"more_than_percent": 1}', '2026-05-01', certainty, '', '', mark
        FROM reference_ruleversion WHERE id = %s""",
        true.pk,
    )
    assert rule(key, DAY) == true

    as_superuser("UPDATE reference_ruleversion SET value = '{}' WHERE id = %s", true.pk)

    with pytest.raises(RuleBroken, match="not as this system wrote it"):
        rule(key, DAY)
    assert len(named(RuleVersion)) == 2


def test_a_day_off_that_was_written_past_the_product_is_none(seeded):
    entered = RuleVersion.objects.get(key="calendar.decision", valid_from="2026-01-01")
    as_superuser(
        """UPDATE reference_ruleversion SET value = value || '{"tet_days_before": 4}' WHERE id = %s""",
        entered.pk,
    )

    by_kind = [one.kind for one in holidays(2026).values()]
    assert "tet" in by_kind
    assert holidays(2026)[dt.date(2026, 2, 16)].entry != entered.pk


def test_types_are_those_of_the_closed_list(seeded):
    assert list(types_unlike_the_list()) == []

    as_superuser(
        "UPDATE reference_documenttype SET needs_adoption = false WHERE code = 'resolution'"
    )

    assert [fault.facts["type"] for fault in types_unlike_the_list()] == ["resolution"]
