"""An installation is founded once, at the console; whose slip is lost gets another one while nobody came in."""

import datetime as dt

import pytest
from django.db import connection

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.people.actions.access import enter_with_code
from lienthong.kernel.people.models import Account, Post
from lienthong.kernel.people.public import Founder, found_installation, issue_first_codes_anew
from lienthong.kernel.permissions.public import Role, RuleBroken
from lienthong.kernel.units.public import NewUnit, Unit

pytestmark = pytest.mark.django_db
NEW = NewUnit(
    "commune_committee", "Đảng bộ xã Tân Phú", "Đảng ủy xã Tân Phú", "ĐU", "Tân Phú", True
)
TWO = [Founder("Lê Thị Mai", "mai"), Founder("Lò Văn Mận", "man")]
SINCE = dt.date(2025, 7, 1)
PASSWORD = "Một mật khẩu khác hẳn 9"


@pytest.fixture
def emptied(db):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE units_unit, people_person CASCADE")


def founded(**changes):
    return found_installation(NEW, TWO, on=SINCE, **changes)


def test_two_found_an_empty_installation_and_enter_with_their_own_codes(emptied):
    issued = founded(superior_printed="Đảng bộ tỉnh Đồng Xuân")

    unit = Unit.objects.get()
    assert (unit.parent, unit.has_register, unit.valid_from) == (None, True, SINCE)
    assert unit.superior_printed == "Đảng bộ tỉnh Đồng Xuân"
    assert [name for name, _code in issued] == ["Lê Thị Mai", "Lò Văn Mận"]
    posts = Post.objects.select_related("person")
    assert {(one.role, one.unit_id) for one in posts} == {(Role.ORG_ADMIN, unit.pk)}
    for _name, code in issued:
        enter_with_code(code.username, code.code, PASSWORD, address="10.0.0.7")
    assert [entry.verb for entry in history_of(unit)] == ["units.founded"]


def test_an_installation_with_an_organisation_is_not_founded_again(db):
    with pytest.raises(RuleBroken, match="founded already"):
        founded()


@pytest.mark.parametrize("kind", ["branch", "base_branch", "part_committee", "advisory_body"])
def test_only_a_committee_with_a_clerk_stands_at_the_top(emptied, kind):
    new = NewUnit(kind, "Chi bộ 1")

    with pytest.raises(RuleBroken, match="does not stand at the top"):
        found_installation(new, TWO, on=SINCE)


def test_a_lost_slip_is_replaced_only_while_nobody_has_come_in(emptied):
    (_mai, old), _man = founded()

    (_again, new), (_other, other) = issue_first_codes_anew()
    with pytest.raises(RuleBroken, match="do not belong together"):
        enter_with_code("mai", old.code, PASSWORD, address="10.0.0.7")
    enter_with_code("mai", new.code, PASSWORD, address="10.0.0.7")

    with pytest.raises(RuleBroken, match="invite others"):
        issue_first_codes_anew()
    assert Account.objects.get(username="man").has_usable_password() is False
    enter_with_code("man", other.code, PASSWORD, address="10.0.0.7")


def test_no_codes_are_issued_where_nothing_was_founded(emptied):
    with pytest.raises(RuleBroken, match="not been founded"):
        issue_first_codes_anew()
