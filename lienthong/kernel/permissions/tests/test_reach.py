"""How far a permission goes."""

import pytest
from django.core.exceptions import PermissionDenied

from lienthong.kernel.permissions import permissions as kept
from lienthong.kernel.permissions.public import (
    OWN,
    SERVED,
    SUBTREE,
    Actor,
    Role,
    authorize,
    declare,
    holds,
    paths_where,
    permissions_of,
)

PROVINCE, OFFICE, COMMUNE, BRANCH = "00001", "0000100002", "0000100003", "000010000300004"


@pytest.fixture
def own_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_declared", {})


def an_actor(path: str, served: str = "", role: str = "clerk") -> Actor:
    return Actor(person_id=1, post_id=1, unit_id=1, role=role, path=path, served_path=served)


@pytest.mark.parametrize(
    ("reach", "path", "served", "covered", "not_covered"),
    [
        (OWN, COMMUNE, "", [COMMUNE], [PROVINCE, BRANCH, OFFICE]),
        (OWN, OFFICE, PROVINCE, [OFFICE], [PROVINCE]),
        (SERVED, OFFICE, PROVINCE, [OFFICE, PROVINCE], [COMMUNE, BRANCH]),
        (SERVED, COMMUNE, "", [COMMUNE], [BRANCH]),
        (SUBTREE, PROVINCE, "", [PROVINCE, OFFICE, COMMUNE, BRANCH], ["00002"]),
        (SUBTREE, COMMUNE, "", [COMMUNE, BRANCH], [PROVINCE, OFFICE]),
    ],
)
def test_a_permission_covers_as_far_as_it_reaches(
    own_table: None, reach: str, path: str, served: str, covered: list, not_covered: list
) -> None:
    permission = declare("tests.do", "Do", reach=reach, held_by=[Role.CLERK])
    ranges = paths_where(an_actor(path, served), permission)
    assert [p for p in covered + not_covered if ranges.covers(p)] == covered


def test_a_role_may_be_limited_to_its_own_unit(own_table: None) -> None:
    both = [Role.CLERK, Role.OFFICE_CHIEF]
    permission = declare("tests.do", "Do", reach=SERVED, held_by=both, own_for=[Role.CLERK])

    assert paths_where(an_actor(OFFICE, PROVINCE), permission).exact == {OFFICE}
    assert paths_where(an_actor(PROVINCE), permission).exact == {PROVINCE}
    chief = an_actor(OFFICE, PROVINCE, "office_chief")
    assert paths_where(chief, permission).exact == {OFFICE, PROVINCE}
    with pytest.raises(ValueError, match="does not hold it"):
        declare("tests.other", "Other", held_by=[Role.CLERK], own_for=[Role.SECRETARY])


def test_a_role_without_the_permission_covers_nothing(own_table: None) -> None:
    permission = declare("tests.do", "Do", reach=SUBTREE, held_by=[Role.SECRETARY])
    assert not holds(an_actor(PROVINCE), permission)
    assert not paths_where(an_actor(PROVINCE), permission).covers(PROVINCE)
    with pytest.raises(PermissionDenied):
        authorize(an_actor(PROVINCE), permission, PROVINCE)


def test_a_codename_is_declared_once(own_table: None) -> None:
    declare("tests.do", "Do", held_by=[Role.CLERK])
    with pytest.raises(ValueError, match="twice"):
        declare("tests.do", "Do", held_by=[Role.CLERK])


def test_a_role_holds_what_names_it_in_the_order_declared(own_table: None) -> None:
    declare("tests.write", "Write", held_by=[Role.CLERK, Role.SECRETARY])
    declare("tests.sign", "Sign", held_by=[Role.SECRETARY])
    declare("tests.read", "Read", held_by=[Role.SECRETARY, Role.CLERK])
    assert permissions_of(Role.CLERK) == ["tests.write", "tests.read"]
    assert permissions_of("secretary") == ["tests.write", "tests.sign", "tests.read"]
    assert permissions_of(Role.MEMBER) == []
