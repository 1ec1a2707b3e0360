"""Arrived documents are found where they arrived, also after the organisation has moved."""

import datetime as dt
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lienthong.kernel.audiences.public import Audience, ScopeRule, audiences_readable_by
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import Role, actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_actor
from lienthong.kernel.search.public import SearchEntry, search
from lienthong.kernel.units.public import move_unit
from lienthong.records.correspondence.actions.finding import index_after_a_move, index_arrived


def issued_yesterday(received):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Audience.objects.filter(pk=received.audience_id).update(frozen_on=yesterday)
    ScopeRule.objects.filter(audience=received.audience_id).update(frozen_on=yesterday)
    index_arrived(received.pk)
    return received


def move(house, unit, parent):
    admin = actor_in(a_post(house.province, Role.ORG_ADMIN))
    move_unit(unit.pk, to_parent_id=parent.pk, on=timezone.localdate(), actor=admin)
    run_jobs()


def found_by(house, who, received):
    return [entry.title for entry in search(house.actor(who), received.notation)]


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


@pytest.mark.parametrize("moves", [True, False])
def test_search_and_the_page_agree_on_a_branch_that_has_come_from_elsewhere(
    house, resolution, moves
):
    letter = issued_yesterday(house.letter(resolution.audience))
    branch = a_unit(house.other if moves else house.commune, kind="branch")
    if moves:
        move(house, branch, house.commune)
    branch.refresh_from_db()
    reader = an_actor(branch, Role.BRANCH_SECRETARY)

    may_open = audiences_readable_by(reader).filter(pk=letter.audience_id).exists()

    assert may_open is not moves
    assert bool(search(reader, letter.notation)) is may_open


def test_a_move_costs_as_much_for_many_documents_as_for_one(house, resolution):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            index_after_a_move(house.commune.pk)
        return len(queries)

    for_one = cost()
    documents = [house.resolution() for _ in range(5)]

    assert cost() == for_one
    assert all(found_by(house, "clerk", received) for received in documents)


def test_entries_made_before_name_the_tops_of_their_scope(house, resolution):
    index_arrived(resolution.pk)
    entries = SearchEntry.objects.filter(room="correspondence").exclude(scope_paths=[])
    kept = dict(entries.values_list("pk", "scope_paths"))
    entries.update(scope_paths=["00001"])
    migration = import_module("lienthong.records.correspondence.migrations.0002_scope_of_the_day")

    with connection.cursor() as cursor:
        cursor.execute(migration.NAME_THE_TOPS)

    assert kept
    assert dict(entries.values_list("pk", "scope_paths")) == kept
