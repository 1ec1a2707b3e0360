"""Arrived papers are found where they arrived, also after the organisation has moved."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.audiences.public import Audience, ScopeRule
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import Role, actor_in
from lienthong.kernel.people.tests.factories import a_post
from lienthong.kernel.search.public import search
from lienthong.kernel.units.public import move_unit
from lienthong.records.correspondence.actions.finding import index_arrived


def issued_yesterday(paper):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Audience.objects.filter(pk=paper.audience_id).update(frozen_on=yesterday)
    ScopeRule.objects.filter(audience=paper.audience_id).update(frozen_on=yesterday)
    index_arrived(paper.pk)
    return paper


def move(house, unit, parent):
    admin = actor_in(a_post(house.province, Role.ORG_ADMIN))
    move_unit(unit.pk, to_parent_id=parent.pk, on=timezone.localdate(), actor=admin)
    run_jobs()


def found_by(house, who, paper):
    return [entry.title for entry in search(house.actor(who), paper.notation)]


@pytest.mark.parametrize("who", ["clerk", "committee_member", "base_secretary", "part_secretary"])
def test_a_moved_organisation_finds_what_reached_it_before(house, resolution, who):
    issued_yesterday(resolution)
    before = found_by(house, who, resolution)
    assert before

    move(house, house.commune, house.other)

    assert found_by(house, who, resolution) == before


def test_a_moved_branch_finds_its_letters_and_its_new_neighbours_do_not(house, resolution):
    letter = issued_yesterday(house.letter(resolution.audience))

    move(house, house.branch, house.other)

    assert found_by(house, "branch_secretary", letter)
    assert not found_by(house, "other_secretary", letter)
