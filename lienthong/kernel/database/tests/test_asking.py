"""A question whose SQL is made once answers what the ORM answers."""

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.database.public import Asked, OneOf
from lienthong.kernel.people.public import Post
from lienthong.kernel.people.tests.factories import a_post, a_unit
from lienthong.kernel.permissions.public import Role
from lienthong.kernel.units.public import Unit, UnitKind

pytestmark = pytest.mark.django_db


def posts(person, kinds):
    from_unit = Concat(F("unit__path"), Value("/"), F("role"))
    held = Post.objects.filter(person=person)
    asked = held.filter(OneOf("unit__kind", kinds)).annotate(place=from_unit)
    return asked.select_related("unit__parent").order_by("pk")


POSTS = Asked(posts, person=7_000_001, kinds=["\x01"])


def said(found):
    return [(one, one.unit, one.unit.parent, one.place) for one in found]


def test_it_answers_what_the_orm_answers_for_any_values():
    top = a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)
    commune = a_unit(top)
    mine = a_post(top, Role.CLERK)
    a_post(commune, Role.SECRETARY, person=mine.person)
    other = a_post(commune, Role.CLERK)

    for person in (mine.person_id, other.person_id, 0):
        for kinds in ([], [top.kind], [top.kind, commune.kind], [commune.kind, "none", "such"]):
            assert said(POSTS(person=person, kinds=kinds)) == said(posts(person, kinds))


def test_what_is_related_comes_with_it_in_one_statement_and_always_the_same():
    mine = a_post(a_unit(a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)), Role.CLERK)
    with CaptureQueriesContext(connection) as queries:
        for kinds in ([mine.unit.kind], ["none", mine.unit.kind]):
            said(POSTS(person=mine.person_id, kinds=kinds))

    assert len(queries) == 2
    first, second = (one["sql"].partition("WHERE")[0] for one in queries)
    assert first == second


def test_a_sample_stands_somewhere_in_the_question():
    astray = Asked(
        lambda unit, person: Unit.objects.filter(pk=unit), unit=7_000_001, person=7_000_002
    )

    with pytest.raises(ValueError, match="person"):
        astray(unit=1, person=2)
