"""A document that was brought on past the product, and a question nobody asked, are named each day."""

import datetime as dt

import pytest

from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.records.documents.against_history import (
    documents_unlike_the_history,
    questions_nobody_asked,
)
from lienthong.records.documents.models import OpinionRequest

pytestmark = pytest.mark.django_db


def test_a_document_with_another_file_than_was_submitted_is_named(certified):
    document, other = certified.signed(), certified.submitted()
    assert list(documents_unlike_the_history()) == []

    swap = "UPDATE documents_document SET form_file_id = %s WHERE id = %s"
    as_superuser(swap, document.signed_file_id, other.pk)

    assert [fault.facts["document"] for fault in documents_unlike_the_history()] == [other.pk]


def test_a_question_that_nobody_asked_is_named(certified):
    document = certified.submitted()
    written = OpinionRequest.objects.create(
        document=document, unit=document.issuer, due_on=dt.date(2026, 5, 4)
    )

    assert [fault.facts["question"] for fault in questions_nobody_asked()] == [written.pk]
