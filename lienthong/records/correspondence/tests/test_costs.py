"""What the pages and the actions of a branch cost, counted in statements."""

import pytest
from django.db import connection
from django.urls import reverse

from lienthong.kernel.audiences.public import Receipt
from lienthong.kernel.database.tests.statements import statements
from lienthong.kernel.web.tests.costs import cost_of
from lienthong.records.correspondence.actions import handling, receiving
from lienthong.records.correspondence.actions.handling import Instruction
from lienthong.records.correspondence.actions.registering import register_incoming

LIST_BUDGET = 9  # with the posts on whose desks the documents of the unit lie
PAGE_BUDGET = 15
# Letter and original together: the receipts are taken, checked and marked, the action is recorded, the
# board hears of it, and what the unit owes next takes the place of what it has done: a statement for each.
WRITTEN = 4
ACTION_BUDGET = 6  # with the savepoint of the action
# From the request of a phone to its answer, session and idempotency key included.
REQUEST_BUDGET = 12


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


WHO_SEES_ALL = ("clerk", "secretary", "deputy", "chief", "committee_member")
WHO_HAS_A_LIST = (
    *WHO_SEES_ALL,
    "head",
    "specialist",
    "base_secretary",
    "branch_secretary",
    "member",
)


def test_a_list_costs_no_more_than_nine_statements(house, enter):
    for number in range(6):
        received = house.resolution()
        if number % 2:
            directed(house, received)
            forwarded(house, received)
    opened = [(who, "") for who in WHO_HAS_A_LIST] + [(who, "?tab=all") for who in WHO_SEES_ALL]
    for who, tab in opened:
        asked = cost_of(enter(who), reverse("correspondence:incoming") + tab)

        assert len(asked) <= LIST_BUDGET, "\n".join([who, *(s[:300] for s in asked)])


LISTS = {
    "correspondence:incoming": ["tab=in_progress", "tab=to_direct", "tab=all"],
    "correspondence:register_of_arrivals": [""],
    "correspondence:boards": [""],
}


@pytest.mark.parametrize("how", ["", "&print=1", "&as=csv"])
@pytest.mark.parametrize("address", LISTS)
def test_a_row_more_costs_no_statement(house, enter, address, how):
    """What a list does not read at once it does not read row by row."""
    who = "province_clerk" if address.endswith("boards") else "clerk"
    for tab in LISTS[address]:
        costs = []
        for _more in range(2):
            for make in (house.resolution, lambda: directed(house, house.resolution())):
                make()
            registered(house, house.resolution())
            costs.append(len(cost_of(enter(who), f"{reverse(address)}?{tab}{how}")))
        assert costs[0] == costs[1] <= LIST_BUDGET


ARRIVED = ("clerk", "secretary", "committee_member", "branch_secretary", "member", "province_head")
REGISTERED = ("clerk", "secretary", "chief", "deputy", "committee_member")
DIRECTED = (*REGISTERED, "head", "specialist", "inspector")
FORWARDED = (*DIRECTED, "base_secretary", "part_secretary", "branch_secretary", "member")


@pytest.mark.parametrize(
    ("stage", "people"),
    [
        ("arrived", ARRIVED),
        ("registered", REGISTERED),
        ("directed", DIRECTED),
        ("forwarded", FORWARDED),
    ],
)
def test_the_page_of_a_document_costs_no_more_than_fifteen(house, enter, resolution, stage, people):
    if stage == "registered":
        registered(house, resolution)
    elif stage != "arrived":
        directed(house, resolution)
    if stage == "forwarded":
        forwarded(house, resolution)
    for who in people:
        asked = cost_of(enter(who), page_of(resolution))

        assert len(asked) <= PAGE_BUDGET, "\n".join([who, *(s[:300] for s in asked)])


def test_the_page_of_a_branch_after_the_receipt_costs_no_more_than_fifteen(
    house, enter, resolution
):
    registered(house, resolution)
    forwarded(house, resolution)
    branch = enter("branch_secretary")
    branch.post(reverse("correspondence:receive", args=[resolution.audience_id]))
    asked = cost_of(branch, page_of(resolution))

    assert len(asked) <= PAGE_BUDGET, "\n".join(s[:300] for s in asked)


def written(asked):
    return [one for one in asked if one.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))]


def test_an_acknowledging_action_writes_in_four_statements_whatever_it_receives(house, resolution):
    registered(house, resolution)
    letter = forwarded(house, resolution)
    actor, found = house.actor("branch_secretary"), house.here(resolution)
    with statements() as asked:
        receiving.confirm_receipt(found, actor=actor)

    received = Receipt.objects.filter(unit=house.branch).exclude(received_at=None)
    assert {one.audience_id for one in received} == {resolution.audience_id, letter.audience_id}
    assert len(written(asked)) == WRITTEN
    assert len(asked) <= ACTION_BUDGET, "\n".join(s[:300] for s in asked)


def test_who_receives_unopened_makes_the_receipt_as_well(house, resolution):
    actor = house.actor("province_head")
    found = house.here(resolution, house.province_body)
    with statements() as asked:
        receiving.confirm_receipt(found, actor=actor)

    rows = written(asked)
    assert len(rows) == WRITTEN, "\n".join(rows)


@pytest.mark.parametrize("opened", [True, False])
def test_a_receipt_from_a_phone_costs_no_more_than_twelve(house, enter, resolution, opened):
    registered(house, resolution)
    forwarded(house, resolution)
    branch = enter("branch_secretary")
    if opened:
        branch.get(page_of(resolution))
    address = reverse("correspondence:receive", args=[resolution.audience_id])
    sent = {"idempotency_key": "5f0c2f8e"}
    with statements() as asked:
        answer = branch.post(address, sent)

    assert answer.status_code == 302
    # The transaction of the request, and its end, are savepoints only because a test has one around it.
    assert len(asked) - 2 <= REQUEST_BUDGET, "\n".join(s[:200] for s in asked)


PLANS = "SELECT sum(custom_plans), sum(generic_plans) FROM pg_prepared_statements WHERE statement LIKE %s"


def plans_of(statement):
    """How often a statement of this connection was planned anew, and how often an earlier plan followed."""
    with connection.cursor() as cursor:
        cursor.execute(PLANS, [f"%{statement}%"])
        return [count or 0 for count in cursor.fetchone()]


def test_what_a_receipt_asks_is_planned_once_in_a_connection(house, enter):
    addresses = []
    for _ in range(4):
        received = house.resolution()
        registered(house, received)
        forwarded(house, received)
        addresses.append(reverse("correspondence:receive", args=[received.audience_id]))
    branch, taking = enter("branch_secretary"), "INSERT INTO audiences_receipt"
    anew, _ = plans_of(taking)
    for number, address in enumerate(addresses):
        branch.post(address, {"idempotency_key": f"5f0c2f8e-{number}"})

    again, followed = plans_of(taking)
    assert again == anew
    assert followed >= len(addresses) - 1
