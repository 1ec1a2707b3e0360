"""What an installation hears when its data do not fit a newer rule."""

from importlib import import_module

import pytest
from django.core.management.base import CommandError
from django.db import connection

from lienthong.kernel.people.models import Role

from .factories import LONG_AGO, a_person, a_post, a_unit

migration = import_module("lienthong.kernel.people.migrations.0003_one_branch_at_a_time")


def look():
    with connection.schema_editor() as editor:
        migration.refuse_overlaps(None, editor)


def test_overlapping_memberships_are_named_by_their_numbers(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_post DROP CONSTRAINT post_one_branch_at_a_time")
    person = a_person("Nguyễn Thị Mật")
    here, there = a_unit(), a_unit()
    a_post(here, Role.MEMBER, person=person, until=LONG_AGO.replace(month=2))
    a_post(here, Role.CLERK, person=person)
    one = a_post(there, Role.PROBATIONARY_MEMBER, person=person, since=LONG_AGO.replace(month=2))
    look()
    other = a_post(here, Role.MEMBER, person=person, since=LONG_AGO.replace(month=3))

    with pytest.raises(CommandError, match=f"1 pairs .* {one.pk} and {other.pk}") as refusal:
        look()

    assert "Mật" not in str(refusal.value)
