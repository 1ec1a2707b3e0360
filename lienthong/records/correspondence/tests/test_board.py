"""The receipts board, the numbers and the units behind them, and the reminder."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.audiences.public import (
    Addressing,
    Purpose,
    counts_under,
    mark_opened_by_person,
)
from lienthong.kernel.audiences.public import board as audiences_board
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.public import Notice
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.models import UnitPlacement
from lienthong.records.correspondence.actions import receiving, reminding
from lienthong.records.correspondence.actions.registering import refuse_incoming, register_incoming
from lienthong.records.correspondence.models import RemindedUnit, Reminder
from lienthong.records.correspondence.queries import board, recipients
from lienthong.records.correspondence.queries.reminding import outstanding

from .factories import an_issued_document


@pytest.fixture
def under_way(house, resolution):
    """The commune has registered and forwarded; one branch has received it and briefed its members."""
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    receiving.note_forwarding(house.letter(resolution.audience).pk)
    actor = house.actor("branch_secretary")
    receiving.confirm_receipt(house.here(resolution), actor=actor)
    receiving.brief_members(house.here(resolution), absent_ids=[], actor=actor)
    return resolution


def watched(house, received, who="province_clerk"):
    return board.watched_by(house.actor(who), received.audience_id)


def rows_under(seen, place):
    """The rows of a board once its receipts have been counted."""
    run_jobs()
    return audiences_board(seen.audience, place)


def test_the_issuer_sees_the_whole_tree_level_by_level(house, under_way):
    seen = watched(house, under_way)
    rows = {row.unit: row for row in rows_under(seen, house.province)}

    assert set(rows) == {house.commune, house.other}
    counts = rows[house.commune].counts
    assert (counts.units, counts.branches) == (5, 3)
    assert (counts.registered, counts.received, counts.briefed) == (1, 2, 1)
    assert rows[house.other].own_state == "arrived"
    below = {row.unit for row in rows_under(seen, house.commune)}
    assert below == {house.base, house.branch, house.sibling}


@pytest.mark.parametrize(
    ("who", "top"),
    [
        ("province_clerk", "province"),
        ("province_secretary", "province"),
        ("province_chief", "province"),
        ("province_specialist", "province"),
        ("clerk", "commune"),
        ("secretary", "commune"),
    ],
)
def test_everybody_looks_from_their_own_place(house, under_way, who, top):
    seen = watched(house, under_way, who)

    assert seen.top == getattr(house, top)


@pytest.mark.parametrize("who", ["member", "branch_secretary", "head", "chief", "province_head"])
def test_others_do_not_see_the_board(house, under_way, who):
    assert watched(house, under_way, who) is None


def test_a_lower_committee_sees_only_what_is_beneath_itself(house, under_way):
    seen = watched(house, under_way, "clerk")

    assert board.place_in(seen, house.branch.pk) == house.branch
    assert board.place_in(seen, house.other.pk) is None
    assert board.place_in(seen, house.province.pk) is None


def test_each_number_opens_the_units_behind_it(house, under_way):
    seen = watched(house, under_way)

    def behind(number):
        return {one.unit for one in board.units_of_number(seen, house.province, number)}

    assert behind("registered") == {house.commune}
    assert behind("briefed") == {house.branch}
    assert behind("addressed") == {house.commune, house.other}
    assert house.sibling in behind("not_received")
    run_jobs()
    total = counts_under(seen.audience, house.province)
    for number in ("units", "addressed", "opened", "received", "forwarded", "briefed"):
        assert len(behind(number)) == getattr(total, number)


def test_recipients_beside_the_line_of_command_are_listed(house, under_way):
    (body,) = recipients.recipients_beside(watched(house, under_way))

    assert (body.unit, body.state) == (house.province_body, "arrived")


def test_the_board_shows_the_tree_as_it_stood_on_the_day_of_issue(house, under_way):
    seen = watched(house, under_way)
    moved_on = timezone.localdate() + dt.timedelta(days=1)
    place = UnitPlacement.objects.get(unit=house.sibling)
    UnitPlacement.objects.filter(pk=place.pk).update(valid_to=moved_on)
    path = house.other.path + house.sibling.path[-5:]
    UnitPlacement.objects.create(
        unit=house.sibling, parent=house.other, path=path, valid_from=moved_on
    )
    house.sibling.path, house.sibling.parent = path, house.other
    house.sibling.save(update_fields=["path", "parent"])

    below = {row.unit for row in rows_under(seen, house.commune)}

    assert house.sibling in below
    way = board.way_to(seen, type(house.sibling).objects.get(pk=house.sibling.pk))
    assert way == [house.province, house.commune, house.sibling]


def test_one_reminder_reaches_all_who_are_outstanding(house, under_way):
    reminding.remind(
        under_way.audience_id, None, note="Trước thứ Sáu.", actor=house.actor("province_clerk")
    )
    run_jobs()

    reminded = set(RemindedUnit.objects.values_list("unit_id", flat=True))
    # The branch of the school waits for the school's committee, which is reminded.
    assert reminded == {u.pk for u in (house.other, house.province_body, house.base, house.sibling)}
    told = set(
        Notice.objects.filter(message__contains="reminds").values_list("person_id", flat=True)
    )
    posts = house.posts
    assert told == {
        posts[who].person_id
        for who in (
            "other_clerk",
            "other_secretary",
            "province_head",
            "base_secretary",
            "sibling_secretary",
        )
    }


def test_a_unit_is_reminded_no_more_than_once_a_day(house, under_way):
    clerk = house.actor("province_clerk")
    reminding.remind(under_way.audience_id, None, actor=clerk)
    run_jobs()

    with pytest.raises(RuleBroken, match="within the last 24 hours"):
        reminding.remind(under_way.audience_id, house.commune.pk, actor=clerk)
    RemindedUnit.objects.update(reminded_at=timezone.now() - dt.timedelta(hours=25))
    assert reminding.remind(under_way.audience_id, None, actor=clerk).unit_count == 4


def test_a_reminder_is_delivered_once(house, under_way):
    reminder = reminding.remind(under_way.audience_id, None, actor=house.actor("province_clerk"))
    for _ in range(2):
        reminding.deliver_reminder(reminder.pk)

    assert RemindedUnit.objects.count() == 4
    assert Notice.objects.filter(message__contains="reminds").count() == 5


def test_a_lower_committee_reminds_its_own(house, under_way):
    reminding.remind(under_way.audience_id, None, actor=house.actor("clerk"))
    run_jobs()

    reminded = set(RemindedUnit.objects.values_list("unit_id", flat=True))
    assert reminded == {u.pk for u in (house.base, house.sibling)}


@pytest.mark.parametrize("who", ["member", "branch_secretary", "province_chief", "head", "deputy"])
def test_only_clerks_and_secretaries_remind(house, under_way, who):
    with pytest.raises(PermissionDenied):
        reminding.remind(under_way.audience_id, None, actor=house.actor(who))


def test_nobody_is_reminded_where_all_have_confirmed(house, under_way):
    actor = house.actor("province_clerk")

    with pytest.raises(RuleBroken, match="nobody needs a reminder"):
        reminding.remind(under_way.audience_id, house.branch.pk, actor=actor)
    assert not Reminder.objects.exists()


def test_who_refused_a_document_owes_nothing_and_is_not_reminded(house, under_way):
    refuse_incoming(
        under_way.audience_id, house.other.pk, reason="Gửi nhầm", actor=house.actor("other_clerk")
    )

    seen = watched(house, under_way)
    rows = {row.unit: row for row in rows_under(seen, house.province)}
    assert (rows[house.other].own_state, rows[house.other].counts.not_received) == ("refused", 0)
    assert house.other.pk not in [
        one.unit.pk for one in board.units_of_number(seen, house.province, "not_received")
    ]
    reminding.remind(under_way.audience_id, None, actor=house.actor("province_clerk"))
    run_jobs()
    assert not RemindedUnit.objects.filter(unit=house.other).exists()


def test_a_reminder_names_the_committee_that_reminds(house, under_way):
    reminding.remind(under_way.audience_id, None, actor=house.actor("clerk"))
    run_jobs()

    told = Notice.objects.filter(message__contains="reminds").first()
    assert told.params["unit"] == str(house.commune)


def test_the_committee_that_delays_is_reminded_and_told_what_it_owes(house, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    reminding.remind(resolution.audience_id, house.commune.pk, actor=house.actor("province_clerk"))
    run_jobs()

    assert set(RemindedUnit.objects.values_list("unit_id", flat=True)) == {house.commune.pk}
    (message,) = set(
        Notice.objects.filter(message__contains="reminds").values_list("message", flat=True)
    )
    assert "forward %(notation)s to those below" in message


def test_who_still_waits_cannot_be_reminded_by_the_committee_that_delays(house, resolution):
    register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))

    with pytest.raises(RuleBroken, match="nobody can act yet"):
        reminding.remind(resolution.audience_id, None, actor=house.actor("clerk"))
    assert not Reminder.objects.exists()


def test_persons_named_are_shown_to_the_issuers_side_only(house, under_way):
    (named,) = recipients.persons_named(watched(house, under_way))
    assert (named.person_id, named.opened_at) == (house.posts["committee_member"].person_id, None)

    mark_opened_by_person(under_way.audience_id, actor=house.actor("committee_member"))
    for who in ("province_specialist", "province_chief", "province_secretary"):
        (named,) = recipients.persons_named(watched(house, under_way, who))
        assert named.opened_at is not None
    for who in ("clerk", "secretary"):
        seen = watched(house, under_way, who)
        assert not seen.is_issuers_side
        assert (recipients.persons_named(seen), recipients.recipients_beside(seen)) == ([], [])


def test_a_refusal_comes_back_with_its_reason_and_who_refused(house, under_way):
    refuse_incoming(
        under_way.audience_id, house.other.pk, reason="Gửi nhầm", actor=house.actor("other_clerk")
    )
    (refusal,) = recipients.refusals(watched(house, under_way), house.province, [])

    clerk = house.posts["other_clerk"]
    assert (refusal.unit, refusal.reason) == (house.other, "Gửi nhầm")
    assert refusal.by == f"{clerk.person.full_name}, Văn thư, {house.other}"
    assert refusal.at is not None
    assert recipients.refusals(watched(house, under_way, "clerk"), house.commune, []) == []


@pytest.fixture
def of_the_commune(house):
    """A document of the commune, to one branch, its building body and a named person."""
    addressing = Addressing(
        units={
            house.branch.pk: Purpose.CARRY_OUT,
            house.building.pk: Purpose.COORDINATE,
        },
        persons={house.posts["member"].person_id: Purpose.KNOW},
    )
    return an_issued_document(house.commune, addressing, house.posts["clerk"])


@pytest.mark.parametrize("who", ["province_clerk", "province_secretary"])
def test_a_superior_is_not_shown_who_is_named_and_when_they_read(house, of_the_commune, who):
    seen = watched(house, of_the_commune, who)

    assert (seen.top, seen.is_issuers_side) == (house.commune, False)
    assert (recipients.persons_named(seen), recipients.recipients_beside(seen)) == ([], [])
    own = watched(house, of_the_commune, "clerk")
    assert own.is_issuers_side
    assert len(recipients.persons_named(own)) == 1


def test_a_superior_reminds_the_line_of_command_and_not_the_bodies_of_others(house, of_the_commune):
    def reminded(who):
        reminder = house.posts[who].unit
        found = outstanding(of_the_commune.audience, house.commune, reminder)
        return {one.unit_id for one in found.to_remind}

    assert reminded("province_clerk") == {house.branch.pk}
    assert reminded("clerk") == {house.branch.pk, house.building.pk}


def test_a_second_reminder_waits_until_the_first_is_delivered(house, under_way):
    clerk = house.actor("province_clerk")
    first = reminding.remind(under_way.audience_id, None, actor=clerk)
    for who in ("province_clerk", "clerk"):
        with pytest.raises(RuleBroken, match="being sent at this moment"):
            reminding.remind(under_way.audience_id, None, actor=house.actor(who))
    run_jobs()

    first.refresh_from_db()
    assert (Reminder.objects.count(), first.unit_count) == (1, 4)


def test_reminders_in_two_places_do_not_wait_for_each_other(house, resolution):
    clerk = house.actor("province_clerk")
    for place in (house.commune, house.other):
        reminding.remind(resolution.audience_id, place.pk, actor=clerk)
    run_jobs()

    assert list(Reminder.objects.values_list("unit_count", flat=True)) == [1, 1]


def test_an_addressed_unit_stands_either_on_the_board_or_beside_it(house, of_the_commune):
    """Also one that has moved away since, and the committee to which its own office writes."""
    moved_on = timezone.localdate() + dt.timedelta(days=1)
    UnitPlacement.objects.filter(unit=house.branch).update(valid_to=moved_on)
    path = house.other.path + house.branch.path[-5:]
    UnitPlacement.objects.create(
        unit=house.branch, parent=house.other, path=path, valid_from=moved_on
    )
    house.branch.path, house.branch.parent = path, house.other
    house.branch.save(update_fields=["path", "parent"])
    seen = watched(house, of_the_commune, "clerk")

    assert [row.unit for row in rows_under(seen, house.commune)] == [house.branch]
    assert [one.unit for one in recipients.recipients_beside(seen)] == [house.building]

    addressing = Addressing(units={house.commune.pk: Purpose.REPORT})
    received = an_issued_document(house.office, addressing, house.posts["chief"], code="report")
    own = watched(house, received, "clerk")
    assert rows_under(own, house.commune) == []
    assert [one.unit for one in recipients.recipients_beside(own)] == [house.commune]
