"""What the pages and the actions of a branch cost, counted in statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.kernel.audiences.public import Receipt
from lienthong.kernel.web.tests.costs import cost_of
from lienthong.records.correspondence.actions import handling, receiving
from lienthong.records.correspondence.actions.handling import Instruction
from lienthong.records.correspondence.actions.registering import open_received, register_incoming
from lienthong.records.correspondence.queries.received import received_for

LIST_BUDGET = 8
PAGE_BUDGET = 15
# Of one document: the receipt is marked and the action recorded; its row is made by who opens it.
ROWS_OF_A_DOCUMENT = 2
# What the unit owes next takes the place of what it has done; letter and original are one item.
ROW_OF_THE_DESK = 1
# Letter and original together, each checked and written by itself under its own lock.
ACTION_BUDGET = 22


def page_of(received):
    return reverse("correspondence:received", args=[received.audience_id])


def registered(house, received):
    return register_incoming(received.audience_id, house.commune.pk, actor=house.actor("clerk"))


def directed(house, received):
    given = Instruction(house.building.pk, "Tham mưu.", (house.inspection.pk,))
    handling.direct(registered(house, received).pk, given=given, actor=house.actor("secretary"))


def forwarded(house, received):
    letter = house.letter(received.audience)
    receiving.note_forwarding(letter.pk)
    return letter


@pytest.mark.parametrize(
    "who",
    [
        "clerk",
        "secretary",
        "deputy",
        "chief",
        "committee_member",
        "head",
        "specialist",
        "base_secretary",
        "branch_secretary",
        "member",
    ],
)
@pytest.mark.parametrize("tab", ["", "?tab=all"])
def test_a_list_costs_no_more_than_eight_statements(house, enter, who, tab):
    for number in range(6):
        received = house.resolution()
        if number % 2:
            directed(house, received)
            forwarded(house, received)
    if tab and who not in ("clerk", "secretary", "deputy", "chief", "committee_member"):
        return
    statements = cost_of(enter(who), reverse("correspondence:incoming") + tab)

    assert len(statements) <= LIST_BUDGET, "\n".join(s[:300] for s in statements)


ARRIVED = ("clerk", "secretary", "committee_member", "branch_secretary", "member", "province_head")
REGISTERED = ("clerk", "secretary", "chief", "deputy", "committee_member")
DIRECTED = (*REGISTERED, "head", "specialist", "inspector")
FORWARDED = (*DIRECTED, "base_secretary", "part_secretary", "branch_secretary", "member")


@pytest.mark.parametrize(
    ("stage", "who"),
    [("arrived", who) for who in ARRIVED]
    + [("registered", who) for who in REGISTERED]
    + [("directed", who) for who in DIRECTED]
    + [("forwarded", who) for who in FORWARDED],
)
def test_the_page_of_a_document_costs_no_more_than_fifteen(house, enter, resolution, stage, who):
    if stage == "registered":
        registered(house, resolution)
    elif stage != "arrived":
        directed(house, resolution)
    if stage == "forwarded":
        forwarded(house, resolution)
    statements = cost_of(enter(who), page_of(resolution))

    assert len(statements) <= PAGE_BUDGET, "\n".join(s[:300] for s in statements)


def test_the_page_of_a_branch_after_the_receipt_costs_no_more_than_fifteen(
    house, enter, resolution
):
    registered(house, resolution)
    forwarded(house, resolution)
    branch = enter("branch_secretary")
    branch.post(reverse("correspondence:receive", args=[resolution.audience_id]))
    statements = cost_of(branch, page_of(resolution))

    assert len(statements) <= PAGE_BUDGET, "\n".join(s[:300] for s in statements)


def written(statements):
    return [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_an_acknowledging_action_writes_two_rows_for_each_document_and_one_on_the_desk(
    house, resolution
):
    registered(house, resolution)
    letter = forwarded(house, resolution)
    actor = house.actor("branch_secretary")
    open_received(received_for(actor, resolution.audience_id), actor=actor)
    with CaptureQueriesContext(connection) as queries:
        receiving.confirm_receipt(resolution.audience_id, house.branch.pk, actor=actor)
    statements = [one["sql"] for one in queries]

    received = Receipt.objects.filter(unit=house.branch).exclude(received_at=None)
    assert {one.audience_id for one in received} == {resolution.audience_id, letter.audience_id}
    assert len(written(statements)) == 2 * ROWS_OF_A_DOCUMENT + ROW_OF_THE_DESK
    assert len(statements) <= ACTION_BUDGET, "\n".join(s[:300] for s in statements)


def test_who_receives_unopened_makes_the_receipt_as_well(house, resolution):
    actor = house.actor("province_head")
    with CaptureQueriesContext(connection) as queries:
        receiving.confirm_receipt(resolution.audience_id, house.province_body.pk, actor=actor)

    rows = written([one["sql"] for one in queries])
    assert len(rows) == ROWS_OF_A_DOCUMENT + 1 + ROW_OF_THE_DESK, "\n".join(rows)
