"""The organisation tree and its days."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from lienthong.kernel.database.tests.waiting import until_another_waits_for_us
from lienthong.kernel.people.tests.factories import LONG_AGO, a_unit, an_actor, by_two
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.actions.tree import move_unit
from lienthong.kernel.units.models import BRANCHES, LINE_OF_COMMAND, segment
from lienthong.kernel.units.public import (
    NewUnit,
    Unit,
    UnitKind,
    direct_subordinates,
    dissolve_unit,
    found_unit,
    identify_unit,
    kinds_beneath,
    place_unit,
    placements_frozen,
    rename_unit,
    superior_committee,
)
from lienthong.kernel.units.queries import placements_on
from lienthong.kernel.units.tests.by_two import dissolve, found, rename

pytestmark = pytest.mark.django_db
BEFORE, THE_DAY = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
TOMORROW = timezone.localdate() + dt.timedelta(days=1)
PROVINCE, COMMUNE, BRANCH, OFFICE = (
    UnitKind.PROVINCIAL_COMMITTEE,
    UnitKind.COMMUNE_COMMITTEE,
    UnitKind.BASE_BRANCH,
    UnitKind.ADVISORY_BODY,
)


@pytest.mark.parametrize(("key", "step"), [(1, "00001"), (36, "00010"), (36**5 - 1, "zzzzz")])
def test_a_segment_has_a_fixed_width(key: int, step: str) -> None:
    assert segment(key) == step


def test_a_moved_organisation_stands_in_its_old_place_on_every_day_before() -> None:
    top = a_unit(kind=PROVINCE)
    first, second = a_unit(top), a_unit(top, kind=PROVINCE)
    branch = a_unit(first, kind=BRANCH)
    old_path = branch.path

    move_unit(first.pk, to_parent_id=second.pk, on=THE_DAY, agreed=by_two(an_actor(top)))

    branch.refresh_from_db()
    assert branch.path == second.path + segment(first.pk) + segment(branch.pk)
    assert placements_on(BEFORE).get(unit=branch).path == old_path
    assert placements_on(THE_DAY).get(unit=branch).path == branch.path
    assert set(direct_subordinates(top, BEFORE)) == {first, second}
    assert list(direct_subordinates(top, THE_DAY)) == [second]


@pytest.mark.django_db(transaction=True)
def test_what_is_founded_beneath_a_moving_organisation_moves_with_it() -> None:
    top = a_unit(kind=PROVINCE)
    first, second = a_unit(top), a_unit(top, kind=PROVINCE)
    inner, actor = a_unit(first), an_actor(top)

    def move() -> None:
        try:
            move_unit(first.pk, to_parent_id=second.pk, on=THE_DAY, agreed=by_two(actor))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            new = NewUnit(UnitKind.BRANCH, "Chi bộ mới")
            branch = found(new, parent_id=inner.pk, on=LONG_AGO, actor=actor)
            moving = beside.submit(move)
            until_another_waits_for_us()
        moving.result()

    for unit in (inner, branch):
        unit.refresh_from_db()
    assert branch.path == inner.path + segment(branch.pk)


def test_an_office_is_not_a_subordinate_of_the_committee_it_serves() -> None:
    top = a_unit(kind=PROVINCE)
    office = a_unit(top, kind=OFFICE, serves=top)
    commune = a_unit(top)
    assert list(direct_subordinates(top, THE_DAY)) == [commune]
    assert superior_committee(office) == top
    assert superior_committee(commune) == top


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (
            lambda top, c, b, actor: move_unit(
                c.pk, to_parent_id=b.pk, on=THE_DAY, agreed=by_two(actor)
            ),
            "under itself",
        ),
        (
            lambda top, c, b, actor: move_unit(
                c.pk, to_parent_id=a_unit(top, kind=BRANCH).pk, on=THE_DAY, agreed=by_two(actor)
            ),
            "A branch has no organisations beneath it",
        ),
        (
            lambda top, c, b, actor: move_unit(
                c.pk, to_parent_id=a_unit(top).pk, on=THE_DAY, agreed=by_two(actor)
            ),
            "does not belong beneath",
        ),
        (
            lambda top, c, b, actor: move_unit(
                c.pk, to_parent_id=top.pk, on=LONG_AGO, agreed=by_two(actor)
            ),
            "must come after",
        ),
        (
            lambda top, c, b, actor: move_unit(
                c.pk, to_parent_id=a_unit(top, kind=PROVINCE).pk, on=TOMORROW, agreed=by_two(actor)
            ),
            "on the day it takes effect",
        ),
        (
            lambda top, c, b, actor: rename(
                c.pk, name_body="Đảng bộ mới", name_committee="", on=TOMORROW, actor=actor
            ),
            "on the day it takes effect",
        ),
        (
            lambda top, c, b, actor: identify_unit(
                c.pk, scheme="internal", value="DX.9", on=TOMORROW, actor=actor
            ),
            "on the day it takes effect",
        ),
        (
            lambda top, c, b, actor: found(
                NewUnit(PROVINCE, "Đảng bộ tỉnh"), parent_id=top.pk, on=THE_DAY, actor=actor
            ),
            "keeps a register",
        ),
        (
            lambda top, c, b, actor: dissolve(c.pk, successor_id=None, on=THE_DAY, actor=actor),
            "beneath it first",
        ),
        (
            lambda top, c, b, actor: dissolve(b.pk, successor_id=None, on=LONG_AGO, actor=actor),
            "end must come after",
        ),
        (
            lambda top, c, b, actor: found(
                NewUnit(BRANCH, "Chi bộ mới"), parent_id=b.pk, on=THE_DAY, actor=actor
            ),
            "A branch has no organisations beneath it",
        ),
        (
            lambda top, c, b, actor: found(
                NewUnit(COMMUNE, "  "), parent_id=top.pk, on=THE_DAY, actor=actor
            ),
            "Give the organisation a name",
        ),
        (
            lambda top, c, b, actor: found(
                NewUnit(COMMUNE, "Đảng bộ"), parent_id=top.pk, on=dt.date(2000, 1, 1), actor=actor
            ),
            "does not exist on that day",
        ),
    ],
)
def test_what_the_tree_refuses(action, sentence: str) -> None:
    top = a_unit(kind=PROVINCE)
    commune = a_unit(top)
    branch = a_unit(commune, kind=BRANCH)
    with pytest.raises(RuleBroken, match=sentence):
        action(top, commune, branch, an_actor(top))


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        (COMMUNE, "central_committee"),
        (COMMUNE, COMMUNE),
        (COMMUNE, "historical"),
        (COMMUNE, "cell"),
        (PROVINCE, "branch"),
        (BRANCH, "advisory_body"),
        (OFFICE, COMMUNE),
    ],
)
def test_only_a_kind_that_is_possible_is_founded_beneath(above: str, kind: str) -> None:
    top = a_unit(kind=above)
    assert kind not in kinds_beneath(above, THE_DAY)
    with pytest.raises(RuleBroken, match="beneath"):
        found(NewUnit(kind, "Mới"), parent_id=top.pk, on=THE_DAY, actor=an_actor(top))


@pytest.mark.parametrize("above", UnitKind)
def test_every_kind_that_is_offered_is_founded(above: UnitKind) -> None:
    top, actor = a_unit(kind=above), None
    for kind in kinds_beneath(above, THE_DAY):
        actor = actor or an_actor(top)
        new = NewUnit(kind, f"Mới {kind}", has_register=kind == PROVINCE)
        assert found(new, parent_id=top.pk, on=THE_DAY, actor=actor).kind == kind


# Handbook §2.7: a branch has no clerk, no register and no seal.
@pytest.mark.parametrize(
    ("above", "kind"),
    [(COMMUNE, BRANCH), (COMMUNE, UnitKind.BRANCH), (BRANCH, UnitKind.CELL)],
)
def test_a_branch_is_founded_without_register_and_seal(above: str, kind: str) -> None:
    top = a_unit(kind=above)
    new = NewUnit(kind, "Chi bộ mới", has_register=True)

    with pytest.raises(RuleBroken, match="no seal") as refused:
        found(new, parent_id=top.pk, on=THE_DAY, actor=an_actor(top))

    assert refused.value.field == "has_register"
    with pytest.raises(IntegrityError, match="branch_keeps_no_register"), transaction.atomic():
        Unit.objects.filter(pk=a_unit(top, kind=kind).pk).update(has_register=True)


@pytest.mark.parametrize("again", ["Chi bộ thôn Đông", "  chi bộ THÔN Đông "])
def test_a_second_one_of_the_same_name_is_founded_only_where_that_is_said(again: str) -> None:
    commune = a_unit(a_unit(kind=PROVINCE))
    admin = an_actor(commune)

    def founded(name: str, **more: bool) -> object:
        new = NewUnit(BRANCH, name)
        return found(new, parent_id=commune.pk, on=THE_DAY, actor=admin, **more)

    first = founded("Chi bộ thôn Đông")
    with pytest.raises(RuleBroken, match="exists here already") as refused:
        founded(again)
    assert refused.value.field == "name_body"
    assert founded(again, is_another=True) != first
    assert founded("Chi bộ thôn Đoài")


@pytest.mark.parametrize("field", ["name_body", "name_committee"])
@pytest.mark.parametrize("borne", ["Tỉnh ủy Hồng Lĩnh", " TỈNH ỦY hồng lĩnh"])
def test_nobody_bears_the_name_of_a_committee_elsewhere(field: str, borne: str) -> None:
    province = a_unit(kind=PROVINCE)
    Unit.objects.filter(pk=province.pk).update(name_committee="Tỉnh ủy Hồng Lĩnh")
    commune = a_unit(province)
    admin = an_actor(commune)
    names = {"name_body": "Ban của xã", "name_committee": ""} | {field: borne}

    for is_another in (False, True):
        with pytest.raises(RuleBroken, match="bears this name"):
            found(
                NewUnit(OFFICE, **names),
                parent_id=commune.pk,
                on=THE_DAY,
                is_another=is_another,
                actor=admin,
            )
    with pytest.raises(RuleBroken, match="bears this name"):
        rename(commune.pk, **names, on=THE_DAY, actor=admin)
    assert rename(province.pk, **names, on=THE_DAY, actor=an_actor(province))


LOOK_ALIKE = [
    "TỈNH ỦY ĐỒNG XUÂN",
    "Tỉnh uỷ Đồng Xuân",
    "Tỉnh  ủy Đồng Xuân",
    "Tỉnh ủy Ðồng Xuân",
    "Tỉnh ủy Ɖồng Xuân",
    "Тỉnh ủy Đồng Xuân",
    "Tỉnh ủy Đồng Хuân",
    "Tỉnh ủy\u200b Đồng Xuân",
    "Tỉnh ủy Đồng Xuân\u034f",
    "Tỉnh ủy Đồng Xu\ufe0fân",
    "Tỉnh ủy Đồng Xu\U000e0020ân",
    "Tỉnh ủy Đồng Xuân.",
    "Tỉnh ủy - Đồng Xuân",
    "Ｔỉnh ủy Đồng Xuân",
    "\u202eTỉnh ủy Đồng Xuân",
    "Tỉnh ủy Đ\u00adồng Xuân",
    "Tỉnh ủy Đồng Xuân\u180e",
    "Tỉnh ủy Đồng Xu\u1160ân",
]


@pytest.mark.parametrize("name", LOOK_ALIKE, ids=ascii)
def test_nobody_bears_a_name_that_looks_like_that_of_a_committee_elsewhere(name: str) -> None:
    new = NewUnit(PROVINCE, "Đảng bộ tỉnh Đồng Xuân", "Tỉnh ủy Đồng Xuân", has_register=True)
    commune = a_unit(place_unit(new, parent=None, on=LONG_AGO))
    body = NewUnit(OFFICE, name, serves_id=commune.pk)

    with pytest.raises(RuleBroken, match=r"bears this name|another alphabet"):
        found(body, parent_id=commune.pk, on=THE_DAY, is_another=True, actor=an_actor(commune))


@pytest.mark.parametrize(
    "name", ["Ban Tỉnh ủy Đồng Xuân", "Tỉnh ủy Đông Xuân", "Buôn Ê Đê Čư Ƀuăr"]
)
def test_a_name_that_only_resembles_one_is_free(name: str) -> None:
    new = NewUnit(PROVINCE, "Đảng bộ tỉnh Đồng Xuân", "Tỉnh ủy Đồng Xuân", has_register=True)
    commune = a_unit(place_unit(new, parent=None, on=LONG_AGO))
    body = NewUnit(OFFICE, name, serves_id=commune.pk)

    assert found(body, parent_id=commune.pk, on=THE_DAY, actor=an_actor(commune)).name_body == name


def test_a_committee_may_take_over_the_name_of_one_that_ends_beside_it() -> None:
    province = a_unit(kind=PROVINCE)
    old, admin = a_unit(province), an_actor(province)
    new = NewUnit(COMMUNE, old.name_body)

    assert found(new, parent_id=province.pk, on=THE_DAY, is_another=True, actor=admin)


def test_a_move_comes_after_every_founding_beneath() -> None:
    top = a_unit(kind=PROVINCE)
    first, second = a_unit(top), a_unit(top, kind=PROVINCE)
    admin = an_actor(top)
    found(NewUnit(BRANCH, "Chi bộ mới"), parent_id=first.pk, on=THE_DAY, actor=admin)

    with pytest.raises(RuleBroken, match="must come after"):
        move_unit(first.pk, to_parent_id=second.pk, on=THE_DAY, agreed=by_two(admin))


@pytest.mark.parametrize("kind", UnitKind)
def test_the_database_knows_what_a_kind_is(kind: UnitKind) -> None:
    unit = a_unit(kind=kind)
    unit.refresh_from_db()

    assert (unit.kind_is_branch, unit.kind_in_line) == (kind in BRANCHES, kind in LINE_OF_COMMAND)


def test_a_frozen_tree_knows_nothing_of_what_is_entered_afterwards() -> None:
    top = a_unit(kind=PROVINCE)
    first, second = a_unit(top), a_unit(top)
    branch = a_unit(first, kind=BRANCH)
    frozen_at = timezone.now()
    admin = an_actor(top)

    move_unit(branch.pk, to_parent_id=second.pk, on=THE_DAY, agreed=by_two(admin))
    later = a_unit(second, kind=BRANCH)
    dissolve(first.pk, successor_id=None, on=THE_DAY, actor=admin)

    def stood(moment: dt.datetime) -> set[str]:
        here = placements_frozen(THE_DAY, moment).filter(path__startswith=top.path)
        return set(here.values_list("path", flat=True))

    assert stood(frozen_at) == {top.path, first.path, second.path, branch.path}
    branch.refresh_from_db()
    assert stood(timezone.now()) == {top.path, second.path, branch.path, later.path}


def test_an_administrator_changes_only_what_is_beneath_them() -> None:
    top = a_unit(kind=PROVINCE)
    mine, other = a_unit(top), a_unit(top)
    with pytest.raises(PermissionDenied):
        rename_unit(other.pk, name_body="x", name_committee="", on=THE_DAY, actor=an_actor(mine))


def test_a_renamed_organisation_keeps_its_former_name() -> None:
    top = a_unit(kind=PROVINCE)
    old = str(top)
    rename(
        top.pk,
        name_body="Đảng bộ tỉnh mới",
        name_committee="Tỉnh ủy mới",
        on=THE_DAY,
        actor=an_actor(top),
    )
    assert top.successions.get().former_name == old


def test_a_code_names_one_organisation_at_a_time_and_old_codes_stay_resolvable() -> None:
    top = a_unit(kind=PROVINCE)
    one, two = a_unit(top), a_unit(top)
    actor = an_actor(top)
    identify_unit(one.pk, scheme="internal", value="dx.001", on=LONG_AGO, actor=actor)
    with pytest.raises(RuleBroken, match="Another organisation"):
        identify_unit(two.pk, scheme="internal", value="DX.001", on=THE_DAY, actor=actor)
    with pytest.raises(RuleBroken, match="This organisation already has"):
        identify_unit(one.pk, scheme="internal", value="dx.001", on=THE_DAY, actor=actor)
    identify_unit(one.pk, scheme="internal", value="DX.002", on=THE_DAY, actor=actor)
    assert list(one.identifiers.order_by("valid_from").values_list("value", flat=True)) == [
        "DX.001",
        "DX.002",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_organisations_given_one_code_at_once_are_told_apart() -> None:
    top = a_unit(kind=PROVINCE)
    one, two, actor = a_unit(top), a_unit(top), an_actor(top)

    def identify() -> None:
        try:
            identify_unit(two.pk, scheme="internal", value="DX.1", on=THE_DAY, actor=actor)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            identify_unit(one.pk, scheme="internal", value="DX.1", on=THE_DAY, actor=actor)
            waiting = beside.submit(identify)
            until_another_waits_for_us()
        with pytest.raises(RuleBroken, match="Another organisation"):
            waiting.result()


BODY_WITH_REGISTER = NewUnit(OFFICE, "Ban có con dấu", has_register=True)


@pytest.mark.parametrize(
    "act",
    [
        lambda top, commune, actor: found_unit(
            NewUnit(COMMUNE, "Đảng bộ mới"), parent_id=top.pk, on=THE_DAY, actor=actor
        ),
        lambda top, commune, actor: found_unit(
            BODY_WITH_REGISTER, parent_id=commune.pk, on=THE_DAY, actor=actor
        ),
        lambda top, commune, actor: rename_unit(
            commune.pk, name_body="Đảng bộ mới", name_committee="", on=THE_DAY, actor=actor
        ),
        lambda top, commune, actor: dissolve_unit(
            commune.pk, successor_id=None, on=THE_DAY, actor=actor
        ),
    ],
)
def test_an_organisation_with_keys_is_changed_by_two(act) -> None:
    top = a_unit(kind=PROVINCE)

    with pytest.raises(RuleBroken, match="a second person confirms it"):
        act(top, a_unit(top), an_actor(top))


def test_what_has_no_keys_one_administrator_founds_renames_and_ends() -> None:
    top = a_unit(kind=PROVINCE)
    commune, actor = a_unit(top), an_actor(top)

    new = NewUnit(UnitKind.BRANCH, "Chi bộ")
    branch = found_unit(new, parent_id=commune.pk, on=LONG_AGO, actor=actor)
    rename_unit(branch.pk, name_body="Chi bộ mới", name_committee="", on=THE_DAY, actor=actor)
    ended = dissolve_unit(branch.pk, successor_id=None, on=THE_DAY, actor=actor)

    assert (ended.name, ended.valid_to) == ("Chi bộ mới", THE_DAY)
