"""Who has a document now, and for what."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.procedures.public import steps_of

from ..actions import opinions
from ..queries.progress import waits_for, way_of, whereabouts

pytestmark = pytest.mark.django_db


def test_what_a_document_waits_for_is_said_with_who_has_it(province):
    document = province.submitted()

    assert waits_for(list(steps_of(document))) == (
        f"{document.signer.label} {document.signer.person} (Signature)"
    )


def test_where_an_organisation_has_it_the_one_person_who_acts_is_named(province):
    document = province.finalised()
    chief = province.posts["chief"]

    said = waits_for(list(steps_of(document)))

    assert said == f"{chief.label} {chief.person} (Appraisal and initials)"


def test_a_body_asked_is_named_as_a_body_and_a_draft_by_its_drafter(province):
    document = province.draft()
    day = timezone.localdate() + dt.timedelta(days=5)
    opinions.ask_opinions(
        document.pk, [province.organisation.pk], day, actor=province.actor("specialist")
    )

    said = waits_for(list(steps_of(document)))

    assert f"{province.posts['specialist'].person} (Drafting)" in said
    assert f"{province.organisation} (Opinion)" in said


def test_who_does_not_have_it_reads_since_when_somebody_has_and_what_comes_next(province):
    document = province.finalised()
    steps = list(steps_of(document))

    where = whereabouts(steps, way_of(document, steps))

    assert "Đỗ Văn Bình" in where.holders
    assert where.since == next(one.opened_at for one in steps if one.is_open)
    assert where.following == "Adoption"
