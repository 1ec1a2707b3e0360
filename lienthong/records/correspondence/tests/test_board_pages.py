"""The receipts board as a page: who would be reminded, who is named, who refused, and what it costs."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from lienthong.kernel.audiences.public import board as rows_of
from lienthong.kernel.audiences.public import mark_opened_by_person
from lienthong.kernel.database.tests.statements import statements
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.tests.factories import sign_in_with_factor
from lienthong.records.correspondence.actions import receiving, reminding
from lienthong.records.correspondence.actions.registering import refuse_incoming, register_incoming
from lienthong.records.correspondence.queries import recipients
from lienthong.ui.lists import paging

BOARD_BUDGET = 21


@pytest.fixture
def look(house, client, resolution):
    def look(who, page="board", **query):
        run_jobs()
        sign_in_with_factor(client, house.account(who))
        address = reverse(f"correspondence:{page}", args=[resolution.audience_id])
        answer = client.get(address, query)
        assert answer.status_code == 200
        return answer.content.decode()

    return look


def test_the_page_says_who_will_be_reminded_and_of_what(house, look, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    assert "whom/?place=" in look("province_clerk")
    page = look("province_clerk", "whom_to_remind")

    assert "Remind 3 units" in page
    assert f"at {house.province} and beneath it" in page
    for level, owes in [
        ("Commune committee", "confirm the receipt"),
        ("Commune committee", "forward it to those below"),
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
    assert page.count("Reminded ") == 2
    # Whoever was reminded today is reminded no more, so there is nothing to press.
    whom = look("province_clerk", "whom_to_remind")
    assert "reminded within the last 24 hours" in whom
    assert 'id="remind-note"' not in whom


def test_who_may_not_remind_finds_no_button(house, look, client, resolution):
    assert "whom/" not in look("province_chief")
    address = reverse("correspondence:whom_to_remind", args=[resolution.audience_id])
    assert client.get(address).status_code == 404


def test_the_board_itself_does_not_ask_whom_a_reminder_would_reach(look):
    with statements() as asked:
        look("province_clerk")

    assert not [one for one in asked if "audiences_owing" in one]


def test_a_committee_that_delays_finds_nobody_to_remind(house, look, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    assert "Waiting for its own committee" in look("clerk")
    page = look("clerk", "whom_to_remind")

    assert 'id="remind-note"' not in page
    assert "nobody can act yet" in page


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


def test_beneath_a_committee_that_refused_the_board_says_that_they_wait(house, look, resolution):
    refuse_incoming(
        resolution.audience_id, house.commune.pk, reason="Gửi nhầm", actor=house.actor("clerk")
    )

    assert "Those beneath it are waiting" in look("province_clerk")
    for place in (house.commune, house.base):
        assert f"{house.commune} has refused this document" in look(
            "province_clerk", place=place.pk
        )
    assert "has refused this document" not in look("province_clerk", place=house.other.pk)


def test_refusals_that_are_not_shown_are_counted(house, look, resolution, monkeypatch):
    for unit, clerk in ((house.commune, "clerk"), (house.other, "other_clerk")):
        refuse_incoming(
            resolution.audience_id, unit.pk, reason="Gửi nhầm", actor=house.actor(clerk)
        )
    assert "more organisation" not in look("province_clerk")
    monkeypatch.setattr(recipients, "MOST_REFUSALS", 1)
    page = look("province_clerk")

    assert "1 more organisation has refused the document" in page
    assert f"receipts/refused/?place={house.province.pk}" in page


def test_the_number_of_a_row_opens_as_many_units(house, look, client, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    page = look("province_clerk")
    rows = {row.unit: row.counts for row in rows_of(resolution.audience, house.province)}

    for name in ("units", "addressed", "received", "not_received"):
        number = getattr(rows[house.commune], name)
        address = reverse("correspondence:board_units", args=[resolution.audience_id, name])
        asked = f"{address}?place={house.commune.pk}&amp;itself=1"
        assert asked in page
        listed = client.get(asked.replace("&amp;", "&")).context
        assert (listed["shown"].paginator.count, len(listed["rows"])) == (number, number)


def test_the_units_that_refused_are_listed_with_the_reason(house, client, resolution):
    refuse_incoming(
        resolution.audience_id, house.other.pk, reason="Gửi nhầm", actor=house.actor("other_clerk")
    )
    run_jobs()
    sign_in_with_factor(client, house.account("province_clerk"))
    address = reverse("correspondence:board_units", args=[resolution.audience_id, "refused"])

    assert "Gửi nhầm" in client.get(address).content.decode()


@pytest.mark.parametrize("who", ["province_clerk", "province_chief", "clerk", "secretary"])
def test_the_board_leads_to_its_document(look, client, who):
    (address,) = set(
        re.findall(r'href="([^"]+)"[^>]*>(?:(?!</a>).)*Open the document', look(who), re.DOTALL)
    )

    assert client.get(address).status_code == 200


def test_the_board_says_how_sent_and_arrived_differ(look):
    assert "In scope: with all organisations within the scope" in look("province_clerk")


def test_the_list_of_boards_says_how_many_of_how_many_received_it(house, client, resolution):
    sign_in_with_factor(client, house.account("province_clerk"))
    boards = reverse("correspondence:boards")
    assert re.search(r"Organisations that received it[^/]*0 / …", client.get(boards).text)
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    run_jobs()

    with statements() as asked:
        page = client.get(boards).text

    assert re.search(r"Organisations that received it[^/]*1 / 6", page)
    assert len([one for one in asked if "placecount" in one]) == 1


def test_the_board_says_until_when_it_was_counted(house, client, resolution):
    sign_in_with_factor(client, house.account("province_clerk"))
    address = reverse("correspondence:board", args=[resolution.audience_id])
    assert "are being counted" in client.get(address).text
    run_jobs()
    assert "ounted" not in client.get(address).text.partition("<main")[2]

    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))

    assert "Counted up to" in client.get(address).text


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
    sign_in_with_factor(client, house.account("province_clerk"))
    address = reverse("correspondence:board", args=[resolution.audience_id])
    table = client.get(address, {"as": "csv"})

    assert "'=HYPERLINK" in table.content.decode("utf-8-sig")
    assert table.headers["Content-Disposition"].isascii()


@pytest.fixture
def behind(house, client, resolution):
    """The units behind a number of the province's board, as the list answers."""
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    run_jobs()
    sign_in_with_factor(client, house.account("province_clerk"))

    def behind(number, **query):
        address = reverse("correspondence:board_units", args=[resolution.audience_id, number])
        return client.get(address, query)

    return behind


def names(answer):
    return {row.name for row in answer.context["rows"]}


def test_the_units_behind_a_number_are_searched_narrowed_and_sorted(house, behind):
    everybody = names(behind("units"))
    assert {str(house.commune), str(house.branch), str(house.part)} <= everybody

    assert names(behind("units", q="thon dong")) == {str(house.branch)}
    assert names(behind("units", state="registered")) == {str(house.commune)}
    beneath = names(behind("units", under="an thanh"))
    assert beneath == {str(house.base), str(house.branch), str(house.sibling)}
    assert names(behind("units", received_until="01/01/2020")) == set()
    rows = behind("units", sort="-received").context["rows"]
    assert rows[0].name == str(house.commune)


def test_a_list_of_units_without_its_conditions_is_still_that_of_the_place(house, behind):
    page = behind("units", place=house.commune.pk, q="thon dong", state="arrived")

    assert names(page) == {str(house.branch)}
    assert page.context["everything"] == f"?place={house.commune.pk}"
    assert f'name="place" value="{house.commune.pk}"' in page.content.decode()


def test_the_second_page_of_units_follows_the_first(behind, monkeypatch):
    every = [row.name for row in behind("units").context["rows"]]
    monkeypatch.setattr(paging, "ON_A_PAGE", 4)
    pages = [[row.name for row in behind("units", page=n).context["rows"]] for n in ("1", "2")]

    assert len(every) > 4
    assert [*pages[0], *pages[1]] == every[:8]


@pytest.mark.parametrize("number", ["units", "not_received"])
def test_the_units_behind_a_number_are_printed_and_taken_along(house, behind, number):
    table = behind(number, **{"as": "csv"}).content.decode("utf-8-sig")
    printed = behind(number, print="1").content.decode()

    for words in (table, printed):
        assert str(house.branch) in words
        assert str(house.other) in words
    assert behind(number, **{"as": "xlsx"}).content[:2] == b"PK"


def test_the_board_is_printed_and_taken_along_with_the_sum(house, look, client, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    printed = look("province_clerk", print="1")
    address = reverse("correspondence:board", args=[resolution.audience_id])
    book = load_workbook(io.BytesIO(client.get(address, {"as": "xlsx"}).content)).active
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in book.iter_rows()}

    assert f"{resolution.notation} · {house.province}" in printed
    assert {str(house.commune), str(house.other), "Total"} <= rows.keys()
    units, received = rows["Organisation"].index("In scope"), rows["Organisation"].index("Received")
    assert rows["Total"][received] == rows[str(house.commune)][received] == 1
    assert rows["Total"][units] == rows[str(house.commune)][units] + rows[str(house.other)][units]
    assert "print=1" in look("province_clerk")


def test_the_board_keeps_its_budget_on_every_level(house, look, client, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    receiving.note_forwarding(house.letter(resolution.audience).pk)
    look("province_clerk")
    address = reverse("correspondence:board", args=[resolution.audience_id])
    for place in (house.province, house.commune):
        with statements() as asked:
            client.get(address, {"place": place.pk})
        assert len(asked) <= BOARD_BUDGET, asked
