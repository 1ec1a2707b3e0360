"""What an administrator is to look after, within reach and no further."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.people.public import Account, Role, actor_for
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account, sign_in_with_factor
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import Certificate

from .. import review

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(settings, tmp_path) -> Unit:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    return a_unit(kind="provincial_committee")


@pytest.fixture
def commune(province: Unit) -> Unit:
    unit = a_unit(province)
    unit.has_register = True
    unit.save()
    return unit


def lying(unit: Unit, due_at: dt.datetime) -> WorkItem:
    return WorkItem.objects.create(
        subject_type=ContentType.objects.get_for_model(Unit),
        subject_id=unit.pk,
        unit=unit,
        step=f"direct-{due_at:%d}",
        kind="incoming",
        due_at=due_at,
    )


@pytest.fixture
def administrator(commune: Unit):
    return a_post(commune, Role.ORG_ADMIN)


def test_who_was_invited_and_never_came_is_named(commune: Unit, administrator) -> None:
    came, waits = a_post(commune, Role.SPECIALIST), a_post(commune, Role.SPECIALIST)
    an_account(came.person)
    account = an_account(waits.person)
    account.set_unusable_password()
    account.save()
    barred = an_account(a_post(commune, Role.SPECIALIST).person)
    barred.set_unusable_password()
    barred.is_active = False
    barred.save()

    named = review.never_signed_in(actor_for(administrator.person))

    assert [one.pk for one in named] == [waits.person_id]
    assert Account.objects.count() == 3


def test_an_office_that_serves_a_committee_has_its_clerk(commune: Unit, administrator) -> None:
    actor = actor_for(administrator.person)
    assert [one.pk for one in review.units_without_clerk(actor)] == [commune.pk]

    a_post(a_unit(commune, kind="advisory_body", serves=commune), Role.CLERK)

    assert not review.units_without_clerk(actor)


def test_work_is_stuck_a_week_after_its_deadline_and_only_within_reach(
    province: Unit, commune: Unit, administrator
) -> None:
    now = timezone.now()
    late = lying(commune, now - dt.timedelta(days=8))
    lying(a_unit(commune, kind="branch"), now - dt.timedelta(days=6))
    lying(province, now - dt.timedelta(days=30))

    assert [one.pk for one in review.stuck_work(actor_for(administrator.person))] == [late.pk]


def test_the_page_shows_each_list_and_prints(commune: Unit, administrator) -> None:
    client = Client()
    sign_in_with_factor(client, an_account(administrator.person))
    address = reverse("administration:review")

    assert "Never signed in" in client.get(address).content.decode()
    assert str(commune) in client.get(f"{address}?tab=clerks").content.decode()
    assert "No work has been lying" in client.get(f"{address}?tab=work").content.decode()
    assert client.get(f"{address}?tab=clerks&as=xlsx").status_code == 200


def test_each_thing_to_look_after_leads_with_one_press_to_where_it_is_put_right(
    commune: Unit, administrator
) -> None:
    client = Client()
    sign_in_with_factor(client, an_account(administrator.person))
    clerk = a_post(commune, Role.CLERK)
    resting = Certificate.objects.create(
        key_id="resting",
        purpose=Certificate.Purpose.PERSON,
        unit=commune,
        post=clerk,
        holder="Lê Thị Sen",
        valid_from=timezone.now(),
        valid_to=timezone.now() + dt.timedelta(days=20),
        suspended_at=timezone.now(),
        suspended_because="mất máy",
    )
    lying(commune, timezone.now() - dt.timedelta(days=9))
    address = reverse("administration:review")

    for tab, name, key in (
        ("seals", "seal_certify", commune.pk),
        ("posts", "post_certify", administrator.pk),
        ("suspended", "certificate", resting.pk),
        ("keys", "certificate", resting.pk),
        ("work", "unit", commune.pk),
    ):
        way = reverse(f"administration:{name}", args=[key])
        page = client.get(f"{address}?tab={tab}").content.decode()
        assert f'href="{way}"' in page, tab
        assert client.get(way).status_code == 200, tab


def test_the_page_of_a_key_is_its_holders_and_theirs_who_look_after_it(
    province: Unit, commune: Unit
) -> None:
    holder, stranger = a_post(commune, Role.CLERK), a_post(a_unit(province), Role.ORG_ADMIN)
    key = Certificate.objects.create(
        key_id="resting",
        purpose=Certificate.Purpose.PERSON,
        unit=commune,
        post=holder,
        holder="Lê Thị Sen",
        valid_from=timezone.now(),
        suspended_at=timezone.now(),
        suspended_because="mất máy",
    )
    way = reverse("administration:certificate", args=[key.pk])

    def opened(post) -> int:
        client = Client()
        sign_in_with_factor(client, an_account(post.person))
        return client.get(way).status_code

    reads = (holder, a_post(commune, Role.SECRETARY), a_post(province, Role.ORG_ADMIN))
    assert [opened(post) for post in reads] == [200, 200, 200]
    assert [opened(post) for post in (stranger, a_post(commune, Role.SPECIALIST))] == [404, 404]
