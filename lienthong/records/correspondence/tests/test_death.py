"""The process dies at a named point; nothing is lost, nothing doubled, no gap in the register."""

import os

import pytest

from lienthong.kernel.audiences.public import Receipt
from lienthong.kernel.numbering.public import TakenNumber
from lienthong.records.correspondence.actions import handling, receiving
from lienthong.records.correspondence.actions.handling import Instruction
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.models import Assignment, Direction, IncomingDocument

from .crash_points import DYING

NAMED = [point.at for point in DYING.points if point.name == point.at]


class Death(BaseException):
    """The process is gone; nothing after this line happens."""


@pytest.fixture
def dying(monkeypatch, settings):
    def die(code):
        raise Death(code)

    monkeypatch.setattr(os, "_exit", die)

    def at(point, action):
        settings.CRASH_AT = point
        with pytest.raises(Death):
            action()
        settings.CRASH_AT = ""

    return at


def points(start):
    return [point for point in NAMED if point.startswith(start)]


@pytest.fixture
def registered(house, resolution):
    return register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))


def incoming_numbers():
    return TakenNumber.objects.filter(series__register="incoming")


@pytest.mark.parametrize("point", points("register."))
def test_registering_again_after_a_death_takes_the_same_number(house, resolution, dying, point):
    def register():
        return register_incoming(
            resolution.audience_id, house.commune.pk, actor=house.actor("clerk")
        )

    dying(point, register)
    assert not IncomingDocument.objects.exists()
    assert not incoming_numbers().exists()
    assert not Receipt.objects.exclude(registered_at=None).exists()

    assert register().number.number == 1
    assert incoming_numbers().count() == 1


@pytest.mark.parametrize("point", points("direct."))
def test_directing_again_after_a_death_gives_the_document_once(house, registered, dying, point):
    def direct():
        given = Instruction(house.building.pk, "Tham mưu.")
        return handling.direct(registered.pk, given=given, actor=house.actor("secretary"))

    dying(point, direct)
    assert not Direction.objects.exists()
    registered.refresh_from_db()
    assert registered.state == IncomingDocument.State.REGISTERED

    direct()
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("point", points("receive."))
def test_receiving_again_after_a_death_confirms_once(house, resolution, registered, dying, point):
    receiving.note_forwarding(house.letter(resolution.audience).pk)

    def receive():
        receiving.confirm_receipt(house.here(resolution), actor=house.actor("branch_secretary"))

    dying(point, receive)
    assert not Receipt.objects.filter(unit=house.branch).exclude(received_at=None).exists()

    receive()
    assert Receipt.objects.filter(unit=house.branch).exclude(received_at=None).count() == 2


@pytest.mark.parametrize("point", points("brief_members."))
def test_passing_on_again_after_a_death_counts_once(house, resolution, registered, dying, point):
    receiving.note_forwarding(house.letter(resolution.audience).pk)
    actor = house.actor("branch_secretary")
    receiving.confirm_receipt(house.here(resolution), actor=actor)

    def brief_members():
        return receiving.brief_members(house.here(resolution), absent_ids=[], actor=actor)

    dying(point, brief_members)
    assert not Receipt.objects.exclude(briefed_at=None).exists()

    assert brief_members().present_count == 1


@pytest.mark.parametrize("point", points("forward."))
def test_noting_the_letter_again_after_a_death_forwards_once(
    house, resolution, registered, dying, point
):
    letter = house.letter(resolution.audience)

    dying(point, lambda: receiving.note_forwarding(letter.pk))
    assert not Receipt.objects.exclude(forwarded_at=None).exists()

    receiving.note_forwarding(letter.pk)
    assert Receipt.objects.exclude(forwarded_at=None).get().forwarded_with == letter.audience


def test_every_point_is_tried():
    tried = [
        p
        for s in ("register.", "direct.", "receive.", "brief_members.", "forward.")
        for p in points(s)
    ]

    assert sorted(tried) == sorted(NAMED)
