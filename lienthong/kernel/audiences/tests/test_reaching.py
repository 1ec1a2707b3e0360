"""Whom a document reaches, and how it stands with them."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from lienthong.kernel.audiences.public import (
    READ,
    Addressing,
    Purpose,
    Receipt,
    Scope,
    arrivals_of,
    board,
    mark_briefed,
    mark_forwarded,
    mark_opened,
    mark_received,
    mark_refused,
    mark_registered,
    publish,
)
from lienthong.kernel.audiences.queries import standings_of
from lienthong.kernel.audit.public import history_of
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.tests.factories import a_person, an_actor, by_two
from lienthong.kernel.permissions.public import RuleBroken, scope_of
from lienthong.kernel.units.actions.tree import move_unit

from .factories import ISSUED_ON, a_document, an_organisation, members

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (Scope.NONE, {"commune", "other"}),
        (Scope.COMMITTEES, {"commune", "other", "base"}),
        (Scope.BRANCHES, {"commune", "other", "base", "branch", "sibling", "direct"}),
    ],
)
def test_a_document_reaches_the_addressed_and_as_far_below_as_its_scope(
    scope: str, reached: set
) -> None:
    organisation = an_organisation()
    document = a_document(organisation, scope=scope)
    places = vars(organisation)
    assert {n for n, unit in places.items() if arrivals_of(unit)} == reached
    assert {
        n for n, u in places.items() if scope_of(an_actor(u, "secretary"), READ).covers(document.pk)
    } == reached


def test_publishing_writes_nothing_per_unit_in_scope(django_assert_max_num_queries) -> None:
    organisation = an_organisation()
    with django_assert_max_num_queries(12):
        a_document(organisation)
    assert not Receipt.objects.exists()


def test_one_statement_lists_what_reached_a_branch(django_assert_num_queries) -> None:
    organisation = an_organisation()
    documents = [a_document(organisation) for _ in range(3)]
    with django_assert_num_queries(1):
        arrivals = arrivals_of(organisation.branch)
    assert [a.audience_id for a in arrivals] == [p.pk for p in reversed(documents)]
    with django_assert_num_queries(1):
        standings_of(organisation.branch, [p.pk for p in documents])


def test_a_unit_moved_later_still_answers_for_what_reached_it_in_its_old_place() -> None:
    organisation = an_organisation()
    early = a_document(organisation)
    move_unit(
        organisation.base.pk,
        to_parent_id=organisation.other.pk,
        on=ISSUED_ON + dt.timedelta(days=1),
        agreed=by_two(an_actor(organisation.province)),
    )
    assert [a.audience_id for a in arrivals_of(organisation.branch)] == [early.pk]
    under_commune = {row.unit for row in board(early, organisation.commune)}
    assert under_commune == {organisation.base, organisation.direct}
    assert board(early, organisation.other) == []


def test_a_branch_waits_until_its_own_committee_has_forwarded_the_document() -> None:
    organisation = an_organisation()
    document = a_document(organisation)
    secretary = an_actor(organisation.direct, "branch_secretary")
    assert standings_of(organisation.direct, [document.pk])[document.pk].waits_for_own_committee
    with pytest.raises(RuleBroken, match="not yet forwarded"):
        mark_received([document.pk], organisation.direct, actor=secretary)

    clerk = an_actor(organisation.commune, "clerk")
    mark_registered([document.pk], organisation.commune, actor=clerk)
    letter = publish(Addressing(), issuer=organisation.commune, on=ISSUED_ON, actor=clerk)
    mark_forwarded([document.pk], organisation.commune, letter=letter, actor=clerk)

    assert not standings_of(organisation.direct, [document.pk])[document.pk].waits_for_own_committee
    receipts = mark_received([document.pk], organisation.direct, actor=secretary)
    assert receipts[document.pk].received_at


def test_a_branch_passes_on_to_those_present_and_names_the_absent() -> None:
    organisation = an_organisation()
    document = a_document(organisation)
    people = members(organisation.direct, 27)
    clerk = an_actor(organisation.commune, "clerk")
    mark_registered([document.pk], organisation.commune, actor=clerk)
    letter = publish(Addressing(), issuer=organisation.commune, on=ISSUED_ON, actor=clerk)
    mark_forwarded([document.pk], organisation.commune, letter=letter, actor=clerk)
    secretary = an_actor(organisation.direct, "branch_secretary")
    with pytest.raises(RuleBroken, match="has the document first"):
        mark_briefed([document.pk], organisation.direct, absent_ids=[], actor=secretary)
    mark_received([document.pk], organisation.direct, actor=secretary)
    with pytest.raises(RuleBroken, match="Only members"):
        mark_briefed(
            [document.pk], organisation.direct, absent_ids=[a_person().pk], actor=secretary
        )
    with pytest.raises(RuleBroken, match="At least one"):
        mark_briefed(
            [document.pk], organisation.direct, absent_ids=[p.pk for p in people], actor=secretary
        )

    absent_ids = [p.pk for p in people[:4]]
    receipt = mark_briefed(
        [document.pk], organisation.direct, absent_ids=absent_ids, actor=secretary
    )[document.pk]

    assert (receipt.present_count, receipt.member_count) == (23, 27)
    assert receipt.absences.count() == 4


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (
            lambda p, o: mark_received([p.pk], o.commune, actor=an_actor(o.commune, "clerk")),
            "registers the document",
        ),
        (
            lambda p, o: mark_registered(
                [p.pk], o.direct, actor=an_actor(o.direct, "branch_secretary")
            ),
            "keeps no register",
        ),
        (
            lambda p, o: mark_forwarded(
                [p.pk], o.commune, letter=None, actor=an_actor(o.commune, "clerk")
            ),
            "signed letter",
        ),
        (
            lambda p, o: mark_refused(
                [p.pk], o.commune, reason="", actor=an_actor(o.commune, "clerk")
            ),
            "Say why",
        ),
        (
            lambda p, o: mark_briefed(
                [p.pk], o.base, absent_ids=[], actor=an_actor(o.base, "secretary")
            ),
            "Only a branch",
        ),
    ],
)
def test_what_is_refused(action, sentence: str) -> None:
    organisation = an_organisation()
    document = a_document(organisation)
    with pytest.raises(RuleBroken, match=sentence):
        action(document, organisation)


def test_a_document_that_never_reached_a_unit_cannot_be_received_there() -> None:
    organisation, strangers = an_organisation(), an_organisation()
    document = a_document(organisation)
    with pytest.raises(RuleBroken, match="did not reach"):
        mark_received(
            [document.pk], strangers.direct, actor=an_actor(strangers.direct, "branch_secretary")
        )


@pytest.mark.parametrize("role", ["member", "specialist", "committee_member"])
def test_only_those_who_answer_for_the_unit_confirm_a_receipt(role: str) -> None:
    organisation = an_organisation()
    document = a_document(organisation)
    with pytest.raises(PermissionDenied):
        mark_registered(
            [document.pk], organisation.commune, actor=an_actor(organisation.commune, role)
        )


def test_a_repeated_mark_keeps_the_first_moment() -> None:
    organisation = an_organisation()
    document = a_document(organisation)
    clerk = an_actor(organisation.commune, "clerk")
    first = mark_registered([document.pk], organisation.commune, actor=clerk)[document.pk]
    again = mark_registered([document.pk], organisation.commune, actor=clerk)[document.pk]

    assert again.registered_at == first.registered_at
    assert history_of(document).filter(verb="audiences.registered").count() == 1


def test_several_documents_are_marked_in_three_statements(django_assert_num_queries) -> None:
    organisation = an_organisation()
    documents = [a_document(organisation).pk for _ in range(3)]
    clerk = an_actor(organisation.commune, "clerk")
    with django_assert_num_queries(3):
        receipts = mark_registered(documents, organisation.commune, actor=clerk)

    assert set(receipts) == set(documents)
    assert {one.path for one in receipts.values()} == {organisation.commune.path}
    assert all(one.opened_at and one.received_at for one in receipts.values())


def test_one_document_refused_keeps_the_others_from_being_marked() -> None:
    organisation = an_organisation()
    first, second = a_document(organisation), a_document(organisation)
    clerk = an_actor(organisation.commune, "clerk")
    mark_refused([second.pk], organisation.commune, reason="Gửi nhầm", actor=clerk)

    with pytest.raises(RuleBroken, match="has been refused"), transaction.atomic():
        mark_registered([first.pk, second.pk], organisation.commune, actor=clerk)

    assert not Receipt.objects.filter(audience=first).exists()


def test_the_board_counts_every_level_and_who_is_late() -> None:
    organisation = an_organisation()
    document = a_document(organisation, due_on=dt.date(2026, 3, 10))
    clerk = an_actor(organisation.commune, "clerk")
    mark_opened([document.pk], organisation.commune, actor=clerk)
    mark_registered([document.pk], organisation.commune, actor=clerk)
    run_jobs()
    rows = {row.unit: row for row in board(document, organisation.province)}
    assert set(rows) == {organisation.commune, organisation.other}
    counts = rows[organisation.commune].counts
    assert (counts.units, counts.branches, counts.registers, counts.registered) == (5, 3, 1, 1)
    assert rows[organisation.commune].own_state == "registered"
    assert rows[organisation.other].is_late


@pytest.mark.parametrize(("role", "reads"), [("committee_member", True), ("specialist", False)])
def test_a_person_addressed_by_name_reads_it_in_any_post_that_reads(role: str, reads: bool) -> None:
    organisation, elsewhere = an_organisation(), an_organisation()
    actor = an_actor(elsewhere.commune, role)
    document = publish(
        Addressing(persons={actor.person_id: Purpose.KNOW}),
        issuer=organisation.province,
        on=ISSUED_ON,
        actor=None,
    )
    assert scope_of(actor, READ).covers(document.pk) is reads
