"""Invitations for several people, on one sheet."""

import pytest
from django.test import Client
from django.urls import reverse

from lienthong.kernel.people.public import Account, Role
from lienthong.kernel.people.tests.factories import (
    a_person,
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.units.public import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(settings, tmp_path) -> Unit:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    return a_unit(a_unit(kind="provincial_committee"))


@pytest.fixture
def admin(commune: Unit) -> Client:
    client = Client()
    sign_in_with_factor(client, an_account(a_post(commune, Role.ORG_ADMIN).person))
    return client


def sheet(unit: Unit) -> str:
    return reverse("administration:unit_slips", args=[unit.pk])


def test_several_are_invited_on_one_sheet_each_with_a_code_and_the_address(
    admin: Client, commune: Unit, settings
) -> None:
    settings.WEB = "https://lienthong.example"
    posts = [
        a_post(commune, Role.SPECIALIST, person=a_person(name))
        for name in ("Nguyễn Văn An", "Ngô Viết An", "K'Brêu")
    ]

    shown = admin.post(sheet(commune), {"people": [post.person_id for post in posts]})
    page = shown.content.decode()

    assert shown.status_code == 200
    slips = shown.context["result"].slips
    assert {one.issued.username for one in slips} == {"an.nv", "an.nv2", "kbreu"}
    assert all(one.issued.code in page for one in slips)
    assert page.count("data:image/svg+xml") == 3
    assert f"https://lienthong.example{reverse('account:enter')}" in page
    assert Account.objects.filter(person__in=[post.person_id for post in posts]).count() == 3
    again = admin.post(sheet(commune), {"people": [posts[0].person_id]})
    assert again.context["result"].slips[0].issued.username == "an.nv"


def test_only_who_one_administrator_invites_alone_is_offered(admin: Client, commune: Unit) -> None:
    waits = a_post(commune, Role.SPECIALIST)
    signs = a_post(commune, Role.CLERK)
    came = a_post(commune, Role.SPECIALIST)
    an_account(came.person)
    above = a_post(commune, Role.SPECIALIST)
    a_post(commune.parent, Role.SPECIALIST, person=above.person)

    form = admin.get(sheet(commune)).context["form"]
    assert [key for key, _words in form.fields["people"].choices] == [waits.person_id]
    for other in (signs, came, above):
        assert admin.post(sheet(commune), {"people": [other.person_id]}).status_code == 422
    assert not Account.objects.filter(person__in=[signs.person_id, above.person_id]).exists()


def test_a_sheet_holds_so_many_and_no_more(admin: Client, commune: Unit, monkeypatch) -> None:
    monkeypatch.setattr("lienthong.portals.administration.slips.MOST_AT_ONCE", 1)
    people = [a_post(commune, Role.SPECIALIST).person_id for _ in range(2)]

    refused = admin.post(sheet(commune), {"people": people})

    assert refused.status_code == 409
    assert not Account.objects.filter(person__in=people).exists()
