"""Which kinds stand beneath which on which day, and on which decision."""

import datetime as dt
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from lienthong.kernel.people.tests.factories import a_post, a_unit, an_actor, by_two
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.actions.correcting import correct_agreed
from lienthong.kernel.units.possible import TABLE
from lienthong.kernel.units.powers import FoundUnit
from lienthong.kernel.units.public import (
    VERIFY,
    CorrectUnit,
    Decision,
    NewUnit,
    Printed,
    Unit,
    UnitKind,
    correct_unit,
    dissolve_unit,
    found_unit,
    kinds_beneath,
    rename_unit,
)
from lienthong.kernel.units.tests.by_two import found

pytestmark = pytest.mark.django_db
THE_DAY = dt.date(2025, 7, 1)
PROVINCE, COMMUNE, BRANCH, OFFICE = (
    UnitKind.PROVINCIAL_COMMITTEE,
    UnitKind.COMMUNE_COMMITTEE,
    UnitKind.BASE_BRANCH,
    UnitKind.ADVISORY_BODY,
)


# --- The table of kinds ---------------------------------------------------------------------------


# Handbook §1.1 (sure): 294-QĐ/TW from 01/7/2025 – communes stand directly beneath the province.
def test_a_commune_stands_beneath_its_province_only_since_there_are_no_districts() -> None:
    day = dt.date(2025, 7, 1)
    assert COMMUNE in kinds_beneath(PROVINCE, day)
    assert COMMUNE not in kinds_beneath(PROVINCE, day - dt.timedelta(1))
    province = a_unit(kind=PROVINCE)

    with pytest.raises(RuleBroken, match="only from 01/07/2025 .294-QĐ/TW") as refused:
        found(
            NewUnit(COMMUNE, "Đảng bộ xã Cũ"),
            parent_id=province.pk,
            on=day - dt.timedelta(1),
            actor=an_actor(province),
        )
    assert refused.value.field == "on"


def test_a_refusal_says_what_is_possible_there() -> None:
    branch_above = a_unit(kind="base_committee")
    with pytest.raises(RuleBroken, match="Possible there: Sectional committee, Branch"):
        found(
            NewUnit(COMMUNE, "Mới"),
            parent_id=branch_above.pk,
            on=THE_DAY,
            actor=an_actor(branch_above),
        )


# Handbook §0.1: what is likely is a setting, what is sure is not, what is to be verified hinders nobody.
def test_an_installation_dates_likely_lines_and_no_others(settings) -> None:
    day = dt.date(2026, 10, 1)
    assert "base_branch" in kinds_beneath(COMMUNE, day)

    settings.KINDS_BENEATH = "commune_committee/base_branch=2025-07-01..2026-10-01"
    assert "base_branch" not in kinds_beneath(COMMUNE, day)
    assert "base_branch" in kinds_beneath(COMMUNE, day - dt.timedelta(1))
    commune = a_unit(kind=COMMUNE)
    with pytest.raises(RuleBroken, match="no longer from 01/10/2026"):
        found(NewUnit("base_branch", "Mới"), parent_id=commune.pk, on=day, actor=an_actor(commune))

    settings.KINDS_BENEATH = "commune_committee/part_committee=never"
    assert "part_committee" not in kinds_beneath(COMMUNE, day)
    for wrong in ("provincial_committee/commune_committee=never", "commune_committee/branch=soon"):
        settings.KINDS_BENEATH = wrong
        with pytest.raises(ImproperlyConfigured, match="LIENTHONG_KINDS_BENEATH"):
            kinds_beneath(COMMUNE, day)


def test_every_line_names_its_basis_or_is_not_verified() -> None:
    assert all(bool(one.basis) == (one.certainty != VERIFY) for one in TABLE)
    assert {one.certainty for one in TABLE} == {"sure", "likely", "verify"}


# --- The decision ---------------------------------------------------------------------------------

DECISION = {
    "decision_number": "12-QĐ/TU",
    "decision_on": "2025-06-20",
    "decision_issuer": "Ban Thường vụ Tỉnh ủy",
}


@pytest.mark.parametrize("missing", DECISION)
def test_two_agree_to_a_founding_only_on_a_decision_that_is_named_whole(missing: str) -> None:
    province = a_unit(kind=PROVINCE)
    new = NewUnit(COMMUNE, "Đảng bộ xã Mới", **(DECISION | {missing: ""}))
    with pytest.raises(RuleBroken) as refused:
        FoundUnit.made_of(new, province, THE_DAY, is_another=False).check()
    assert refused.value.field == missing


def test_a_decision_is_not_later_than_what_it_decides_and_exists_already() -> None:
    province = a_unit(kind=PROVINCE)
    for day, words in (("2099-01-01", "does not exist yet"), (f"{THE_DAY:%Y-%m-%d}", "before")):
        new = NewUnit(COMMUNE, "Đảng bộ xã Mới", **(DECISION | {"decision_on": day}))
        matter = FoundUnit.made_of(new, province, THE_DAY - dt.timedelta(1), is_another=False)
        with pytest.raises(RuleBroken, match=words):
            matter.check()


def test_the_decision_stays_with_the_organisation_its_name_and_its_end() -> None:
    commune = a_unit(kind=COMMUNE)
    admin, decided = an_actor(commune), Decision(*DECISION.values())
    unit = found_unit(
        NewUnit(OFFICE, "Ban mới", **DECISION), parent_id=commune.pk, on=THE_DAY, actor=admin
    )
    rename_unit(
        unit.pk, name_body="Ban khác", name_committee="", on=THE_DAY, decision=decided, actor=admin
    )
    later = THE_DAY + dt.timedelta(1)
    dissolve_unit(unit.pk, successor_id=None, on=later, decision=decided, actor=admin)

    said = "12-QĐ/TU, 20/06/2025, Ban Thường vụ Tỉnh ủy"
    assert Unit.objects.get(pk=unit.pk).decision == said
    assert [one.basis for one in unit.successions.all()] == [said, said]


@pytest.mark.django_db(transaction=True)
def test_who_founds_elsewhere_does_not_wait_for_a_workbook_that_is_being_written() -> None:
    first, second = a_unit(kind=COMMUNE), a_unit(kind=COMMUNE)
    actors, done = (an_actor(first), an_actor(second)), []

    def beside() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            new = NewUnit(BRANCH, "Chi bộ Hai")
            done.append(found(new, parent_id=second.pk, on=THE_DAY, actor=actors[1]))
            # What only names the superior as its own does not wait either.
            done.append(a_post(first))
        finally:
            connection.close()

    with transaction.atomic():
        found(NewUnit(BRANCH, "Chi bộ Một"), parent_id=first.pk, on=THE_DAY, actor=actors[0])
        thread = Thread(target=beside)
        thread.start()
        thread.join()

    assert len(done) == 2


# --- What papers print ----------------------------------------------------------------------------


def test_symbol_and_place_are_corrected_and_what_was_printed_stays_in_the_history() -> None:
    commune = a_unit(kind=COMMUNE)
    admin = an_actor(commune)
    office = found_unit(
        NewUnit(OFFICE, "Ban mới", symbol="BTGDV", place="Tân Phú"),
        parent_id=commune.pk,
        on=THE_DAY,
        actor=admin,
    )

    correct_unit(office.pk, Printed(" BTG ", "Tân Phú"), actor=admin)

    office.refresh_from_db()
    assert (office.symbol, office.place) == ("BTG", "Tân Phú")
    (kept,) = office.successions.all()
    assert (kept.event, kept.former_name) == ("corrected", "BTGDV · Tân Phú")
    with pytest.raises(RuleBroken, match="Nothing is changed"):
        correct_unit(office.pk, Printed("BTG", "Tân Phú"), actor=admin)
    with pytest.raises(RuleBroken, match="stands in the tree") as refused:
        correct_unit(office.pk, Printed("BTG", "Tân Phú", "Trung ương"), actor=admin)
    assert refused.value.field == "superior_printed"


def test_what_a_committee_prints_needs_two_and_a_register_its_symbol() -> None:
    commune = a_unit(kind=COMMUNE)
    commune.has_register = True
    commune.save()
    with pytest.raises(RuleBroken, match="second person"):
        correct_unit(commune.pk, Printed("ĐUM", "Tân Phú"), actor=an_actor(commune))
    with pytest.raises(RuleBroken, match="need a symbol"):
        CorrectUnit(commune.pk, "", "Tân Phú", "").check()

    correct_agreed(commune.pk, Printed("ĐUM", "Tân Phú"), agreed=by_two(an_actor(commune)))
    assert Unit.objects.get(pk=commune.pk).symbol == "ĐUM"
