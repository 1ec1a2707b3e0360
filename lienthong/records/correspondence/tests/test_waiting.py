"""What lies under the tabs, on the desk and behind the counter of the menu, and who is told."""

import pytest
from django.urls import reverse
from django.utils import translation

from lienthong.kernel.audiences.public import Scope
from lienthong.kernel.notices.public import notices_of
from lienthong.kernel.procedures.public import work_item_counts
from lienthong.kernel.procedures.queries import work_items_of
from lienthong.records.correspondence.actions import handling, receiving
from lienthong.records.correspondence.actions.handling import Instruction
from lienthong.records.correspondence.actions.notifying import notify_of_the_arrival
from lienthong.records.correspondence.actions.registering import (
    refuse_incoming,
    register_incoming,
)
from lienthong.records.correspondence.models import IncomingDocument
from lienthong.records.correspondence.queries.forwarding import entries_to_forward
from lienthong.records.correspondence.views.lists import REGISTER_TABS


def register(house, received):
    return register_incoming(received.audience_id, house.commune.pk, actor=house.actor("clerk"))


@pytest.fixture
def documents(house):
    """One document in each state: waiting, registered, in handling, closed, refused."""
    waiting, registered, handled, closed, refused = (house.resolution() for _ in range(5))
    register(house, registered)
    given = Instruction(house.building.pk, "Tham mưu.")
    handling.direct(register(house, handled).pk, given=given, actor=house.actor("secretary"))
    handling.file_away(register(house, closed).pk, note="Lưu.", actor=house.actor("secretary"))
    clerk = house.actor("clerk")
    refuse_incoming(refused.audience_id, house.commune.pk, reason="Gửi nhầm.", actor=clerk)
    return [waiting, registered, handled, closed, refused]


def listed(client, tab):
    answer = client.get(reverse("correspondence:incoming"), {"tab": tab})
    counts = {tab.name: tab.count for tab, _url in answer.context["tabs"]}
    return answer, counts[tab]


@pytest.mark.parametrize("who", ["clerk", "secretary", "chief", "committee_member"])
def test_all_are_all_that_reached_the_committee(enter, documents, who):
    answer, count = listed(enter(who), "all")

    page = answer.content.decode()
    assert all(received.notation in page for received in documents)
    for state in ("To be registered", "Registered", "Assigned", "Closed", "Refused"):
        assert state in page
    assert (count, answer.context["shown"].paginator.count) == (5, 5)


def test_every_counter_agrees_with_its_list(enter, documents):
    for tab in ("to_register", "to_direct", "in_progress", "to_forward", "closed", "all"):
        answer, count = listed(enter("clerk"), tab)
        assert len(answer.context["shown"].object_list) == count, tab


def test_what_waits_for_a_leader_waits_for_direction_in_both_languages():
    assert str(REGISTER_TABS["to_direct"]) == "Waiting for direction"
    with translation.override("vi"):
        assert str(REGISTER_TABS["to_direct"]) == "Chờ ý kiến chỉ đạo"


@pytest.mark.parametrize("address", ["/incoming/?tab=all", "/incoming/register/"])
def test_every_list_says_the_type_in_the_readers_language(enter, documents, address):
    page = enter("clerk").get(address).content.decode()

    assert documents[1].heading != documents[1].title
    assert documents[1].heading in page


def test_all_is_searched_like_the_rest(enter, documents):
    found = enter("clerk").get(
        reverse("correspondence:incoming"), {"tab": "all", "q": documents[0].notation}
    )

    assert [one.pk for one in found.context["shown"].object_list] == [documents[0].pk]


def test_a_document_in_scope_waits_by_name_for_the_committee_above(house, enter, resolution):
    house.base.has_register = True
    house.base.save()

    answer, count = listed(enter("base_secretary"), "all")

    assert count == 1
    assert "Waiting for Đảng ủy xã An Thành to forward it" in answer.content.decode()


def test_what_a_letter_encloses_is_listed_once(house, enter, resolution):
    house.base.has_register = True
    house.base.save()
    letter = house.letter(resolution.audience)

    answer, count = listed(enter("base_secretary"), "all")

    assert (count, [one.pk for one in answer.context["shown"].object_list]) == (1, [letter.pk])


def test_others_documents_are_not_among_all(house, enter, documents):
    answer, count = listed(enter("other_clerk"), "all")
    assert count == 5

    receiving.note_forwarding(house.letter(documents[1].audience).pk)
    assert listed(enter("other_clerk"), "all")[1] == 5


@pytest.mark.parametrize(
    "who",
    [
        "clerk",
        "secretary",
        "deputy",
        "chief",
        "committee_member",
        "head",
        "inspector",
        "specialist",
        "province_head",
        "base_secretary",
        "branch_secretary",
        "member",
    ],
)
def test_the_counter_counts_what_the_desk_shows(house, documents, who):
    receiving.note_forwarding(house.letter(documents[1].audience).pk)
    actor = house.actor(who)

    assert sum(work_item_counts(actor).values()) == len(work_items_of(actor))


@pytest.mark.parametrize(("who", "sees"), [("clerk", 2), ("chief", 2), ("head", 0), ("deputy", 0)])
def test_who_drafts_letters_finds_what_waits_to_be_forwarded(house, documents, who, sees):
    work_items = work_items_of(house.actor(who))

    assert sum(work_item.what == "Forward to those below" for work_item in work_items) == sees


@pytest.mark.parametrize("who", ["clerk", "chief"])
def test_the_menu_leads_to_what_waits_to_be_forwarded(enter, documents, who):
    answer, count = listed(enter(who), "to_forward")

    assert count == 2, "what nobody has decided on is not to be forwarded yet"
    assert all(received.notation in answer.content.decode() for received in documents[2:4])


@pytest.mark.parametrize("who", ["clerk", "chief"])
def test_a_letter_that_is_begun_is_no_work_item_of_this_room_any_more(house, documents, who):
    entry = IncomingDocument.objects.get(document=documents[2])
    receiving.forward_with_letter(entry.pk, actor=house.actor("clerk"))
    actor = house.actor(who)
    work_items = work_items_of(actor)

    assert sum(work_item.what == "Forward to those below" for work_item in work_items) == 1
    assert sum(work_item_counts(actor).values()) == len(work_items)
    assert entries_to_forward(house.commune.pk).count() == 2


@pytest.mark.parametrize("who", ["clerk", "chief"])
def test_the_tab_of_what_is_to_be_forwarded_agrees_with_the_desk(house, enter, documents, who):
    entry = IncomingDocument.objects.get(document=documents[2])
    receiving.forward_with_letter(entry.pk, actor=house.actor("clerk"))
    work_items = [
        work_item
        for work_item in work_items_of(house.actor(who))
        if work_item.what == "Forward to those below"
    ]

    answer, count = listed(enter(who), "to_forward")

    assert count == len(answer.context["shown"].object_list) == len(work_items) == 1
    assert documents[2].notation not in answer.content.decode()
    found = enter(who).get(
        reverse("correspondence:incoming"), {"tab": "to_forward", "q": documents[3].notation}
    )
    assert [one.document for one in found.context["shown"].object_list] == [documents[3]]


# Told once


@pytest.mark.parametrize(
    ("who", "hears"),
    [
        ("clerk", True),
        ("secretary", False),
        ("province_head", True),
        ("committee_member", True),
        ("branch_secretary", False),
    ],
)
def test_of_an_arrival_the_clerk_hears_and_where_there_is_none_the_head(
    house, resolution, who, hears
):
    notify_of_the_arrival(resolution.pk)

    notices = [notice.text for notice in notices_of(house.posts[who].person_id)]
    assert any("has arrived" in text for text in notices) is hears


def test_without_a_clerk_the_secretary_hears_of_an_arrival(house, resolution):
    letter = house.letter(resolution.audience)

    notify_of_the_arrival(letter.pk)

    for who in ("base_secretary", "branch_secretary"):
        (notice,) = notices_of(house.posts[who].person_id)
        assert "has arrived" in notice.text


def forward(house, received):
    receiving.confirm_receipt(house.here(received, house.base), actor=house.actor("base_secretary"))
    for _ in range(2):
        receiving.forward(
            house.here(received, house.base), note="", actor=house.actor("base_secretary")
        )


def told(house, who):
    with translation.override("en"):
        texts = [notice.text for notice in notices_of(house.posts[who].person_id)]
    return [text for text in texts if "has forwarded" in text]


def test_those_beneath_are_told_once_that_a_document_is_theirs_now(house, resolution):
    register(house, resolution)
    receiving.note_forwarding(house.letter(resolution.audience).pk)

    forward(house, resolution)

    (text,) = told(house, "part_secretary")
    assert resolution.notation in text
    assert str(house.base) in text
    for stranger in ("member", "branch_secretary", "base_secretary", "clerk"):
        assert not told(house, stranger)


def test_a_document_for_committees_is_not_announced_to_branches(house):
    received = house.resolution(scope=Scope.COMMITTEES)
    register(house, received)
    receiving.note_forwarding(house.letter(received.audience).pk)

    forward(house, received)

    assert not told(house, "part_secretary")
