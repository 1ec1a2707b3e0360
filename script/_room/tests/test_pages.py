"""The pages of «examples»: who finds what, and what they cost."""

import pytest
from django.urls import reverse
from lienthong.work.examples.models import Example

from lienthong.kernel.people.tests.factories import (
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.permissions.public import Role
from lienthong.kernel.web.tests.costs import cost_of

from .factories import example_of

pytestmark = pytest.mark.django_db
LIST_BUDGET = 8


@pytest.fixture
def unit():
    return a_unit()


@pytest.fixture
def enter(client):
    def enter(unit, role=Role.CLERK):
        sign_in_with_factor(client, an_account(a_post(unit, role).person))
        return client

    return enter


def test_the_list_shows_those_of_the_unit_and_no_others(enter, unit):
    example_of(unit, subject="Đi thăm bản")
    example_of(a_unit(), subject="Trồng cây")

    said = enter(unit).get(reverse("examples:list")).content.decode()

    assert "Đi thăm bản" in said
    assert "Trồng cây" not in said


def test_the_list_is_searched_without_marks(enter, unit):
    example_of(unit, subject="Đi thăm bản")
    example_of(unit, subject="Trồng cây")

    said = enter(unit).get(reverse("examples:list"), {"q": "di tham"}).content.decode()

    assert "Đi thăm bản" in said
    assert "Trồng cây" not in said


def test_the_list_costs_no_more_the_longer_it_is(enter, unit):
    for number in range(30):
        example_of(unit, subject=f"Lần {number}")

    statements = cost_of(enter(unit), reverse("examples:list"))

    assert len(statements) <= LIST_BUDGET, "\n".join(statements)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.CLERK])
def test_what_one_may_not_see_is_not_found(enter, unit, role):
    here, elsewhere = example_of(unit), example_of(a_unit())
    client = enter(unit, role)

    assert client.get(reverse("examples:page", args=[here.pk])).status_code == 200
    assert client.get(reverse("examples:page", args=[elsewhere.pk])).status_code == 404


def test_the_clerk_opens_one_on_the_page_and_closes_it(enter, unit):
    client = enter(unit)

    refused = client.post(reverse("examples:new"), {"subject": ""})
    assert refused.status_code == 409
    client.post(reverse("examples:new"), {"subject": "Đi thăm bản"})
    example = Example.objects.get(unit=unit)
    client.post(reverse("examples:close", args=[example.pk]))

    example.refresh_from_db()
    assert not example.is_open
