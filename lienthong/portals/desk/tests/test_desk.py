"""The desk: what waits for whom, in groups; what it costs; plain search."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audiences.public import Purpose
from lienthong.kernel.notices.public import notify
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.reference.public import end_of_day
from lienthong.kernel.search.public import index
from lienthong.kernel.web.tests.costs import cost_of
from lienthong.records.correspondence.public import (
    Instruction,
    direct,
    propose,
    register_incoming,
)
from lienthong.records.documents.public import SEARCHED_AS

DESK_BUDGET = 12
DESK = "/"


def registered(house, document):
    return register_incoming(document.audience_id, house.commune.pk, actor=house.actor("clerk"))


def desk_of(enter, who, query=""):
    answer = enter(who).get(DESK + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nobody_enters_without_signing_in(client, db):
    assert client.get(DESK).status_code == 302


@pytest.mark.parametrize("who", ["clerk", "province_head"])
def test_a_new_document_lies_on_the_desk_of_who_confirms_it(house, enter, who):
    document = house.resolution()

    assert document.subject in desk_of(enter, who)


@pytest.mark.parametrize("who", ["other_secretary", "member", "specialist", "branch_secretary"])
def test_others_have_nothing_to_do(house, enter, who):
    house.resolution()

    assert "Nothing waits for you." in desk_of(enter, who)


def test_the_document_goes_from_desk_to_desk(house, enter):
    document = house.resolution()
    entry = registered(house, document)
    assert "Propose" in desk_of(enter, "chief")
    # Where an office proposes, the secretary is not asked twice.
    # Nobody has decided on it: nothing is to be forwarded yet.
    assert "Nothing waits for you" in desk_of(enter, "clerk")

    propose(entry.pk, opinion="Kính trình.", actor=house.actor("chief"))
    assert "Direct" in desk_of(enter, "secretary")

    due = timezone.localdate() - dt.timedelta(days=0)
    given = Instruction(house.building.pk, "Tham mưu.", due_on=due)
    direct(entry.pk, given=given, actor=house.actor("secretary"))
    assert "Nothing waits for you" not in desk_of(enter, "clerk")  # now the letter is owed
    page = desk_of(enter, "head")
    assert "Handle" in page
    assert "Due today" in page
    assert f'datetime="{due.isoformat()}"' in page


def test_the_work_is_narrowed_by_kind_and_by_deadline(house, enter):
    document = house.resolution(due_on=timezone.localdate() - dt.timedelta(days=3))
    house.resolution()

    page = desk_of(enter, "clerk", "?due=overdue")

    assert "3 days overdue" in page
    assert len(re.findall(r"<tr>\s*<td>", page)) == 1
    assert document.notation in page


@pytest.mark.parametrize("days", [0, 1, 6])
def test_the_figure_of_the_seven_days_is_the_length_of_its_list(house, enter, days):
    today = timezone.localdate()
    house.resolution(due_on=today - dt.timedelta(days=3))
    house.resolution(due_on=today + dt.timedelta(days=days))
    house.resolution(due_on=today + dt.timedelta(days=7))

    answer = enter("clerk").get(DESK + "?due=week")

    figures = {one["label"]: one["value"] for one in answer.context["indicators"]}
    assert figures["Due in the next seven days"] == len(answer.context["desk"].lines) == 1


@pytest.mark.parametrize("who", ["clerk", "secretary", "head", "member", "province_chief"])
def test_the_fourth_figure_is_of_the_unread_notices(house, enter, who):
    notify([house.actor(who).person_id], "Có văn bản mới.", "/")

    page = desk_of(enter, who)

    assert re.search(r'Notices not read</span>\s*<span class="indicator-value">\s*1\s*<', page)


def test_the_desk_of_somebody_without_a_post_says_so(house, enter):
    account = house.account("specialist")
    for post in account.person.posts.all():
        post.valid_to = timezone.localdate()
        post.save()

    answer = enter("specialist").get(DESK)

    assert answer.status_code in (200, 302)


@pytest.mark.parametrize(
    "who",
    [
        "clerk",
        "secretary",
        "deputy",
        "chief",
        "head",
        "specialist",
        "committee_member",
        "base_secretary",
        "branch_secretary",
        "member",
        "province_secretary",
        "province_chief",
    ],
)
def test_the_desk_costs_no_more_than_twelve_statements(house, enter, who):
    for number in range(6):
        entry = registered(house, house.resolution()) if number % 2 else None
        if entry and number > 2:
            given = Instruction(house.building.pk, "Tham mưu.", (house.office.pk,))
            direct(entry.pk, given=given, actor=house.actor("secretary"))

    statements = cost_of(enter(who), DESK)

    assert len(statements) <= DESK_BUDGET, "\n".join(one[:300] for one in statements)


def test_a_desk_of_five_hundred_costs_no_more_and_is_shown_page_by_page(house, enter):
    document = house.resolution()
    registered(house, document)
    step = WorkItem.objects.get(step="propose")
    due = [end_of_day(timezone.localdate() + dt.timedelta(days=n % 9 - 1)) for n in range(500)]
    WorkItem.objects.bulk_create(copied(step, due_at=at) for at in due)
    chief = enter("chief")

    statements = cost_of(chief, DESK)

    assert len(statements) <= DESK_BUDGET, "\n".join(one[:300] for one in statements)
    assert sum("procedures_workitem" in one for one in statements) == 2
    first, last = (chief.get(DESK, {"page": page}).context for page in (1, 6))
    assert first["desk"].total == 501
    assert (len(first["desk"].lines), len(last["desk"].lines)) == (100, 1)
    late = chief.get(DESK, {"due": "overdue"}).context["desk"]
    assert late.overdue == len(late.lines) == sum(at <= timezone.now() for at in due)


def copied(item, **changes):
    values = {field.attname: getattr(item, field.attname) for field in item._meta.concrete_fields}
    return WorkItem(**{**values, "id": None, **changes})


def found_by(enter, who, words):
    page = enter(who).get(reverse("desk:search"), {"q": words})
    assert page.status_code == 200
    return page.content.decode()


def test_an_issued_document_is_found_where_it_arrived_and_nowhere_else(house, enter):
    document = house.resolution()

    for who in ("clerk", "chief", "secretary", "branch_secretary", "member", "province_clerk"):
        page = found_by(enter, who, "rung ngap man")
        assert page.count(document.notation) == 1, who
    for who in ("specialist", "inspector"):
        assert document.notation not in found_by(enter, who, "rung ngap man")


def test_what_is_found_can_be_opened(house, enter):
    document = house.resolution()

    page = found_by(enter, "branch_secretary", document.notation)

    assert reverse("correspondence:received", args=[document.audience_id]) in page


def test_searching_for_nothing_finds_nothing(enter):
    assert "result" not in found_by(enter, "clerk", "   ")


def test_a_document_found_at_its_issuer_and_where_it_arrived_is_one_line(house, enter):
    document = house.resolution()
    document.audience.addressed_persons.create(
        person_id=house.actor("province_clerk").person_id,
        purpose=Purpose.KNOW,
        published_at=timezone.now(),
    )
    index(SEARCHED_AS, [document.pk])

    page = found_by(enter, "province_clerk", "rung ngap man")

    assert page.count('class="hit"') == 1
    assert reverse("documents:document", args=[document.pk]) in page
