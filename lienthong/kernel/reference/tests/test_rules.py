"""Types are said and rules explained so that an official can read them."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils.translation import override

from lienthong.kernel.reference.public import (
    DocumentType,
    RuleVersion,
    declared_rules,
    rule,
    seed,
    word_of_type,
)

pytestmark = pytest.mark.django_db


def test_every_seeded_rule_has_a_name_and_a_phrase() -> None:
    seed()
    for version in RuleVersion.objects.exclude(key__startswith="calendar."):
        assert version.name != version.key
        assert "%(" not in version.said
        assert "{" not in version.said
        assert "[" not in version.said


# "Every rule row is applied; nothing is shown that does nothing."
def test_the_value_of_every_declared_rule_is_read_where_the_rule_is_applied() -> None:
    code = "".join(
        file.read_text()
        for file in (settings.BASE_DIR / "lienthong").rglob("*.py")
        if file.name != "rules.py" and "tests" not in file.parts
    )
    with_values = [one.key for one in declared_rules().values() if one.value]

    assert with_values
    assert [key for key in with_values if f'"{key}"' not in code] == []


def test_the_rules_that_the_product_keeps_by_itself_are_listed_too() -> None:
    kept = {one.key for one in declared_rules().values() if not one.value}

    assert {"numbering.outgoing_per_term", "documents.form", "confirmations.open"} <= kept


def test_a_rule_that_no_regulation_demands_is_said_to_be_a_convention() -> None:
    """The record of a decision about this program binds no office."""
    seed()
    ours = {one.key for one in RuleVersion.objects.filter(legal_basis="")}

    assert ours == {
        "commitments.answer_difficulties",
        "commitments.answer_working_days",
        "commitments.most_extensions",
        "commitments.reminders",
        "commitments.soon_due",
        "confirmations.open",
        "confirmations.single",
        "texts.before_a_day",
        "texts.default_deadline",
    }
    assert {one.basis for one in RuleVersion.objects.filter(key__in=ours)} == {
        "a convention of this system"
    }
    assert not RuleVersion.objects.filter(legal_basis__regex=r"ADR|Liên Thông").exists()


def test_the_version_in_force_on_a_day_is_the_one_that_counts() -> None:
    for year, days in ((2020, 3), (2025, 5)):
        RuleVersion.objects.create(
            key="tests.days",
            value={"days": days},
            valid_from=dt.date(year, 1, 1),
            certainty="verify",
            legal_basis="thử nghiệm",
        )
    assert rule("tests.days", dt.date(2024, 12, 31)).value["days"] == 3
    assert rule("tests.days", dt.date(2025, 1, 1)).value["days"] == 5


def test_a_type_is_said_in_the_readers_language_and_printed_in_vietnamese() -> None:
    seed()
    for kind in DocumentType.objects.all():
        with override("vi"):
            assert kind.word == str(kind) == kind.name
        with override("en"):
            assert kind.word.isascii() or kind.word == "Communiqué"
            assert str(kind) == f"{kind.word} ({kind.name})"


def test_a_type_no_list_knows_keeps_its_name() -> None:
    with override("en"):
        assert word_of_type("local", "Thư công") == "Thư công"
        assert word_of_type("Nghị quyết") == "Nghị quyết"
