"""Appraising, adopting, submitting, signing, returning, giving up: each refusal by its words."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.people.public import Delegation, actors_of
from lienthong.kernel.permissions.public import NotAnswered, RuleBroken
from lienthong.kernel.procedures.public import work_item_counts
from lienthong.kernel.procedures.queries import work_items_of

from ..actions import adoption, appraisal, drafting, issuing, recipients, signature
from ..actions.adoption import BroughtFile
from ..models import Document, State
from ..queries.document import content_sha256
from ..queries.form_check import form_check
from ..queries.progress import Turn
from .factories import MEMBERS, MINUTES

pytestmark = pytest.mark.django_db
LADDER = ["specialist", "secretary", "deputy", "clerk", "head"]


def without(*allowed):
    return [who for who in LADDER if who not in allowed]


@pytest.mark.parametrize("who", LADDER)
def test_only_the_chief_of_the_office_initials(province, who):
    document = province.finalised()

    with pytest.raises(PermissionDenied):
        appraisal.appraise_and_initial(document.pk, actor=province.actor(who))


def test_nothing_is_initialled_while_the_form_check_finds_an_error(province):
    document = province.draft()
    recipients.set_recipients(document.pk, [], actor=province.actor("specialist"))
    appraisal.finalise(document.pk, actor=province.actor("specialist"))

    with pytest.raises(RuleBroken, match="Nobody receives the document yet"):
        appraisal.appraise_and_initial(document.pk, actor=province.actor("chief"))


def test_a_drafter_takes_a_finalised_draft_back_while_nobody_has_acted_on_it(province):
    document = province.finalised()
    drafter, chief = province.actor("specialist"), province.actor("chief")
    assert work_items_of(chief)
    assert Turn(document, drafter).may_take_back

    document = appraisal.take_back(document.pk, actor=drafter)

    assert (document.state, Document.objects.get(pk=document.pk).state) == (
        State.DRAFT,
        State.DRAFT,
    )
    assert "appraisal" not in {item.step for item in work_items_of(chief)}
    assert AuditEntry.objects.filter(verb="documents.taken_back").count() == 1
    appraisal.finalise(document.pk, actor=drafter)
    appraisal.appraise_and_initial(document.pk, actor=chief)
    with pytest.raises(RuleBroken, match="Somebody has acted"):
        appraisal.take_back(document.pk, actor=drafter)


@pytest.mark.parametrize("who", ["secretary", "clerk", "head"])
def test_nobody_else_takes_a_draft_back(province, who):
    document = province.finalised()

    with pytest.raises(PermissionDenied):
        appraisal.take_back(document.pk, actor=province.actor(who))


def test_a_draft_without_any_text_is_not_finalised(province):
    document = province.draft()
    document.text.body = []
    document.text.save()
    drafter = province.actor("specialist")

    assert not Turn(document, drafter).has_text
    with pytest.raises(RuleBroken, match="no text yet"):
        appraisal.finalise(document.pk, actor=drafter)


def test_nobody_initials_what_was_changed_after_it_was_read(province):
    document = province.finalised()
    chief, read = province.actor("chief"), content_sha256(document)
    drafting.edit_reach(document.pk, "committees", None, actor=province.actor("specialist"))

    with pytest.raises(RuleBroken, match="read it again"):
        appraisal.appraise_and_initial(document.pk, content=read, actor=chief)
    read = content_sha256(Document.objects.get(pk=document.pk))
    assert appraisal.appraise_and_initial(document.pk, content=read, actor=chief)


def test_initials_are_given_once(province):
    document = province.initialled()

    with pytest.raises(RuleBroken, match="not waiting for appraisal"):
        appraisal.appraise_and_initial(document.pk, actor=province.actor("chief"))


@pytest.mark.parametrize(
    ("votes", "is_adopted"), [(0, False), (5, False), (6, True), (MEMBERS, True)]
)
def test_adopted_only_by_more_than_half_of_all_members(province, votes, is_adopted):
    document = province.initialled()
    chief = province.actor("chief")

    if is_adopted:
        adoption.record_adoption(document.pk, province.vote(votes), MINUTES, actor=chief)
        document.refresh_from_db()
        assert document.state == State.SUBMISSION
    else:
        with pytest.raises(RuleBroken, match="at least 6 are needed"):
            adoption.record_adoption(document.pk, province.vote(votes), MINUTES, actor=chief)


def test_half_of_all_members_is_no_majority(province):
    """Điều lệ Đảng, Điều 9."""
    document, half = province.initialled(), province.vote(5, members_count=10)

    with pytest.raises(RuleBroken, match="at least 6 are needed"):
        adoption.record_adoption(document.pk, half, MINUTES, actor=province.actor("chief"))


@pytest.mark.parametrize(
    ("changes", "minutes", "words"),
    [
        ({}, None, "Attach the minutes"),
        ({}, BroughtFile("bb.exe", b"MZ"), "not accepted"),
        ({"body": " "}, MINUTES, "which body"),
        ({"members_count": 0}, MINUTES, "how many members"),
        ({"votes_against": 5}, MINUTES, "more than the body has members"),
        ({"held_on": timezone.localdate() + dt.timedelta(days=1)}, MINUTES, "future"),
        ({"held_on": dt.date(1990, 1, 1)}, MINUTES, "more than a year before"),
    ],
)
def test_a_wrong_record_of_the_vote_is_refused(province, changes, minutes, words):
    document = province.initialled()

    with pytest.raises(RuleBroken, match=words):
        adoption.record_adoption(
            document.pk, province.vote(**changes), minutes, actor=province.actor("chief")
        )


@pytest.mark.parametrize("who", without("clerk"))
def test_only_the_office_records_the_vote(province, who):
    document = province.initialled()

    with pytest.raises(PermissionDenied):
        adoption.record_adoption(document.pk, province.vote(), MINUTES, actor=province.actor(who))


def test_a_plan_needs_no_vote(province):
    assert province.initialled("plan").state == State.SUBMISSION


def test_the_form_is_frozen_with_empty_number_and_date(province):
    document = province.submitted()

    assert document.state == State.SIGNING
    assert document.version.number == 1
    assert document.form_file.read().startswith(b"%PDF")
    assert document.notation == ""


def test_a_document_is_not_submitted_before_its_time(province):
    document = province.draft()

    with pytest.raises(RuleBroken, match="not ready to be submitted"):
        signature.submit(document.pk, actor=province.actor("specialist"))


@pytest.mark.parametrize("who", without("secretary"))
def test_only_the_signer_signs(certified, who):
    document = certified.submitted()

    with pytest.raises(PermissionDenied):
        signature.lay_to_sign(document.pk, actor=certified.actor(who))
    with pytest.raises(PermissionDenied):
        signature.sign(document.pk, actor=certified.actor(who))


def test_nobody_signs_for_the_signer_by_delegation(certified):
    document = certified.submitted()
    deputy = certified.posts["deputy"]
    Delegation.objects.create(
        post=certified.posts["secretary"],
        to_person=deputy.person,
        valid_from=timezone.localdate(),
        basis="Giấy ủy quyền",
    )
    acting = next(one for one in actors_of(deputy.person) if one.for_post_id)

    with pytest.raises(PermissionDenied):
        signature.lay_to_sign(document.pk, actor=acting)


def test_who_comes_back_without_an_answer_signs_nothing(certified):
    document, secretary = certified.submitted(), certified.actor("secretary")

    for led_to in (lambda: None, lambda: signature.lay_to_sign(document.pk, actor=secretary)):
        led_to()
        with pytest.raises(NotAnswered, match="not signed at the signing window"):
            signature.sign(document.pk, actor=secretary)
    document.refresh_from_db()
    assert (document.state, document.signed_file) == (State.SIGNING, None)


def test_a_post_without_a_key_cannot_sign(province):
    document = province.submitted()

    with pytest.raises(RuleBroken, match="no signing key yet"):
        signature.lay_to_sign(document.pk, actor=province.actor("secretary"))


def test_a_signature_is_given_once(certified):
    document = certified.signed()
    assert document.signed_file is not None

    with pytest.raises(RuleBroken, match="not waiting for a signature"):
        signature.lay_to_sign(document.pk, actor=certified.actor("secretary"))
    again = signature.sign(document.pk, actor=certified.actor("secretary"))
    assert again.signed_file_id == document.signed_file_id
    assert AuditEntry.objects.filter(verb="documents.signed").count() == 1


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ("finalised", "chief"),
        ("initialled", "chief"),
        ("adopted", "specialist"),
        ("submitted", "secretary"),
        ("signed", "clerk"),
    ],
)
def test_whoever_has_the_document_returns_it_with_a_note(certified, step, who):
    document = getattr(certified, step)()

    with pytest.raises(RuleBroken, match="Say what must be changed"):
        appraisal.return_document(document.pk, " ", actor=certified.actor(who))
    document = appraisal.return_document(document.pk, "Xem lại", actor=certified.actor(who))

    assert document.state == State.DRAFT
    assert (document.form_file, document.signed_file) == (None, None)
    assert not document.initials.filter(voided_at=None).exists()


def test_a_draft_is_not_returned_and_a_stranger_returns_nothing(province):
    with pytest.raises(RuleBroken, match="cannot be returned"):
        appraisal.return_document(province.draft().pk, "x", actor=province.actor("specialist"))
    with pytest.raises(PermissionDenied):
        appraisal.return_document(province.finalised().pk, "x", actor=province.stranger)


def test_a_document_is_given_up_with_a_reason_and_leaves_every_desk(province):
    document = province.finalised()
    specialist = province.actor("specialist")

    with pytest.raises(RuleBroken, match="Say why"):
        issuing.cancel_document(document.pk, " ", actor=specialist)
    document = issuing.cancel_document(document.pk, "Không còn cần", actor=specialist)

    assert document.state == State.CANCELLED
    with pytest.raises(RuleBroken, match="cannot be cancelled"):
        issuing.cancel_document(document.pk, "x", actor=specialist)


def test_a_small_commune_without_a_chief_goes_on_without_initials_and_is_told_so(province):
    commune = province.staff_commune()
    province.posts["specialist"] = province.posts["commune_clerk"]
    document = province.draft("plan", issuer=commune, signer=province.posts["commune_secretary"])

    document = appraisal.finalise(document.pk, actor=province.actor("commune_clerk"))

    assert document.state == State.SUBMISSION
    said = [finding.sentence for finding in form_check(document) if not finding.is_error]
    assert any("nobody to appraise" in sentence for sentence in said)


def a_resolution_of_the_commune(province, *, chief=False):
    commune = province.staff_commune(chief=chief)
    province.posts["specialist"] = province.posts["commune_clerk"]
    document = province.draft(issuer=commune, signer=province.posts["commune_secretary"])
    return appraisal.finalise(document.pk, actor=province.actor("commune_clerk"))


def test_where_there_is_no_chief_of_office_the_clerk_records_the_vote(province):
    document, clerk = a_resolution_of_the_commune(province), province.actor("commune_clerk")
    assert document.state == State.ADOPTION
    assert [work_item.what for work_item in work_items_of(clerk)] == ["Record the adoption"]
    assert sum(work_item_counts(clerk).values()) == 1
    run_jobs()
    told = [one.text for one in Notice.objects.filter(person=clerk.person_id)]
    assert any("adoption is to be recorded" in text for text in told)

    adoption.record_adoption(document.pk, province.vote(), MINUTES, actor=clerk)

    document.refresh_from_db()
    assert document.state == State.SUBMISSION
    assert document.standing_adoption.recorded_by_id == clerk.post_id


def test_where_there_is_a_chief_of_office_the_clerk_neither_records_nor_returns(province):
    document, clerk = province.initialled(), province.actor("clerk")
    assert document.state == State.ADOPTION

    with pytest.raises(RuleBroken, match="chief of the office records"):
        adoption.record_adoption(document.pk, province.vote(), MINUTES, actor=clerk)
    with pytest.raises(RuleBroken, match="chief of the office records"):
        appraisal.return_document(document.pk, "Sửa lại.", actor=clerk)
    assert not Turn(document, clerk).task
    assert list(work_items_of(clerk)) == []
    assert sum(work_item_counts(clerk).values()) == 0


def test_a_chief_who_signs_too_is_a_warning_and_no_block(province):
    commune = province.staff_commune(chief=True)
    province.posts["chief"] = province.post(
        province.office,
        "office_chief",
        "Chánh Văn phòng",
    )
    document = province.initialled("plan")
    document.signer = province.posts["secretary"]
    initial = document.initials.get()
    initial.post.person = document.signer.person
    initial.post.save()

    said = form_check(Document.objects.get(pk=document.pk))
    assert any("also signs it" in finding.sentence and not finding.is_error for finding in said)
    assert commune


def test_a_letter_that_the_official_typeface_lacks_is_named(province):
    """It is found where it enters; what entered before that was looked at is found here."""
    document = province.adopted()
    Document.objects.filter(pk=document.pk).update(subject="về nguồn gốc chữ 漢 trong địa bạ")

    with pytest.raises(RuleBroken, match="漢"):
        signature.submit(document.pk, actor=province.actor("specialist"))

    document.refresh_from_db()
    assert document.state == State.SUBMISSION
