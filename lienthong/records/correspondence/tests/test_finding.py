"""Arrived documents are found where they arrived, also after the organisation has moved."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.audiences.public import READ, Audience, ScopeRule
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import Role, actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_actor, by_two
from lienthong.kernel.permissions.public import scope_of
from lienthong.kernel.search.public import index
from lienthong.kernel.search.queries import search
from lienthong.kernel.units.actions.tree import move_unit
from lienthong.records.documents.public import SEARCHED_AS


def issued_yesterday(received):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Audience.objects.filter(pk=received.audience_id).update(frozen_on=yesterday)
    ScopeRule.objects.filter(audience=received.audience_id).update(frozen_on=yesterday)
    index(SEARCHED_AS, [received.pk])
    return received


def move(house, unit, parent):
    admin = actor_in(a_post(house.province, Role.ORG_ADMIN))
    move_unit(unit.pk, to_parent_id=parent.pk, on=timezone.localdate(), agreed=by_two(admin))
    run_jobs()


def found_by(house, who, received):
    return [entry.title for entry in search(house.actor(who), received.notation)]


@pytest.mark.parametrize("who", ["clerk", "committee_member", "base_secretary", "part_secretary"])
def test_a_moved_organisation_finds_what_reached_it_before(house, resolution, who):
    issued_yesterday(resolution)
    before = found_by(house, who, resolution)
    assert before

    move(house, house.commune, a_unit(house.province, kind="provincial_committee"))

    assert found_by(house, who, resolution) == before


def test_a_moved_branch_finds_its_letters_and_its_new_neighbours_do_not(house, resolution):
    letter = issued_yesterday(house.letter(resolution.audience))

    move(house, house.branch, house.other)

    assert found_by(house, "branch_secretary", letter)
    assert not found_by(house, "other_secretary", letter)


@pytest.mark.parametrize("moves", [True, False])
def test_search_and_the_page_agree_on_a_branch_that_has_come_from_elsewhere(
    house, resolution, moves
):
    branch = a_unit(house.other if moves else house.commune, kind="branch")
    letter = issued_yesterday(house.letter(resolution.audience))
    if moves:
        move(house, branch, house.commune)
    branch.refresh_from_db()
    reader = an_actor(branch, Role.BRANCH_SECRETARY)

    may_open = scope_of(reader, READ).covers(letter.audience_id)

    assert may_open is not moves
    assert bool(search(reader, letter.notation)) is may_open
