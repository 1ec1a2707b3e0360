"""How far a permission goes."""

import pytest
from django.core.exceptions import PermissionDenied

from lienthong.kernel.permissions import permissions as kept
from lienthong.kernel.permissions.public import (
    OWN,
    SERVED,
    SUBTREE,
    Actor,
    Permission,
    authorize,
    declare,
    grant,
    holds,
    paths_where,
    roles_holding,
)

PROVINCE, OFFICE, COMMUNE, BRANCH = "00001", "0000100002", "0000100003", "000010000300004"


@pytest.fixture
def own_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_declared", {})
    monkeypatch.setattr(kept, "_granted", {})


def an_actor(path: str, served: str = "", role: str = "tester") -> Actor:
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
    permission = declare("tests.do", "Do", reach=reach)
    grant("tester", frozenset({"tests.do"}))
    ranges = paths_where(an_actor(path, served), permission)
    assert [p for p in covered + not_covered if ranges.covers(p)] == covered


def test_a_role_without_the_permission_covers_nothing(own_table: None) -> None:
    permission = declare("tests.do", "Do", reach=SUBTREE)
    grant("other", frozenset({"tests.do"}))
    assert not holds(an_actor(PROVINCE), permission)
    assert not paths_where(an_actor(PROVINCE), permission).covers(PROVINCE)
    with pytest.raises(PermissionDenied):
        authorize(an_actor(PROVINCE), permission, PROVINCE)


def test_a_role_is_granted_only_what_a_room_declared(own_table: None) -> None:
    with pytest.raises(kept.UnknownPermission, match="tests.unknown"):
        grant("tester", frozenset({"tests.unknown"}))


def test_a_codename_is_declared_once(own_table: None) -> None:
    declare("tests.do", "Do")
    with pytest.raises(ValueError, match="twice"):
        declare("tests.do", "Do")


def test_the_roles_of_a_permission_are_those_it_was_granted_to(own_table: None) -> None:
    permission: Permission = declare("tests.do", "Do")
    grant("one", frozenset({"tests.do"}))
    grant("two", frozenset())
    assert roles_holding(permission) == {"one"}
