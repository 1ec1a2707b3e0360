"""Letters that the official typeface lacks: found where they enter, named, and never a broken page."""

import pytest
from django.urls import reverse

from lienthong.kernel.permissions.public import RuleBroken

from ..actions import appraisal, clauses, drafting, recipients
from ..actions.drafting import Beginning
from ..models import Recipient
from ..queries.document import typeset_document
from ..queries.form_check import form_check
from .factories import a_clause

PASTED = "\uf0b7 Chuẩn bị giống\n\uf0a8 Đã đủ ☒ Chưa đủ"


@pytest.fixture
def start(province):
    def started(*words):
        body = [a_clause("clause", f"{n}.", "", text) for n, text in enumerate(words, 1)]
        beginning = Beginning(body=body, recipients=province.lines())
        return drafting.start_document(
            province.details("plan"), beginning, actor=province.actor("specialist")
        )

    return started


def said_of_letters(document):
    return [f for f in form_check(document) if "the letter" in f.sentence]


def test_marks_of_word_are_printed_and_the_printed_form_is_shown_before(start):
    document = start("Trồng ☐ Chăm sóc ☒./.")

    found = said_of_letters(document)
    assert [(f.is_error, f.sentence) for f in found] == [
        (False, "Mục 1: the letter ☐ (U+2610) is printed as “□”."),
        (False, "Mục 1: the letter ☒ (U+2612) is printed as “[x]”."),
    ]
    assert typeset_document(document, draft=True).pdf.startswith(b"%PDF")


def test_what_cannot_be_printed_is_not_finalised(start, province):
    document = start("Một.", "Gọi ☎ 113./.")

    (found,) = said_of_letters(document)
    assert found.is_error
    with pytest.raises(RuleBroken, match="☎"):
        appraisal.finalise(document.pk, actor=province.actor("specialist"))


def test_a_preview_says_which_letter_it_lacks(start, signed_in):
    document = start("Gọi ☎ 113./.")

    answer = signed_in("specialist").get(reverse("documents:preview", args=[document.pk]))

    assert answer.status_code == 409
    assert "☎" in answer.content.decode()


def test_letters_pasted_into_a_clause_become_the_marks_they_are_printed_as(start, province):
    document = start("Một./.")
    wid = document.text.body[0]["wid"]

    document = clauses.edit_clause(
        document.pk,
        wid,
        marker="1.",
        heading="",
        text=PASTED,
        revision=document.text.revision,
        actor=province.actor("specialist"),
    )

    document.refresh_from_db()
    document.text.refresh_from_db()
    assert document.text.body[0]["text"] == "• Chuẩn bị giống\n☐ Đã đủ ☒ Chưa đủ"
    assert typeset_document(document, draft=True).pdf


def test_details_and_recipients_are_refused_with_the_letter(start, province):
    document, specialist = start("Một./."), province.actor("specialist")

    with pytest.raises(RuleBroken, match="☎") as refused:
        drafting.edit_details(document.pk, province.details(subject="Gọi ☎"), actor=specialist)
    assert refused.value.field == "subject"
    line = Recipient(kind="outside", label="Trạm ☎", purpose="know")
    with pytest.raises(RuleBroken, match="☎"):
        recipients.add_recipient(document.pk, line, actor=specialist)
