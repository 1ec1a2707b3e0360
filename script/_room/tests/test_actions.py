"""Who opens and closes «examples», and what the rules refuse."""

import pytest
from django.core.exceptions import PermissionDenied
from lienthong.work.examples.actions import close_example, open_example

from lienthong.kernel.audit.public import AuditEntry
from lienthong.kernel.people.tests.factories import a_unit, an_actor
from lienthong.kernel.permissions.public import Role, RuleBroken

from .factories import example_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit()


@pytest.fixture
def clerk(unit):
    return an_actor(unit, Role.CLERK)


def test_the_clerk_opens_and_closes(unit, clerk):
    example = open_example(unit.pk, subject=" Đi thăm bản ", actor=clerk)
    assert (example.subject, example.is_open) == ("Đi thăm bản", True)

    assert not close_example(example.pk, actor=clerk).is_open

    done = AuditEntry.objects.filter(person_id=clerk.person_id).order_by("pk")
    assert [entry.verb for entry in done] == ["examples.opened", "examples.closed"]


@pytest.mark.parametrize(
    ("role", "is_here"),
    [(Role.SECRETARY, True), (Role.SPECIALIST, True), (Role.CLERK, False)],
)
def test_nobody_else_does(unit, role, is_here):
    actor = an_actor(unit if is_here else a_unit(), role)

    with pytest.raises(PermissionDenied):
        open_example(unit.pk, subject="Đi thăm bản", actor=actor)
    with pytest.raises(PermissionDenied):
        close_example(example_of(unit).pk, actor=actor)


def test_it_says_what_it_is_about(unit, clerk):
    with pytest.raises(RuleBroken, match="Say what it is about"):
        open_example(unit.pk, subject="  ", actor=clerk)


def test_it_is_closed_once(unit, clerk):
    example = example_of(unit)
    close_example(example.pk, actor=clerk)

    with pytest.raises(RuleBroken, match="already been closed"):
        close_example(example.pk, actor=clerk)
