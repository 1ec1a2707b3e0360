"""Nobody decides in their own matter (docs/adr/0071): time, and whether a result suffices."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.people.public import Post, Role, actor_in
from lienthong.kernel.people.tests.factories import a_post
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.correspondence.actions.asking_time import answer_time, ask_for_time
from lienthong.records.correspondence.actions.changing import extend
from lienthong.records.correspondence.actions.handling import Instruction, answer, close, direct
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.models import TimeRequest

DUE, LATER = (timezone.localdate() + dt.timedelta(days=days) for days in (5, 9))


@pytest.fixture
def both(house):
    """The deputy secretary as the head of a body."""
    return actor_in(a_post(house.office, Role.UNIT_HEAD, person=house.posts["deputy"].person))


@pytest.fixture
def incoming(house, resolution, both):
    entry = register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    given = Instruction(house.office.pk, "Tham mưu.", due_on=DUE)
    direct(entry.pk, given=given, actor=house.actor("secretary"))
    return entry


def extended(house, incoming, who):
    extend(incoming.pk, due_on=LATER, reason="Chờ số liệu.", actor=house.actor(who))
    return incoming.directions.get(is_current=True).due_on


def test_who_heads_a_body_gives_it_no_time_in_another_post(house, incoming, both):
    with pytest.raises(RuleBroken, match="Somebody else gives time"):
        extended(house, incoming, "deputy")
    assert extended(house, incoming, "secretary") == LATER


def test_who_asked_for_time_gives_none_also_after_another_took_the_body_over(house, incoming, both):
    ask_for_time(incoming.pk, until=LATER, reason="Chờ số liệu.", actor=both)
    request = TimeRequest.objects.get()
    with pytest.raises(RuleBroken, match="Somebody else gives time"):
        answer_time(
            incoming.pk, request_id=request.pk, outcome="granted", actor=house.actor("deputy")
        )
    headed = Post.objects.get(pk=both.post_id)
    headed.valid_to = timezone.localdate()
    headed.save()
    with pytest.raises(RuleBroken, match="Somebody else gives time"):
        extended(house, incoming, "deputy")


def test_whoever_was_named_to_do_it_gives_themselves_no_time(house, resolution):
    person = house.posts["deputy"].person
    post = a_post(house.building, Role.SPECIALIST, person=person)
    entry = register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    given = Instruction(house.building.pk, "Tham mưu.", due_on=DUE, person_id=post.pk)
    direct(entry.pk, given=given, actor=house.actor("secretary"))
    with pytest.raises(RuleBroken, match="Somebody else gives time"):
        extended(house, entry, "deputy")


def test_whoever_answered_does_not_close_it(house, incoming, both):
    answer(incoming.pk, note="Đã xong.", actor=both)
    with pytest.raises(RuleBroken, match="Somebody else closes"):
        close(incoming.pk, actor=house.actor("deputy"))
    close(incoming.pk, actor=house.actor("secretary"))
    incoming.refresh_from_db()
    assert incoming.state == "closed"


def test_no_time_is_given_into_the_past(house, incoming):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with pytest.raises(RuleBroken, match="lies in the past"):
        extend(incoming.pk, due_on=yesterday, reason="x", actor=house.actor("secretary"))
