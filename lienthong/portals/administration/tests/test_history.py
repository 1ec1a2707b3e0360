"""Whether the history is whole, as auditors and administrators see it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audit.models import SelfCheck
from lienthong.kernel.audit.public import record
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.notices.public import notices_of
from lienthong.kernel.people.public import Role
from lienthong.kernel.people.tests.factories import (
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.portals.administration.notifying import notify_of_the_check

pytestmark = pytest.mark.django_db
FAULT = {
    "check": "link",
    "message": "Entry %(number)s (id %(id)s) was changed.",
    "facts": {"number": 4, "id": 9},
}


@pytest.fixture
def province(settings, tmp_path):
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    return a_unit(kind="provincial_committee")


def shown_to(unit, role):
    client = Client()
    sign_in_with_factor(client, an_account(a_post(unit, role).person))
    return client.get(reverse("administration:history"))


def test_an_auditor_sees_every_check_and_what_it_found(province):
    SelfCheck.objects.create(entries=12_345)
    SelfCheck.objects.create(faults=[FAULT], fault_count=2)

    shown = shown_to(province, Role.SECURITY_AUDITOR).content.decode()

    assert "Entry 4 (id 9) was changed." in shown
    assert "2 faults" in shown
    assert "Whole" in shown
    assert "For two days" not in shown


@pytest.mark.parametrize("age", [timedelta(days=3), None])
def test_two_silent_days_show(province, age):
    if age:
        SelfCheck.objects.create(at=timezone.now() - age)

    assert b"For two days" in shown_to(province, Role.SECURITY_AUDITOR).content


def test_a_system_founded_today_is_not_silent_before_its_first_night(province):
    record(None, "units.founded", province)

    shown = shown_to(province, Role.SECURITY_AUDITOR).content.decode()

    assert "For two days" not in shown
    assert "Not checked yet" in shown


def test_who_audits_nothing_does_not_see_it(province):
    assert shown_to(province, Role.CLERK).status_code in (403, 404)


@pytest.mark.parametrize(("faults", "said"), [(0, "is whole"), (1, "NOT whole")])
def test_the_auditors_are_notified_either_way(province, faults, said):
    auditor, administrator = (
        a_post(province, role).person_id for role in (Role.SECURITY_AUDITOR, Role.ORG_ADMIN)
    )

    notify_of_the_check(SelfCheck.objects.create(fault_count=faults).pk)

    (notice,) = notices_of(auditor)
    assert said in notice.text
    assert notice.stands is bool(faults)
    assert not notices_of(administrator)


def test_where_nobody_audits_the_administrators_are_notified(province):
    administrator = a_post(province, Role.ORG_ADMIN).person_id

    notify_of_the_check(SelfCheck.objects.create().pk)

    assert notices_of(administrator)


def test_an_auditor_ended_by_a_row_hears_of_it(province):
    ended = a_post(province, Role.SECURITY_AUDITOR)
    administrator = a_post(province, Role.ORG_ADMIN)
    as_superuser("UPDATE people_post SET valid_to = valid_from WHERE id = %s", ended.pk)

    notify_of_the_check(SelfCheck.objects.create(fault_count=1, faults=[FAULT]).pk)

    for post in (ended, administrator):
        assert notices_of(post.person_id).count() == 1


def test_an_auditor_written_in_takes_nobodys_place(province):
    own, administrator = a_post(province), a_post(province, Role.ORG_ADMIN)
    as_superuser("UPDATE people_post SET role = 'security_auditor' WHERE id = %s", own.pk)

    notify_of_the_check(SelfCheck.objects.create(fault_count=1, faults=[FAULT]).pk)

    assert notices_of(administrator.person_id).count() == 1
