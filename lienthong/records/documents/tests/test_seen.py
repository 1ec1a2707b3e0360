"""Who finds which document, and what stands on whose desk."""

import pytest
from django.utils import timezone

from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import actor_in
from lienthong.kernel.procedures.queries import work_items_of
from lienthong.kernel.reference.public import end_of_day

from ..actions import drafting, finding, sealing
from ..actions.opinions import ask_opinions, opinions_due_on
from ..models import Document
from ..queries import register
from ..queries.seen import (
    counts_by_tab,
    documents_seen_by,
    issued_document_of,
    listed,
)
from ..queries.slip import slip
from .sealings import never_sealed

pytestmark = pytest.mark.django_db


def kinds(actor):
    return [
        (work_item.kind, work_item.what)
        for work_item in work_items_of(actor)
        if work_item.kind in ("drafts", "signing")
    ]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("specialist", True),
        ("chief", True),
        ("clerk", True),
        ("secretary", True),
        ("head", True),  # the commission serves the committee
    ],
)
def test_a_draft_is_seen_by_the_committee_and_the_bodies_serving_it(province, who, sees):
    document = province.draft()

    assert documents_seen_by(province.actor(who)).filter(pk=document.pk).exists() == sees


def test_a_draft_is_not_found_below_or_beside(province):
    document = province.draft()
    province.staff_commune()

    for actor in (province.stranger, province.actor("commune_secretary")):
        assert not documents_seen_by(actor).filter(pk=document.pk).exists()


def test_an_issued_document_is_seen_by_those_it_reached_and_by_nobody_else(certified):
    certified.staff_commune()
    document = certified.numbered(scope="none")
    reached = certified.actor("commune_secretary")
    branch = actor_in(
        certified.post(certified.communes[0].children.first(), "branch_secretary", "Bí thư")
    )
    assert not documents_seen_by(reached).exists()

    run_jobs()

    document.refresh_from_db()
    assert documents_seen_by(reached).get() == document
    assert not documents_seen_by(branch).exists()
    assert issued_document_of(document.sealed_file_id) == document
    assert issued_document_of(document.signed_file_id) is None


def test_each_step_stands_on_one_desk(certified):
    specialist, chief = certified.actor("specialist"), certified.actor("chief")
    certified.draft()
    assert kinds(specialist) == [("drafts", "Go on drafting")]
    assert kinds(chief) == []

    Document.objects.all().delete()
    certified.finalised()
    assert kinds(specialist) == []
    assert kinds(chief) == [("drafts", "Appraise and initial")]


def test_signer_and_clerk_have_it_on_their_desks_in_turn(certified):
    certified.submitted()
    assert kinds(certified.actor("secretary")) == [("signing", "Sign")]
    assert kinds(certified.actor("deputy")) == []

    certified.signed("plan")
    assert kinds(certified.actor("clerk")) == [("signing", "Number, seal and issue")]


def test_a_body_asked_has_it_on_its_desk_with_a_deadline(province):
    document = province.draft()
    due = opinions_due_on(timezone.localdate())
    ask_opinions(document.pk, [province.organisation.pk], due, actor=province.actor("specialist"))

    (work_item,) = [one for one in work_items_of(province.actor("head")) if one.kind == "drafts"]
    assert work_item.due_at == end_of_day(due)
    assert kinds(province.actor("other_head")) == []


def test_lists_and_counts_stay_few_statements(province, django_assert_max_num_queries):
    for number in range(8):
        province.draft(subject=f"về rừng ngập mặn số {number}")
    actor = province.actor("specialist")

    with django_assert_max_num_queries(4):
        counts = counts_by_tab(actor)
        rows = list(listed(actor, "drafts"))
        names = [(row.type.name, row.drafter.person.full_name) for row in rows]

    assert counts["drafts"] == len(rows) == len(names) == 8


def test_the_register_shows_every_number_cancelled_ones_too(
    certified, monkeypatch, django_assert_max_num_queries
):
    with never_sealed(certified, monkeypatch) as first:
        sealing.give_up_sealing(first.pk)
    certified.numbered()
    certified.numbered("plan")
    run_jobs()

    with django_assert_max_num_queries(2):
        (book,) = register.books_of(certified.actor("clerk"))
        numbers = register.numbers_of(book)
        shown = [(register.notation_of(one), one.cancelled_at is not None) for one in numbers]

    assert shown == [
        ("01-KH/TU", False),
        ("02-NQ/TU", False),
        ("01-NQ/TU", True),
    ]
    assert certified.committee not in {one.issuer for one in register.books_of(certified.stranger)}


def test_the_register_read_from_its_end_begins_as_the_whole_one(
    certified, django_assert_max_num_queries
):
    for kind in ("resolution", "plan", "resolution", "resolution"):
        certified.numbered(kind)
    run_jobs()
    actor = certified.actor("clerk")
    (book,) = register.books_of(actor)
    whole = list(register.numbers_of(book))

    for most in (1, 2, 3, 51):
        with django_assert_max_num_queries(1):
            some = list(register.numbers_of(book, most=most))
            said = [(register.notation_of(one), register.subject_of(one)) for one in some]
        assert some[:most] == whole[:most]
        assert said[0] == (register.notation_of(whole[0]), register.subject_of(whole[0]))
    assert len(whole) == 4


def test_the_slip_gathers_everything(province):
    gathered = slip(province.adopted())

    assert [one.votes_for for one in gathered["adoptions"]] == [10]
    assert [one.voided_at for one in gathered["initials"]] == [None]
    assert {one.state for one in gathered["way"]} == {"done", "current", "waiting"}


def test_a_commune_carries_the_original_on_with_a_letter_of_its_own(certified):
    commune = certified.staff_commune()
    original = certified.numbered()
    run_jobs()
    original.refresh_from_db()

    letter = drafting.start_forwarding_letter(
        original, commune, actor=certified.actor("commune_clerk")
    )

    assert (letter.type_id, letter.carries, letter.scope) == (
        "official_letter",
        original.audience,
        "branches",
    )
    assert "01-NQ/TU" in letter.subject
    assert letter.signer == certified.posts["commune_secretary"]
    assert [line.kind for line in letter.recipients.all()] == ["subordinates", "file"]


def test_what_a_moved_committee_drafts_and_issues_is_made_findable_anew(certified, monkeypatch):
    issued, draft = certified.numbered(), certified.draft()
    run_jobs()
    found = []
    monkeypatch.setattr(finding, "index", lambda room, keys: found.append((room, keys)))

    finding.let_it_be_found_after_a_move(certified.committee.pk)

    assert found == [("documents", [issued.pk, draft.pk])]
