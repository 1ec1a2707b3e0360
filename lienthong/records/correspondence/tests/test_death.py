"""The process dies at a named point; nothing is lost, nothing doubled, no gap in the register."""

import datetime as dt
import os

import pytest
from django.utils import timezone

from lienthong.kernel.audiences.public import Receipt
from lienthong.kernel.numbering.public import TakenNumber
from lienthong.records.correspondence.actions import handling, receiving
from lienthong.records.correspondence.actions.asking_time import ask_for_time
from lienthong.records.correspondence.actions.forwarding_outside import forward_outside
from lienthong.records.correspondence.actions.handling import Instruction
from lienthong.records.correspondence.actions.mail import bring_mail
from lienthong.records.correspondence.actions.outside import (
    BroughtScan,
    Described,
    register_outside,
)
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.actions.together import direct_together
from lienthong.records.correspondence.models import (
    Assignment,
    Direction,
    IncomingDocument,
    TimeRequest,
)
from lienthong.records.documents.public import Document

from .crash_points import DYING
from .scans import a_letter

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


@pytest.fixture
def from_outside(house):
    """Two letters of the State's offices, each with its scan."""
    clerk = house.actor("clerk")
    scans = [bring_mail([BroughtScan(f"{n}.pdf", a_letter(n))], actor=clerk).scan for n in (31, 32)]
    return [
        register_outside(Described("Sở Nội vụ", "hội nghị", f"{scan.pk}/SNV"), scan.pk, actor=clerk)
        for scan in scans
    ]


@pytest.mark.parametrize("point", points("together."))
def test_giving_several_again_after_a_death_gives_each_once(house, from_outside, dying, point):
    def give():
        given = Instruction(house.building.pk, "Tham mưu.")
        chosen = [entry.pk for entry in from_outside]
        return direct_together(chosen, given=given, actor=house.actor("secretary"))

    dying(point, give)
    assert not Direction.objects.exists()

    assert len(give().done) == Direction.objects.count() == 2


@pytest.mark.parametrize("point", points("ask_time."))
def test_asking_for_time_again_after_a_death_asks_once(house, registered, dying, point):
    today = timezone.localdate()
    given = Instruction(house.building.pk, "Tham mưu.", due_on=today + dt.timedelta(days=5))
    handling.direct(registered.pk, given=given, actor=house.actor("secretary"))

    def ask():
        until, head = today + dt.timedelta(days=9), house.actor("head")
        return ask_for_time(registered.pk, until=until, reason="Chờ số liệu.", actor=head)

    dying(point, ask)
    assert not TimeRequest.objects.exists()

    assert ask() == TimeRequest.objects.get()


@pytest.mark.parametrize("point", points("send_down."))
def test_sending_down_again_after_a_death_makes_one_letter(house, from_outside, dying, point):
    entry = from_outside[0]
    handling.file_away(entry.pk, note="", actor=house.actor("chief"))
    before = Document.objects.count()

    def send():
        return forward_outside(entry.pk, actor=house.actor("clerk"))

    dying(point, send)
    assert Document.objects.count() == before

    letter = send()
    assert send() == letter
    assert Document.objects.count() == before + 1


def test_every_point_is_tried():
    actions = ("register.", "direct.", "receive.", "brief_members.", "forward.")
    later = ("together.", "ask_time.", "send_down.")
    tried = [p for s in actions + later for p in points(s)]

    assert sorted(tried) == sorted(NAMED)
