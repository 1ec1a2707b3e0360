"""Recipients that were changed past the product are named each day."""

import datetime as dt

import pytest

from lienthong.kernel.audiences.actions import Addressing, publish
from lienthong.kernel.audiences.comparing import audiences_unlike_the_history
from lienthong.kernel.audiences.models import Audience, Purpose, Scope
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.people.tests.factories import a_person, a_unit

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 5, 4)
CHANGES = {
    "an organisation less": "DELETE FROM audiences_addressedunit WHERE audience_id = %s",
    "another purpose": "UPDATE audiences_addressedunit SET purpose = 'know' WHERE audience_id = %s",
    "a person less": "DELETE FROM audiences_addressedperson WHERE audience_id = %s",
    "a wider scope": "UPDATE audiences_scoperule SET path = '' WHERE audience_id = %s",
    "another issuer": "UPDATE audiences_audience SET top_path = 'zz' WHERE id = %s",
}


@pytest.fixture
def audience():
    province = a_unit(kind="provincial_committee")
    named = Addressing(
        units={a_unit(province).pk: Purpose.CARRY_OUT, a_unit(province).pk: Purpose.KNOW},
        persons={a_person().pk: Purpose.KNOW},
        scope=Scope.COMMITTEES,
        scope_paths=frozenset({province.path}),
    )
    return publish(named, issuer=province, on=DAY, actor=None)


def named() -> list[int]:
    return [fault.facts["audience"] for fault in audiences_unlike_the_history()]


def test_recipients_as_they_were_published_are_not_named(audience):
    assert named() == []


@pytest.mark.parametrize("change", CHANGES)
def test_recipients_changed_past_the_product_are_named(audience, change):
    assert as_superuser(CHANGES[change], audience.pk)

    assert named() == [audience.pk]


def test_what_nobody_published_is_named(audience):
    invented = Audience.objects.create(
        issuer=audience.issuer, frozen_on=DAY, published_at=audience.published_at
    )

    assert named() == [invented.pk]
