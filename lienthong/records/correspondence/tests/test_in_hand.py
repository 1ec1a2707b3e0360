"""Who has a document of the unit's lists, by when it is to be handled, and several registered at once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.numbering.models import Series
from lienthong.kernel.web.tests.costs import cost_of
from lienthong.records.correspondence.actions import changing, handling
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.models import IncomingDocument
from lienthong.records.correspondence.queries.holding import in_hand
from lienthong.records.correspondence.queries.lists import (
    arrivals_to_register,
    entries_in,
    everything_at,
)

from .test_costs import LIST_BUDGET

LIST = reverse("correspondence:incoming")


def person(house, who):
    return house.posts[who].person.full_name


def registered(house, **about):
    document = house.resolution(**about)
    return register_incoming(document.audience_id, house.commune.pk, actor=house.actor("clerk"))


def directed(house, incoming, due_on=None):
    given = handling.Instruction(
        house.building.pk, "Tham mưu.", (house.inspection.pk,), due_on=due_on
    )
    handling.direct(incoming.pk, given=given, actor=house.actor("secretary"))
    return incoming


def entries(house, tab):
    return in_hand(entries_in(house.commune, tab), house.commune)


def held(house, incoming, tab):
    return entries(house, tab).get(pk=incoming.pk).held_by


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def test_it_lies_with_those_who_are_asked_and_then_with_the_bodies(house):
    incoming = registered(house)
    # The chief of the office proposes; the secretary is not asked twice.
    assert held(house, incoming, "to_direct") == person(house, "chief")

    handling.propose(incoming.pk, opinion="Giao Ban.", actor=house.actor("chief"))
    leaders = held(house, incoming, "to_direct")
    assert leaders == f"{person(house, 'secretary')}, {person(house, 'deputy')}"

    directed(house, incoming)
    assert held(house, incoming, "in_progress") == f"{house.building}, {house.inspection}"
    handling.answer(incoming.pk, note="Xong.", actor=house.actor("inspector"))
    assert held(house, incoming, "in_progress") == str(house.building)


def test_what_is_filed_lies_with_nobody(house):
    incoming = registered(house)
    handling.file_away(incoming.pk, note="", actor=house.actor("chief"))

    assert held(house, incoming, "closed") == ""


def test_what_is_to_be_forwarded_lies_with_those_who_begin_the_letter(house, enter):
    handling.file_away(registered(house).pk, note="", actor=house.actor("chief"))
    (row,) = enter("clerk").get(LIST, {"tab": "to_forward"}).context["rows"]

    assert f"{person(house, 'chief')}, {person(house, 'clerk')}" in row.drawn


def test_among_all_documents_one_that_arrived_lies_with_the_own_clerk_only(house):
    """The other commune has its own clerk; a body that must receive it itself is not meant."""
    document = house.resolution()
    rows = in_hand(
        everything_at(house.commune.pk).filter(pk=document.pk),
        house.commune,
        entry="arrivals",
        audience="audience",
    )

    assert [row.held_by for row in rows] == [person(house, "clerk")]


def test_the_leaders_day_goes_before_the_issuers_and_moves(house):
    incoming = registered(house)
    issuers_day = incoming.audience.due_on
    assert entries(house, "to_direct").get().due_here == issuers_day

    directed(house, incoming, due_on=in_days(3))
    assert entries(house, "in_progress").get().due_here == in_days(3)
    secretary = house.actor("secretary")
    changing.extend(incoming.pk, due_on=in_days(9), reason="Chờ số liệu.", actor=secretary)
    assert entries(house, "in_progress").get().due_here == in_days(9)


@pytest.fixture
def three(house):
    """One that is late, one for this week, one without a leader's day; each given to the bodies."""
    made = [directed(house, registered(house), due_on=in_days(day)) for day in (1, 3, 30)]
    made[0].directions.update(due_on=in_days(-1))
    return made


def found(enter, **asked):
    rows = enter("clerk").get(LIST, {"tab": "in_progress", **asked}).context["rows"]
    return [int(row.key) for row in rows]


def test_the_list_is_sorted_by_deadline_and_narrowed_to_the_late(enter, three):
    late, near, far = (one.pk for one in three)

    assert found(enter, sort="due") == [late, near, far]
    assert found(enter, sort="-due") == [far, near, late]
    assert found(enter, near="late") == [late]
    assert found(enter, near="near") == [near]


def test_the_list_is_narrowed_to_who_has_it_and_says_how_late_it_is(house, enter, three):
    handling.answer(three[0].pk, note="Xong.", actor=house.actor("inspector"))

    assert set(found(enter, holder="uy ban kiem tra")) == {three[1].pk, three[2].pk}
    page = enter("clerk").get(LIST, {"tab": "in_progress", "near": "late"}).content.decode()
    assert "1 day overdue" in page
    assert f"{house.building}" in page


@pytest.mark.parametrize(
    ("who", "tab"),
    [("clerk", "to_register"), ("branch_secretary", "waiting"), ("head", "assigned")],
)
def test_every_list_is_narrowed_by_its_deadline(house, enter, who, tab):
    document = house.resolution(due_on=in_days(5))
    if tab == "assigned":
        incoming = register_incoming(
            document.audience_id, house.commune.pk, actor=house.actor("clerk")
        )
        directed(house, incoming, due_on=in_days(5))

    def shown(**asked):
        return len(enter(who).get(LIST, {"tab": tab, **asked}).context["rows"])

    days = {number: in_days(number).strftime("%d/%m/%Y") for number in (4, 5, 6)}
    assert shown(due_from=days[5], due_until=days[5]) == 1
    assert shown(due_until=days[4]) == shown(due_from=days[6]) == 0


def test_several_are_registered_at_once_in_the_order_of_arrival(house, enter):
    first, second, third = (house.resolution() for _each in range(3))
    rows = [str(one.pk) for one in (third, first)]
    answer = enter("clerk").post(LIST, {"do": "register", "row": rows}, follow=True)

    entries = IncomingDocument.objects.filter(unit=house.commune)
    numbers = {one.document_id: one.number.number for one in entries}
    assert set(numbers) == {first.pk, third.pk}
    assert numbers[first.pk] < numbers[third.pk]
    year = timezone.localdate().year
    said = f"numbers of arrival {numbers[first.pk]}/{year}, {numbers[third.pk]}/{year}."
    assert said in answer.content.decode()
    assert [one.pk for one in arrivals_to_register(house.commune.pk)] == [second.pk]


@pytest.mark.parametrize("who", ["secretary", "chief"])
def test_only_the_clerk_registers_from_the_list(house, enter, who):
    document = house.resolution()
    answer = enter(who).post(
        f"{LIST}?tab=to_register", {"do": "register", "row": [str(document.pk)]}
    )

    assert answer.status_code == 405
    assert not IncomingDocument.objects.exists()


@pytest.mark.parametrize(("who", "tab"), [("clerk", "all"), ("branch_secretary", "waiting")])
def test_numbers_are_sorted_as_an_office_reads_them(house, enter, who, tab):
    """Not as text, in which 100 comes before 99, nor across the types."""
    house.resolution()
    series = Series.objects.get(unit=house.province)
    series.last_number = 98
    series.save(update_fields=["last_number"])
    made = [house.resolution(code=code) for code in ("resolution", "plan", "resolution")]
    numbers = [one.notation for one in made]
    assert numbers == ["99-NQ/TU", "01-KH/TU", "100-NQ/TU"]

    def shown(sort):
        rows = enter(who).get(LIST, {"tab": tab, "sort": sort}).context["rows"]
        return [next(one for one in (*numbers, "01-NQ/TU") if one in row.drawn) for row in rows]

    rising = ["01-NQ/TU", "99-NQ/TU", "100-NQ/TU", "01-KH/TU"]
    assert shown("number") == rising
    assert shown("-number") == rising[::-1]


def test_sorting_a_branchs_documents_by_number_asks_no_row_anew(house, enter):
    for _each in range(4):
        house.resolution()
    asked = cost_of(enter("branch_secretary"), f"{LIST}?tab=waiting&sort=number")

    assert len(asked) <= LIST_BUDGET
