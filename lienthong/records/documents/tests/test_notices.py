"""Who learns what along the way of a document, without looking for it."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.procedures.queries import work_items_of

from ..actions import adoption, appraisal, opinions
from ..models import Opinion
from .factories import MINUTES

pytestmark = pytest.mark.django_db


def told(province, who):
    """What the person of a post finds new."""
    run_jobs()
    new = Notice.objects.filter(person=province.posts[who].person, read_at=None)
    texts = [one.text for one in new]
    new.update(read_at=timezone.now())
    return texts


def give(province, document, who):
    agrees = [Opinion(wid="", stance="agree")]
    opinions.give_opinion(document.pk, agrees, actor=province.actor(who))


def test_the_drafter_learns_of_each_answer_and_when_it_is_the_last(province):
    document = province.draft()
    bodies = [province.organisation.pk, province.mobilisation.pk]
    day = timezone.localdate() + dt.timedelta(days=5)
    opinions.ask_opinions(document.pk, bodies, day, actor=province.actor("specialist"))

    give(province, document, "head")
    word, body = document.type.word, province.organisation
    assert told(province, "specialist") == [
        f"{word}: {body} has given its opinion; 1 of 2 have answered."
    ]
    (line,) = work_items_of(province.actor("specialist"))
    assert line.meta.endswith("1 of 2 answered")
    give(province, document, "other_head")

    assert told(province, "specialist") == [
        f"{document.type.word}: all bodies asked have given their opinion."
    ]


def test_the_drafter_learns_that_the_document_was_appraised_and_adopted(province):
    document = province.finalised()
    chief = province.actor("chief")
    assert not told(province, "specialist")

    appraisal.appraise_and_initial(document.pk, actor=chief)
    assert told(province, "specialist") == [f"{document.type.word}: appraised and initialled."]

    adoption.record_adoption(document.pk, province.vote(), MINUTES, actor=chief)
    assert told(province, "specialist") == [
        f"{document.type.word}: ready to be submitted for signature."
    ]


def test_a_document_without_a_vote_is_ready_at_once(province):
    document = province.initialled("plan")

    assert told(province, "specialist") == [
        f"{document.type.word}: ready to be submitted for signature."
    ]


def test_who_finalised_alone_is_not_told_of_the_own_action(province):
    commune = province.staff_commune()
    province.posts["specialist"] = province.posts["commune_clerk"]
    document = province.draft("plan", issuer=commune, signer=province.posts["commune_secretary"])
    appraisal.finalise(document.pk, actor=province.actor("commune_clerk"))

    assert not told(province, "commune_clerk")


def test_a_notice_never_names_the_subject_of_a_document(province):
    """Whoever holds another post reads it there too, and a notice outlives the right to the document."""
    document = province.finalised()

    assert document.subject not in told(province, "chief")[0]
