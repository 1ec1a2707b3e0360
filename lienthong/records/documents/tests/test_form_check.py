"""What the form check says, as sentences that name where."""

import datetime as dt

import pytest

from lienthong.kernel.reference.public import DocumentType, Term
from lienthong.kernel.units.public import Unit

from ..actions import drafting
from ..actions.drafting import Beginning
from ..models import Adoption, Document, Recipient
from ..queries.form_check import form_check
from .factories import a_body, a_clause

pytestmark = pytest.mark.django_db


def said(document, *, errors=None):
    document = Document.objects.get(pk=document.pk)
    return [
        finding.sentence
        for finding in form_check(document)
        if errors is None or finding.is_error == errors
    ]


def has(sentences, words):
    return any(words in sentence for sentence in sentences)


def of(document, **changes):
    Document.objects.filter(pk=document.pk).update(**changes)
    return document


def test_a_complete_draft_has_no_error(certified):
    assert said(certified.draft(), errors=True) == []


def test_a_certified_signer_leaves_nothing_to_say(certified):
    assert said(certified.draft()) == []


@pytest.mark.parametrize(
    ("changes", "words", "is_error"),
    [
        ({"subject": ""}, "The subject (trích yếu) is missing.", True),
        ({"signer": None}, "It is not said who signs.", True),
        ({"signing_body": ""}, "After “T/M” the body is missing.", True),
        ({"authority": ""}, "is signed “T/M”, in the name of the committee", True),
        ({"authority": "K/T"}, "What a collective adopts is signed “T/M”", False),
        ({"authority": "T/L"}, "What a collective adopts is signed “T/M”", False),
        ({"authority": "T/L"}, "“T/L” is for who signs by order", False),
        ({"authority": "K/T", "type_id": "plan"}, "“K/T” is for offices", False),
        ({"due_on": dt.date(2020, 1, 1)}, "The day by which it is to be received is past.", True),
        ({"type_id": "directive"}, "usually a document of the standing board", False),
    ],
)
def test_what_is_missing_in_the_particulars_is_named(province, changes, words, is_error):
    document = of(province.draft(), **changes)

    assert has(said(document, errors=is_error), words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"symbol": ""}, "has no symbol for its numbers"),
        ({"place": ""}, "has no place to print before the date"),
    ],
)
def test_what_the_committee_lacks_is_named(province, changes, words):
    document = province.draft()
    Unit.objects.filter(pk=province.committee.pk).update(**changes)

    assert has(said(document, errors=True), words)


def test_a_committee_without_a_term_cannot_number(province):
    document = province.draft()
    Term.objects.all().delete()

    assert has(said(document, errors=True), "has no term recorded for this day")


def test_a_signer_without_title_or_post_is_named(province):
    document = province.draft()
    secretary = province.posts["secretary"]
    secretary.title = ""
    secretary.valid_to = dt.date(2021, 1, 1)
    secretary.save()

    assert has(said(document, errors=True), "has no title to print")
    assert has(said(document, errors=True), "no longer holds the post")


@pytest.mark.parametrize(
    ("lines", "words", "is_error"),
    [
        ([], "Nobody receives the document yet.", True),
        ([Recipient(kind="members", label="Ban Chấp hành", purpose="know")], "The file copy", True),
        (
            [Recipient(kind="file", label="Lưu Văn phòng")],
            "Nobody receives the document yet.",
            True,
        ),
        (
            [
                Recipient(kind="members", label="Ban Chấp hành", purpose="know"),
                Recipient(kind="file", label="Lưu VP"),
            ],
            "no subordinate organisation is among the recipients",
            True,
        ),
        (
            [Recipient(kind="outside", label="Báo Đồng Xuân", purpose="know")],
            "is printed only",
            False,
        ),
        (
            [Recipient(kind="superior", label="Ban Bí thư", purpose="report")],
            "Nobody in the system",
            False,
        ),
    ],
)
def test_what_is_wrong_with_the_recipients_is_named(province, lines, words, is_error):
    beginning = Beginning(body=a_body(), recipients=lines, scope="branches")
    document = drafting.start_document(
        province.details(), beginning, actor=province.actor("specialist")
    )
    if not lines:
        document.recipients.all().delete()

    assert has(said(document, errors=is_error), words)


@pytest.mark.parametrize(
    ("body", "words", "is_error"),
    [
        ([], "The document has no text yet.", True),
        ([a_clause("section", "I-", "", "")], "The document has no text yet.", True),
        (
            [a_clause("section", "I-", "MỤC TIÊU"), a_clause("section", "II-")],
            "Mục II is empty.",
            True,
        ),
        (
            [a_clause("section", "I-", "A"), a_clause("section", "III-", "B")],
            "The numbering jumps from “I-” to “III-”",
            False,
        ),
        ([a_clause("paragraph", "", "", "Chưa kết thúc")], "does not close with “.”", False),
        ([a_clause("paragraph", "", "", "Đã xong./.")], "closes with “./.” instead of “.”", False),
    ],
)
def test_what_is_wrong_with_the_text_is_named(province, body, words, is_error):
    document = drafting.start_document(
        province.details(), Beginning(body=body), actor=province.actor("specialist")
    )

    assert has(said(document, errors=is_error), words)


ONLY_OUTSIDE = [
    Recipient(kind="outside", label="Ủy ban nhân dân tỉnh", purpose="carry_out"),
    Recipient(kind="file", label="Lưu Văn phòng"),
]
ONLY_FILED = [Recipient(kind="file", label="Lưu Văn phòng")]


# V-§3: an error is a missing component; a letter to a State agency alone has its Nơi nhận, minutes need none.
@pytest.mark.parametrize(
    ("code", "lines", "is_missing"),
    [
        ("official_letter", ONLY_OUTSIDE, False),
        ("official_letter", ONLY_FILED, True),
        ("minutes", ONLY_FILED, False),
    ],
)
def test_recipients_outside_the_system_are_recipients(province, code, lines, is_missing):
    beginning = Beginning(body=a_body(), recipients=lines)
    document = drafting.start_document(
        province.details(code), beginning, actor=province.actor("specialist")
    )

    assert has(said(document, errors=True), "Nobody receives") == is_missing


# V-§3 levels: a day that has passed is no missing component; what is signed need not be signed again.
def test_a_deadline_that_passed_after_submission_is_a_warning(province):
    document = of(province.submitted(), due_on=dt.date(2020, 1, 1))

    assert has(said(document, errors=False), "to be received is past")
    assert not has(said(document, errors=True), "to be received is past")


# Charter Art. 9: more than half of all members; the system knows how many that are.
@pytest.mark.parametrize(
    ("body", "members", "words"),
    [
        ("Ban Chấp hành Đảng bộ tỉnh", 3, "counts 3 members of Ban Chấp hành Đảng bộ tỉnh; the"),
        ("Ban Chấp hành Đảng bộ tỉnh", 11, ""),
        ("Ban Thường vụ", 11, "the register of people has"),
        ("Đại hội đại biểu", 300, ""),
    ],
)
def test_another_number_of_members_than_the_known_one_is_a_warning(province, body, members, words):
    document = province.adopted()
    Adoption.objects.filter(document=document).update(body=body, members_count=300)
    Adoption.objects.filter(document=document).update(
        members_count=members, votes_for=2, votes_against=0
    )

    assert has(said(document, errors=False), "The vote counts") == bool(words)
    assert has(said(document, errors=False), words)
    assert said(document, errors=True) == []


def test_marks_of_appraisal_and_vote_are_demanded_once_it_is_time_for_them(province):
    document = province.adopted()
    assert said(document, errors=True) == []

    document.initials.all().delete()
    document.adoptions.all().delete()

    assert has(said(document, errors=True), "bears no initials")
    assert has(said(document, errors=True), "adoption by the collective is not recorded")


def test_a_change_behind_the_actions_is_found(province):
    document = province.adopted()
    of(document, subject="về việc khác")

    assert has(said(document, errors=True), "was changed after")
    assert has(said(document, errors=True), "changed after it was adopted")


def test_an_office_that_issues_a_resolution_is_warned_and_not_blocked(province):
    document = province.draft()
    document.issuer = province.office
    document.type = DocumentType.objects.get(code="resolution")

    findings = [one for one in form_check(document) if "usually issue" in one.sentence]
    assert [one.is_error for one in findings] == [False]


def test_a_deadline_nobody_must_keep_is_a_warning(province):
    document = of(province.draft(), due_on=dt.date(2999, 1, 1))
    Recipient.objects.filter(document=document).update(purpose="know")

    assert has(said(document, errors=False), "There is a deadline")
