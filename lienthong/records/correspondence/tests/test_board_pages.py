"""The receipts board as a page: who would be reminded, who is named, who refused, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.kernel.audiences.public import mark_opened_by_person
from lienthong.kernel.jobs.public import run_jobs
from lienthong.records.correspondence.actions import receiving, reminding
from lienthong.records.correspondence.actions.registering import refuse_incoming, register_incoming

BOARD_BUDGET = 24


@pytest.fixture
def look(house, client, resolution):
    def look(who, **query):
        client.force_login(house.account(who))
        address = reverse("correspondence:board", args=[resolution.audience_id])
        answer = client.get(address, query)
        assert answer.status_code == 200
        return answer.content.decode()

    return look


def test_the_page_says_who_will_be_reminded_and_of_what(house, look, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    page = look("province_clerk")

    assert "Remind 3 units" in page
    for level, owes in [
        ("Commune committee", "confirm the receipt"),
        ("Commune committee", "carry it on to those below"),
        ("Advisory body", "confirm the receipt"),
    ]:
        assert f'<b class="num">1</b> {level}: {owes}' in page
    assert "Branch: " not in page


def test_the_page_says_when_it_was_last_reminded_and_by_whom(house, look, resolution):
    clerk = house.actor("province_clerk")
    reminding.remind(resolution.audience_id, None, actor=clerk)
    run_jobs()
    page = look("province_clerk")

    assert "3 units were reminded" in page
    assert f"{clerk.name}, Văn thư, {house.province}" in page
    # Whoever was reminded today is reminded no more, so there is nothing to press.
    assert 'id="remind"' not in page
    assert page.count("Reminded ") == 2


def test_who_may_not_remind_finds_no_button(look):
    assert 'id="remind"' not in look("province_chief")


def test_a_committee_that_delays_finds_nobody_to_remind(house, look, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    page = look("clerk")

    assert 'id="remind"' not in page
    assert "Waiting for the own committee" in page


def test_persons_named_stand_in_a_section_of_their_own(house, look, resolution):
    named = house.posts["committee_member"].person.full_name
    page = look("province_specialist")
    assert named in page
    assert "0/1 opened" in page

    mark_opened_by_person(resolution.audience_id, actor=house.actor("committee_member"))
    assert "1/1 opened" in look("province_clerk")
    assert 'id="persons"' not in look("clerk")
    assert 'id="persons"' not in look("province_clerk", place=house.commune.pk)


def test_a_refusal_stands_on_the_board_with_its_reason(house, look, resolution):
    refuse_incoming(
        resolution.audience_id, house.other.pk, reason="Gửi nhầm", actor=house.actor("other_clerk")
    )
    page = look("province_clerk")

    assert "Gửi nhầm" in page
    assert f"{house.posts['other_clerk'].person.full_name}, Văn thư, {house.other}" in page
    assert "Gửi nhầm" not in look("clerk")


def test_the_units_that_refused_are_listed_with_the_reason(house, client, resolution):
    refuse_incoming(
        resolution.audience_id, house.other.pk, reason="Gửi nhầm", actor=house.actor("other_clerk")
    )
    client.force_login(house.account("province_clerk"))
    address = reverse("correspondence:board_units", args=[resolution.audience_id, "refused"])

    assert "Gửi nhầm" in client.get(address).content.decode()


def test_a_place_with_nobody_beneath_it_says_so(house, look):
    assert "No organisation beneath this place" in look("province_clerk", place=house.branch.pk)


def test_the_menu_marks_the_boards(house, look):
    page = look("province_clerk")
    boards = reverse("correspondence:boards")

    assert f'href="{boards}" aria-current="page"' in page
    assert page.count('aria-current="page"') <= 3


def test_a_name_is_no_formula_in_a_spreadsheet(house, client, resolution):
    house.commune.name_committee = '=HYPERLINK("http://x")'
    house.commune.save()
    client.force_login(house.account("province_clerk"))
    address = reverse("correspondence:board", args=[resolution.audience_id])
    table = client.get(address, {"format": "csv"})

    assert "'=HYPERLINK" in table.content.decode("utf-8-sig")
    assert table.headers["Content-Disposition"].isascii()


def test_the_board_keeps_its_budget_on_every_level(house, look, client, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    receiving.note_forwarding(house.letter(resolution.audience).pk)
    # The first look at a place counts who stood there; that is kept.
    for place in (house.province, house.commune):
        look("province_clerk", place=place.pk)
    address = reverse("correspondence:board", args=[resolution.audience_id])
    for place in (house.province, house.commune):
        with CaptureQueriesContext(connection) as spent:
            client.get(address, {"place": place.pk})
        assert len(spent) <= BOARD_BUDGET, spent.captured_queries
