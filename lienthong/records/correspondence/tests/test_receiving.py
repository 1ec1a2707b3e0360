"""Receiving, briefing members and forwarding: branches, committees without a register, letters."""

import pytest
from django.core.exceptions import PermissionDenied

from lienthong.kernel.audiences.public import Receipt
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.correspondence.actions import handling, receiving
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.models import Forwarding
from lienthong.records.correspondence.queries.forwarding import entries_to_forward
from lienthong.records.correspondence.queries.lists import cards_of
from lienthong.records.correspondence.queries.received import act_due, received_for


@pytest.fixture
def registered(house, resolution):
    return register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))


@pytest.fixture
def letter(house, resolution, registered):
    issued = house.letter(resolution.audience)
    receiving.note_forwarding(issued.pk)
    return issued


def receipts_at(unit):
    return Receipt.objects.filter(unit=unit)


def receive(house, received, who="branch_secretary", unit=None):
    receiving.confirm_receipt(house.here(received, unit), actor=house.actor(who))


def test_a_branch_reads_a_document_before_its_committee_has_forwarded_it(house, resolution):
    card = cards_of(house.branch)[0]

    assert (card.tab, card.document) == ("waiting", resolution)
    with pytest.raises(RuleBroken, match="not yet forwarded this document"):
        receive(house, resolution)


def test_the_letter_and_what_it_carries_are_one_item_at_a_branch(house, resolution, letter):
    (card,) = cards_of(house.branch)

    assert (card.document, card.received.letter, card.tab) == (resolution, letter, "to_receive")
    actor = house.actor("branch_secretary")
    for opened in (resolution, letter):
        received = received_for(actor, opened.audience_id)
        assert (received.document, received.letter) == (resolution, letter)
        assert act_due(received, actor) == "receive"


def test_receiving_the_item_receives_letter_and_original(house, resolution, letter):
    receive(house, resolution)

    received = receipts_at(house.branch).exclude(received_at=None)
    assert {receipt.audience_id for receipt in received} == {
        resolution.audience_id,
        letter.audience_id,
    }


def test_receiving_twice_has_one_effect(house, resolution, letter):
    receive(house, resolution)
    first = receipts_at(house.branch).get(audience=resolution.audience).received_at
    receive(house, resolution)

    assert receipts_at(house.branch).get(audience=resolution.audience).received_at == first


def test_a_branch_may_receive_at_once_when_the_letter_has_come(house, resolution, registered):
    letter = house.letter(resolution.audience)

    receive(house, resolution)

    carried = Receipt.objects.get(unit=house.commune, audience=resolution.audience)
    assert carried.forwarded_with == letter.audience


def test_a_branch_passes_on_to_23_of_27_and_keeps_the_absentees(house, resolution, letter):
    members = house.members(27)
    receive(house, resolution)

    receipt = receiving.brief_members(
        house.here(resolution),
        absent_ids=members[:4],
        actor=house.actor("branch_secretary"),
    )

    assert (receipt.present_count, receipt.member_count) == (23, 27)
    assert set(receipt.absences.values_list("person_id", flat=True)) == set(members[:4])
    (card,) = cards_of(house.branch)
    assert card.tab == "passed_on"


@pytest.mark.parametrize(
    ("absent", "sentence"),
    [("stranger", "Only members of the branch"), ("everybody", "At least one member")],
)
def test_absentees_are_members_and_not_all_of_them(house, resolution, letter, absent, sentence):
    members = house.members(3) + [house.posts["member"].person_id]
    receive(house, resolution)
    ids = {"stranger": [house.posts["clerk"].person_id], "everybody": members}[absent]

    with pytest.raises(RuleBroken, match=sentence):
        receiving.brief_members(
            house.here(resolution),
            absent_ids=ids,
            actor=house.actor("branch_secretary"),
        )


def test_a_document_is_received_before_members_are_briefed(house, resolution, letter):
    with pytest.raises(RuleBroken, match="Confirm that the branch has the document first"):
        receiving.brief_members(
            house.here(resolution),
            absent_ids=[],
            actor=house.actor("branch_secretary"),
        )


@pytest.mark.parametrize("who", ["member", "sibling_secretary", "clerk", "secretary", "head"])
def test_only_the_secretary_of_the_branch_receives_and_passes_on(house, resolution, letter, who):
    with pytest.raises(PermissionDenied):
        receive(house, resolution, who)
    with pytest.raises(PermissionDenied):
        receiving.brief_members(house.here(resolution), absent_ids=[], actor=house.actor(who))
    with pytest.raises(PermissionDenied):
        receiving.forward(house.here(resolution, house.base), note="", actor=house.actor(who))


def test_a_committee_without_a_register_forwards_with_a_note(house, resolution, letter):
    actor = house.actor("base_secretary")
    part = house.actor("part_secretary")
    assert act_due(received_for(part, resolution.audience_id), part) == "wait"

    receive(house, resolution, "base_secretary", house.base)
    for _ in range(2):
        receiving.forward(house.here(resolution, house.base), note="Triển khai ngay.", actor=actor)

    assert Forwarding.objects.get().note == "Triển khai ngay."
    received = received_for(part, resolution.audience_id)
    assert act_due(received, part) == "receive"
    assert received.forwarding.note == "Triển khai ngay."
    receive(house, resolution, "part_secretary", house.part)
    assert receipts_at(house.part).exclude(received_at=None).count() == 2


def test_an_issued_letter_marks_the_original_as_forwarded_once(house, resolution, registered):
    letter = house.letter(resolution.audience)
    for _ in range(3):
        receiving.note_forwarding(letter.pk)

    receipt = Receipt.objects.get(unit=house.commune, audience=resolution.audience)
    assert receipt.forwarded_with == letter.audience


def test_the_event_of_an_issued_letter_does_the_same(house, resolution, registered):
    from lienthong.kernel.events.public import announce
    from lienthong.records.documents.public import DocumentIssued

    letter = house.letter(resolution.audience)
    for _ in range(2):
        announce(DocumentIssued(letter.pk))
        run_jobs()

    receipt = Receipt.objects.get(unit=house.commune, audience=resolution.audience)
    assert receipt.forwarded_with == letter.audience


def test_a_letter_that_carries_nothing_marks_nothing(house, resolution):
    receiving.note_forwarding(resolution.pk)

    assert not Receipt.objects.exclude(forwarded_at=None).exists()


def test_a_committee_owes_the_forwarding_until_its_letter_is_issued(house, resolution, registered):
    assert not entries_to_forward(house.commune.pk).exists(), "nobody has decided on it"
    handling.file_away(registered.pk, note="", actor=house.actor("chief"))
    assert list(entries_to_forward(house.commune.pk)) == [registered]

    receiving.note_forwarding(house.letter(resolution.audience).pk)

    assert not entries_to_forward(house.commune.pk).exists()


def test_the_clerk_begins_one_letter_with_the_original(house, resolution, registered):
    first = receiving.forward_with_letter(registered.pk, actor=house.actor("clerk"))
    again = receiving.forward_with_letter(registered.pk, actor=house.actor("clerk"))

    assert first == again
    assert (first.carries, first.issuer, first.state) == (
        resolution.audience,
        house.commune,
        "draft",
    )


def test_a_document_forwarded_is_not_forwarded_again(house, resolution, registered, letter):
    with pytest.raises(RuleBroken, match="already forwarded"):
        receiving.forward_with_letter(registered.pk, actor=house.actor("clerk"))


@pytest.mark.parametrize("who", ["member", "other_clerk", "branch_secretary", "province_clerk"])
def test_strangers_begin_no_letter(house, registered, who):
    with pytest.raises(PermissionDenied):
        receiving.forward_with_letter(registered.pk, actor=house.actor(who))
