"""The tree of organisations, its officials by rank, and namesakes told apart."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lienthong.kernel.people.public import Role, actor_for
from lienthong.kernel.people.tests.factories import (
    a_person,
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit

from .. import queries

pytestmark = pytest.mark.django_db


def called(unit: Unit, name: str) -> Unit:
    unit.name_body, unit.name_committee, unit.name_folded = name, "", fold(name)
    unit.save()
    return unit


@pytest.fixture
def province(settings, tmp_path) -> Unit:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    return called(a_unit(kind="provincial_committee"), "Đảng bộ tỉnh Hạ Long Mới")


@pytest.fixture
def admin(province: Unit) -> Client:
    client = Client()
    sign_in_with_factor(client, an_account(a_post(province, Role.ORG_ADMIN).person))
    return client


def shown(client: Client, **asked: object) -> str:
    return client.get(reverse("administration:tree"), asked).content.decode()


def test_the_tree_opens_branch_by_branch(admin: Client, province: Unit) -> None:
    commune = called(a_unit(province), "Đảng bộ xã Suối Đá")
    called(a_unit(commune, kind="base_branch"), "Chi bộ thôn Thượng")
    called(a_unit(province), "Đảng bộ xã Đồi Chè")

    closed = shown(admin)
    assert "Đảng bộ xã Suối Đá" in closed
    assert "Chi bộ thôn Thượng" not in closed

    opened = shown(admin, at=commune.pk)
    assert "Chi bộ thôn Thượng" in opened
    assert "Đảng bộ xã Đồi Chè" in opened
    assert opened.count('aria-expanded="true"') == 2


def test_a_name_is_found_without_marks_in_its_place_and_nothing_out_of_reach(
    admin: Client, province: Unit
) -> None:
    commune = called(a_unit(province), "Đảng bộ xã Suối Đá")
    called(a_unit(commune, kind="base_branch"), "Chi bộ thôn Thượng")
    elsewhere = called(a_unit(kind="provincial_committee"), "Đảng bộ tỉnh Khác")
    called(a_unit(elsewhere), "Đảng bộ xã Thượng Nguồn")

    found = shown(admin, q="thon thuong")
    assert "<mark>Chi bộ thôn Thượng</mark>" in found
    assert "Đảng bộ xã Suối Đá" in found
    assert "Thượng Nguồn" not in shown(admin, q="thuong")
    assert "Đảng bộ tỉnh Khác" not in shown(admin, at=elsewhere.pk)
    assert "Đảng bộ xã Suối Đá" in shown(admin, at="x" * 30)


def test_the_tree_asks_as_few_questions_whatever_it_shows(
    admin: Client, province: Unit, django_assert_max_num_queries
) -> None:
    commune = a_unit(province)
    for number in range(12):
        called(a_unit(commune, kind="base_branch"), f"Chi bộ số {number}")
        a_unit(province)
    for asked in ({}, {"at": commune.pk}, {"q": "chi bo"}):
        with django_assert_max_num_queries(9):
            shown(admin, **asked)


def test_officials_stand_by_the_order_of_their_posts(province: Unit) -> None:
    commune = a_unit(province)
    for role in reversed(
        order := [
            Role.SECRETARY,
            Role.DEPUTY_SECRETARY,
            Role.STANDING_MEMBER,
            Role.COMMITTEE_MEMBER,
            Role.CLERK,
            Role.SPECIALIST,
        ]
    ):
        a_post(commune, role)
    actor = actor_for(a_post(province, Role.ORG_ADMIN).person)
    assert actor is not None

    assert [post.role for post in queries.posts_held_in(actor, commune)] == order
    assert {role.precedence for role in Role} == set(range(len(Role)))


def test_namesakes_are_told_apart_by_the_year_of_birth_and_others_show_none(
    admin: Client, province: Unit
) -> None:
    for name, born in (("Lê Văn Tùng", 1971), ("Lê Văn Tùng", 1984), ("Phạm Thị Sen", 1990)):
        person = a_person(name)
        person.born_on = dt.date(born, 3, 2)
        person.save()
        a_post(province, Role.SPECIALIST, person=person)

    page = admin.get(reverse("administration:unit", args=[province.pk])).content.decode()

    assert "1971" in page
    assert "1984" in page
    assert "1990" not in page
