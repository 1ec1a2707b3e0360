import datetime as dt

import pypdfium2 as pdfium
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.permissions.public import RuleBroken

from ..actions import appraisal, clauses, drafting, editing, recipients
from ..actions.adoption import BroughtFile
from ..models import Document, Recipient, State
from ..queries.document import official_document, typeset_document

pytestmark = pytest.mark.django_db


def edit(province, document, heading="MỤC TIÊU CHUNG", who="specialist"):
    document.text.refresh_from_db()
    words = {"revision": document.text.revision, "marker": "I-", "heading": heading, "text": ""}
    wid = document.text.body[0]["wid"]
    return clauses.edit_clause(document.pk, wid, **words, actor=province.actor(who))


def test_a_draft_begins_with_its_usual_recipients_and_is_in_the_history(province):
    document = drafting.start_document(province.details(), actor=province.actor("specialist"))

    assert [line.kind for line in document.recipients.all()] == ["subordinates", "members", "file"]
    entry = history_of(document).get(verb="documents.started")
    assert (entry.actor_name, entry.unit_name) == ("Ngô Thùy Linh", "Văn phòng Tỉnh ủy")


@pytest.mark.parametrize("who", ["secretary", "deputy"])
def test_who_may_not_draft_begins_nothing(province, who):
    with pytest.raises(PermissionDenied):
        drafting.start_document(province.details(), actor=province.actor(who))


def test_a_stranger_begins_nothing_in_the_name_of_the_province(province):
    with pytest.raises(PermissionDenied):
        drafting.start_document(province.details(), actor=province.stranger)
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": "  "}, "Say what the document is about"),
        ({"signer": "clerk"}, "may not sign for this committee"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_in_a_sentence(province, changes, words):
    if "signer" in changes:
        changes = {"signer": province.posts["clerk"]}

    with pytest.raises(RuleBroken, match=words):
        drafting.start_document(province.details(**changes), actor=province.actor("specialist"))


def test_a_body_without_a_register_issues_nothing_of_its_own(province):
    with pytest.raises(RuleBroken, match="keeps no register"):
        drafting.start_document(
            province.details(issuer=province.office), actor=province.actor("specialist")
        )


def test_an_edit_after_initials_voids_them_and_leads_back_to_drafting(province):
    document = province.initialled()

    edit(province, document)

    document.refresh_from_db()
    assert document.state == State.DRAFT
    assert not document.initials.filter(voided_at=None).exists()
    assert history_of(document).filter(verb="documents.initials_voided").exists()


def test_an_edit_after_the_adoption_is_refused_until_the_document_is_returned(province):
    document = province.adopted()

    with pytest.raises(RuleBroken, match="has been adopted"):
        edit(province, document)
    appraisal.return_document(document.pk, "Sửa mục I", actor=province.actor("specialist"))
    edit(province, document)

    assert not document.adoptions.filter(voided_at=None).exists()


def test_a_returned_but_unchanged_text_stays_adopted(province):
    document = province.adopted()
    appraisal.return_document(document.pk, "Xem lại", actor=province.actor("specialist"))

    appraisal.finalise(document.pk, actor=province.actor("specialist"))
    document = appraisal.appraise_and_initial(document.pk, actor=province.actor("chief"))

    assert document.state == State.SUBMISSION


def test_a_submitted_document_cannot_be_changed_in_any_part(province):
    document = province.submitted()
    specialist = province.actor("specialist")
    line = Recipient(kind="outside", label="Báo Đồng Xuân", purpose="know")

    for change in (
        lambda: edit(province, document),
        lambda: drafting.edit_details(document.pk, province.details(), actor=specialist),
        lambda: drafting.edit_reach(document.pk, "none", None, actor=specialist),
        lambda: recipients.add_recipient(document.pk, line, actor=specialist),
    ):
        with pytest.raises(RuleBroken, match="no longer a draft"):
            change()


def test_only_the_drafting_body_changes_a_draft(province):
    document = province.draft()

    with pytest.raises(PermissionDenied):
        edit(province, document, who="head")
    with pytest.raises(PermissionDenied):
        editing.edit_text(document.pk, lambda _document: "", actor=province.stranger)


def test_another_type_begins_the_way_of_that_type(province):
    document = province.draft("plan")

    drafting.edit_details(
        document.pk, province.details("resolution"), actor=province.actor("specialist")
    )
    appraisal.finalise(document.pk, actor=province.actor("specialist"))
    document = appraisal.appraise_and_initial(document.pk, actor=province.actor("chief"))

    assert document.state == State.ADOPTION


def test_a_file_that_is_no_document_is_not_attached(province):
    document = province.draft()

    with pytest.raises(RuleBroken, match="not accepted"):
        drafting.attach_file(
            document.pk, BroughtFile("a.exe", b"MZ"), actor=province.actor("specialist")
        )
    attached = drafting.attach_file(
        document.pk,
        BroughtFile("so-lieu.txt", "Số liệu".encode()),
        actor=province.actor("specialist"),
    )
    drafting.detach_file(document.pk, attached.pk, actor=province.actor("specialist"))
    assert not document.attachments.exists()


def test_what_is_marked_secret_does_not_travel_along_either(province):
    document = province.draft()
    secret = (
        "TUYỆT MẬT\n\nTỈNH ỦY ĐỒNG XUÂN\n*\nSố 01-BC/TU\n\nBÁO CÁO\nvề một việc\n\n1. Nội dung.\n"
    )

    with pytest.raises(RuleBroken, match="mark of secrecy"):
        drafting.attach_file(
            document.pk,
            BroughtFile("bao-cao.txt", secret.encode()),
            actor=province.actor("specialist"),
        )
    assert not document.attachments.exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Recipient(kind="outside", label=" ", purpose="know"), "needs the words"),
        (Recipient(kind="outside", label="Báo Đồng Xuân", purpose=""), "with what purpose"),
        (
            Recipient(kind="subordinates", label="Tất cả", purpose="know"),
            "already among the recipients",
        ),
        (
            Recipient(kind="unit", label="Đảng ủy nào đó", purpose="know"),
            "choose from what is found",
        ),
        (
            Recipient(kind="unit", label="Không có", purpose="know", unit_id=0),
            "choose from what is found",
        ),
        (Recipient(kind="person", label="Ai đó", purpose="know"), "choose from what is found"),
    ],
)
def test_a_wrong_line_of_recipients_is_refused(province, line, words):
    document = province.draft()

    with pytest.raises(RuleBroken, match=words):
        recipients.add_recipient(document.pk, line, actor=province.actor("specialist"))


def test_the_file_copy_stays_the_last_line(province):
    document = province.draft()

    recipients.add_recipient(
        document.pk,
        Recipient(kind="outside", label="Báo Đồng Xuân", purpose="know"),
        actor=province.actor("specialist"),
    )

    assert [line.kind for line in document.recipients.all()][-2:] == ["outside", "file"]


def test_a_deadline_that_has_passed_is_refused(province):
    document = province.draft()
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    with pytest.raises(RuleBroken, match="already passed") as refused:
        drafting.edit_reach(document.pk, "none", yesterday, actor=province.actor("specialist"))

    assert refused.value.field == "due_on"


def test_the_lines_of_a_subject_end_in_print_where_they_were_ended(province):
    document = province.draft()
    given = province.details(subject="về giữ rừng ngập mặn \r\n\r\nvà  chăm sóc bờ đầm")

    document = drafting.edit_details(document.pk, given, actor=province.actor("specialist"))

    page = pdfium.PdfDocument(typeset_document(document).pdf)[0].get_textpage().get_text_range()
    lines = [line.strip() for line in page.splitlines()]
    assert "về giữ rừng ngập mặn" in lines
    assert "và chăm sóc bờ đầm" in lines
    assert document.title == "Nghị quyết về giữ rừng ngập mặn và chăm sóc bờ đầm"


def test_the_drafter_chooses_the_words_of_address(province):
    document = province.draft()
    given = province.details(address_word="Kính trình")

    document = drafting.edit_details(document.pk, given, actor=province.actor("specialist"))

    assert official_document(document).addressed_as == "Kính trình"
