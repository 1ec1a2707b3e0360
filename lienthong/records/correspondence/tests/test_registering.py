"""A clerk registers an arrived document, or sends it back."""

import pytest
from django.core.exceptions import PermissionDenied

from lienthong.kernel.audiences.public import AddressedPerson, Receipt
from lienthong.kernel.audit.public import history_of
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of
from lienthong.kernel.reference.public import Term
from lienthong.records.correspondence.actions import registering
from lienthong.records.correspondence.models import IncomingDocument
from lienthong.records.correspondence.queries.received import act_due, received_for
from lienthong.records.correspondence.tests.factories import yesterday


def registered(house, resolution, who="clerk", unit=None):
    unit = unit or house.commune
    return registering.register_incoming(resolution.audience_id, unit.pk, actor=house.actor(who))


def test_documents_get_the_numbers_of_arrival_of_the_year_one_after_the_other(house):
    numbers = [registered(house, house.resolution()).number.number for _ in range(3)]

    assert numbers == [1, 2, 3]


def test_each_unit_counts_its_own_arrivals(house, resolution):
    registered(house, house.resolution())

    here = registered(house, resolution)
    there = registered(house, resolution, "other_clerk", house.other)

    assert (here.number.number, there.number.number) == (2, 1)


def test_a_registered_document_counts_as_opened_received_and_is_in_the_history(house, resolution):
    incoming = registered(house, resolution)

    receipt = Receipt.objects.get(audience=resolution.audience, unit=house.commune)
    assert receipt.registered_at
    assert receipt.received_at
    assert receipt.opened_at
    entry = history_of(incoming).get(verb="correspondence.registered")
    assert entry.post_id == house.posts["clerk"].pk
    assert entry.facts["number"] == 1


def test_a_registered_document_waits_for_the_proposal_of_the_office(house, resolution):
    registered(house, resolution)

    assert desk_of(house.actor("chief")).get(case__isnull=False).step == "propose"


def test_a_document_is_registered_once(house, resolution):
    registered(house, resolution)

    with pytest.raises(RuleBroken, match="already registered under the number of arrival 1/"):
        registered(house, resolution)
    assert IncomingDocument.objects.count() == 1


def alike(house, resolution, **otherwise):
    """A second document with the number of the first."""
    again = house.resolution()
    type(again).objects.filter(pk=again.pk).update(**{"notation": resolution.notation, **otherwise})
    return again


# V-02: the key of a document is its issuer, type, number and term.
def test_a_document_of_the_same_issuer_type_number_and_term_is_a_duplicate(house, resolution):
    registered(house, resolution)

    with pytest.raises(RuleBroken, match="already registered"):
        registered(house, alike(house, resolution, issued_on=yesterday()))


@pytest.mark.parametrize(
    "another",
    [
        pytest.param(lambda house: {"type": "regulation"}, id="type"),
        pytest.param(lambda house: {"issuer": house.other}, id="issuer"),
        pytest.param(lambda house: {"term": Term.objects.get(unit=house.other)}, id="term"),
    ],
)
def test_a_document_of_another_type_issuer_or_term_with_the_same_number_is_entered(
    house, resolution, another
):
    again = alike(house, resolution, **another(house))

    numbers = [registered(house, one).number.number for one in (resolution, again)]

    assert numbers == [1, 2]


def test_a_document_not_sent_here_cannot_be_registered(house, resolution):
    with pytest.raises(RuleBroken, match="did not reach"):
        registering.register_incoming(
            resolution.audience_id, house.province.pk, actor=house.actor("province_clerk")
        )


@pytest.mark.parametrize(
    "who",
    [
        "member",
        "committee_member",
        "secretary",
        "chief",
        "head",
        "other_clerk",
        "province_clerk",
        "branch_secretary",
    ],
)
def test_only_the_clerk_of_the_unit_registers_or_refuses(house, resolution, who):
    with pytest.raises(PermissionDenied):
        registered(house, resolution, who)
    with pytest.raises(PermissionDenied):
        registering.refuse_incoming(
            resolution.audience_id, house.commune.pk, reason="Sai", actor=house.actor(who)
        )


def test_a_refused_document_takes_no_number_and_tells_its_reason(house, resolution):
    refused = registering.refuse_incoming(
        resolution.audience_id,
        house.commune.pk,
        reason="Thiếu phụ lục",
        actor=house.actor("clerk"),
    )

    receipt = Receipt.objects.get(audience=resolution.audience, unit=house.commune)
    assert (refused.number, receipt.refused_reason) == (None, "Thiếu phụ lục")
    with pytest.raises(RuleBroken, match="has been refused"):
        registered(house, resolution)


def test_refusing_needs_a_reason(house, resolution):
    with pytest.raises(RuleBroken, match="Say why"):
        registering.refuse_incoming(
            resolution.audience_id, house.commune.pk, reason="  ", actor=house.actor("clerk")
        )


def test_a_registered_document_cannot_be_refused_any_more(house, resolution):
    registered(house, resolution)

    with pytest.raises(RuleBroken, match="already been received"):
        registering.refuse_incoming(
            resolution.audience_id, house.commune.pk, reason="Sai", actor=house.actor("clerk")
        )


def test_refusing_twice_has_one_effect(house, resolution):
    for _ in range(2):
        registering.refuse_incoming(
            resolution.audience_id, house.commune.pk, reason="Sai", actor=house.actor("clerk")
        )

    assert IncomingDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("clerk", "register"),
        ("secretary", ""),
        ("chief", ""),
        ("committee_member", ""),
        ("branch_secretary", "wait"),
        ("member", "wait"),
    ],
)
def test_each_reader_is_told_what_is_to_be_done_with_a_new_document(house, resolution, who, act):
    actor = house.actor(who)

    assert act_due(received_for(actor, resolution.audience_id), actor) == act


@pytest.mark.parametrize("who", ["head", "inspector", "province_chief", "specialist"])
def test_others_find_nothing(house, resolution, who):
    assert received_for(house.actor(who), resolution.audience_id) is None


def test_an_addressed_body_finds_the_document(house, resolution):
    actor = house.actor("province_head")

    assert act_due(received_for(actor, resolution.audience_id), actor) == "receive"


def test_a_document_is_opened_once_and_by_the_unit_it_reached(house, resolution):
    for who in ("committee_member", "clerk"):
        actor = house.actor(who)
        registering.open_received(received_for(actor, resolution.audience_id), actor=actor)

    receipt = Receipt.objects.get(audience=resolution.audience, unit=house.commune)
    opened = history_of(resolution.audience).filter(verb="audiences.opened")
    assert receipt.opened_at
    assert opened.get().person_id == house.posts["committee_member"].person_id


def test_a_named_person_has_read_the_document(house, resolution):
    named = AddressedPerson.objects.get(audience=resolution.audience)
    assert named.opened_at is None
    # The same person, acting in a post from which the document cannot be read otherwise.
    post = house.posts["head"]
    post.person = house.posts["committee_member"].person
    post.save()
    as_head = house.actor("head")

    received = received_for(as_head, resolution.audience_id)
    registering.open_received(received, actor=as_head)

    named.refresh_from_db()
    assert received.addressed_person == named
    assert named.opened_at
