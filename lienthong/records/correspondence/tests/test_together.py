"""Several arrived documents given to the same bodies with one form."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.correspondence.actions import handling
from lienthong.records.correspondence.actions.outside import Described, register_outside
from lienthong.records.correspondence.actions.together import direct_together
from lienthong.records.correspondence.models import Assignment, Direction, IncomingDocument
from lienthong.records.correspondence.queries.together import together_for

DUE = timezone.localdate() + dt.timedelta(days=9)


@pytest.fixture
def entries(house):
    """Four letters from outside in the register of the commune."""
    clerk = house.actor("clerk")
    return [
        register_outside(Described("Sở Nông nghiệp", f"Về việc {n}", f"{n}/SNN-VP"), actor=clerk)
        for n in ("11", "12", "13", "14")
    ]


def asked(entries):
    return {"rows": ",".join(str(one.pk) for one in entries)}


def parts(house):
    return {
        "lead": house.building.pk,
        "coordinators": [house.inspection.pk],
        "instruction": "Nghiên cứu, tham mưu trả lời.",
        "due_on": f"{DUE:%d/%m/%Y}",
        "expected": "note",
    }


def test_the_leader_gives_several_at_once(house, enter, entries):
    page = reverse("correspondence:together")

    answer = enter("secretary").post(page, parts(house) | asked(entries), follow=True)

    assert "4 documents have been given" in answer.content.decode()
    given = Assignment.objects.filter(direction__incoming__in=entries, part="lead")
    assert [one.unit_id for one in given] == [house.building.pk] * 4
    assert set(Direction.objects.values_list("due_on", flat=True)) == {DUE}
    assert {
        one.state for one in IncomingDocument.objects.filter(pk__in=[e.pk for e in entries])
    } == {"directed"}


def test_the_page_says_beforehand_what_happens_and_what_is_left_out(house, enter, entries):
    handling.file_away(entries[0].pk, note="", actor=house.actor("chief"))
    given = handling.Instruction(house.building.pk, "Để giải quyết.")
    handling.propose(entries[1].pk, opinion="Đề xuất.", given=given, actor=house.actor("chief"))

    page = enter("secretary").get(reverse("correspondence:together"), asked(entries))
    together = page.context["together"]

    assert [one.entry for one in together.left_out] == [entries[0]]
    assert "decided on already: closed" in together.left_out[0].left_out
    assert [one.proposal is not None for one in together.taken] == [True, False, False]
    assert "in place of what the office proposed" in page.content.decode()


def test_what_is_left_out_keeps_nothing_of_the_others(house, enter, entries):
    handling.file_away(entries[0].pk, note="", actor=house.actor("chief"))

    answer = enter("secretary").post(
        reverse("correspondence:together"), parts(house) | asked(entries), follow=True
    )

    said = answer.content.decode()
    assert "3 documents have been given" in said
    assert "1 was left out. 11/SNN-VP" in said


def test_sent_twice_it_has_one_effect(house, enter, entries):
    page, client = reverse("correspondence:together"), enter("secretary")
    sent = parts(house) | asked(entries)

    client.post(page, sent)
    again = client.post(page, sent)

    assert again.status_code == 409
    assert "None of the chosen documents waits for this any more." in again.content.decode()
    assert Direction.objects.filter(incoming__in=entries).count() == 4


def test_a_form_that_says_nobody_leads_does_nothing(house, enter, entries):
    sent = {**parts(house), "lead": ""}

    answer = enter("secretary").post(reverse("correspondence:together"), sent | asked(entries))

    assert answer.status_code == 409
    assert "Choose the body that leads." in answer.content.decode()
    assert "Nghiên cứu, tham mưu trả lời." in answer.content.decode()
    assert not Direction.objects.exists()


def test_the_office_proposes_several_and_the_leader_finds_them_ready(house, enter, entries):
    sent = {"opinion": "Đề xuất Ban Xây dựng Đảng chủ trì.", "lead": house.building.pk}

    answer = enter("chief").post(
        reverse("correspondence:together"), sent | asked(entries), follow=True
    )

    assert "The proposals for 4 documents have been submitted." in answer.content.decode()
    handling.agree(
        entries[2].pk,
        proposal_id=Direction.objects.get(incoming=entries[2]).pk,
        actor=house.actor("secretary"),
    )
    assert (
        Assignment.objects.get(direction__incoming=entries[2], direction__is_current=True).unit
        == house.building
    )


def test_others_of_another_committee_are_not_found(house, entries):
    stranger = together_for(house.actor("other_secretary"), [one.pk for one in entries])

    assert stranger is not None
    assert (stranger.rows, stranger.missing) == ([], 4)
    assert together_for(house.actor("clerk"), [one.pk for one in entries]) is None
    with pytest.raises(RuleBroken, match="None of the chosen"):
        direct_together([], given=handling.Instruction(1, "x"), actor=house.actor("secretary"))


def test_chosen_in_the_list_they_are_led_to_the_page(house, enter, entries):
    listing = reverse("correspondence:incoming") + "?tab=to_direct"

    answer = enter("secretary").post(
        listing, {"do": "together", "row": [f"{one.pk}:" for one in entries[:2]]}
    )

    assert answer.status_code == 302
    assert answer.url == reverse("correspondence:together") + "?rows=" + asked(entries[:2])["rows"]


def test_two_hundred_take_few_statements_to_foresee(house, entries, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        found = together_for(house.actor("secretary"), [one.pk for one in entries])
        assert len(found.taken) == 4
        assert [one.entry.number.number for one in found.rows] == [1, 2, 3, 4]
