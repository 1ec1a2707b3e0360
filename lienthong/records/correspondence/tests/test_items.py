"""A letter and the original it carries, where both are addressed to a unit with a clerk."""

import pytest
from django.urls import reverse

from lienthong.kernel.audiences.public import Addressing, Purpose, Receipt, Scope
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.correspondence.actions import handling, receiving
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.models import IncomingDocument
from lienthong.records.correspondence.queries.forwarding import entries_to_forward
from lienthong.records.correspondence.queries.lists import arrivals_to_register
from lienthong.records.correspondence.queries.received import act_due, received_for
from lienthong.records.correspondence.tests.factories import an_issued_document


@pytest.fixture
def centre_letter(house, resolution):
    """The province carries a document that its communes already have on to them, with its own letter."""
    addressing = Addressing(
        units={house.commune.pk: Purpose.CARRY_OUT},
        scope=Scope.BRANCHES,
        scope_paths=frozenset({house.province.path}),
    )
    return an_issued_document(
        house.province,
        addressing,
        house.posts["province_clerk"],
        code="official_letter",
        carries=resolution.audience,
    )


def register(house, received):
    return register_incoming(received.audience_id, house.commune.pk, actor=house.actor("clerk"))


def waiting(house):
    return [one.audience_id for one in arrivals_to_register(house.commune.pk)]


def test_letter_and_original_are_registered_each_under_its_own_number(
    house, resolution, centre_letter
):
    first, second = register(house, resolution), register(house, centre_letter)

    assert (first.document, second.document) == (resolution, centre_letter)
    assert (first.number.number, second.number.number) == (1, 2)
    assert not waiting(house)


def test_a_registered_original_is_not_asked_for_again(house, resolution, centre_letter):
    entry = register(house, resolution)
    clerk = house.actor("clerk")

    assert waiting(house) == [centre_letter.audience_id]
    assert act_due(received_for(clerk, centre_letter.audience_id), clerk) == "register"
    assert received_for(clerk, resolution.audience_id).incoming == entry
    with pytest.raises(RuleBroken, match="already registered"):
        register(house, resolution)


def test_registering_the_letter_first_leaves_the_original_to_be_registered(
    house, resolution, centre_letter
):
    register(house, centre_letter)

    assert waiting(house) == [resolution.audience_id]
    receipt = Receipt.objects.filter(unit=house.commune, audience=resolution.audience)
    assert not receipt.exclude(received_at=None).exists()


def test_each_page_points_at_the_arrival_of_the_other(house, enter, resolution, centre_letter):
    register(house, resolution)
    clerk = enter("clerk")
    of_letter = clerk.get(reverse("correspondence:received", args=[centre_letter.audience_id]))
    of_original = clerk.get(reverse("correspondence:received", args=[resolution.audience_id]))

    assert f"Original {resolution.notation}" in of_letter.content.decode()
    assert "Number of arrival 1/" in of_letter.content.decode()
    assert f"Letter {centre_letter.notation}" in of_original.content.decode()
    assert "To be registered" in of_original.content.decode()
    assert centre_letter.notation in of_original.content.decode()


def test_both_are_forwarded_as_one(house, resolution, centre_letter):
    entry = register(house, resolution)
    register(house, centre_letter)
    handling.file_away(entry.pk, note="", actor=house.actor("secretary"))
    assert list(entries_to_forward(house.commune.pk)) == [entry]

    receiving.note_forwarding(house.letter(resolution.audience).pk)

    assert not entries_to_forward(house.commune.pk).exists()
    marked = Receipt.objects.filter(unit=house.commune).exclude(forwarded_at=None)
    assert marked.count() == 2


def test_a_letter_registered_after_the_original_was_forwarded_is_not_owed_again(
    house, resolution, centre_letter
):
    register(house, resolution)
    receiving.note_forwarding(house.letter(resolution.audience).pk)

    register(house, centre_letter)

    assert not entries_to_forward(house.commune.pk).exists()


def test_an_original_only_in_scope_is_registered_with_its_letter(house, resolution):
    house.base.has_register = True
    house.base.save()
    letter = house.letter(resolution.audience)
    clerk = house.actor("base_secretary")

    received = received_for(clerk, resolution.audience_id)

    assert (received.document, received.original) == (letter, resolution)
    assert received.audience_ids == [resolution.audience_id, letter.audience_id]
    assert not received.related
    assert not IncomingDocument.objects.filter(unit=house.base).exists()
