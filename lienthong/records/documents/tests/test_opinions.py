import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.queries import work_items_of

from ..actions import appraisal, opinions, taking_in
from ..models import Opinion, OpinionRequest, State
from ..queries.progress import Turn

pytestmark = pytest.mark.django_db


def notices_of(province, who):
    person = province.posts[who].person
    return [one.text for one in Notice.objects.filter(person=person)]


def ask(province, document, *bodies, days=5):
    bodies = bodies or (province.organisation, province.mobilisation)
    return opinions.ask_opinions(
        document.pk,
        [body.pk for body in bodies],
        timezone.localdate() + dt.timedelta(days=days),
        actor=province.actor("specialist"),
    )


def give(province, document, who, *said):
    said = said or (Opinion(wid="", stance="agree"),)
    return opinions.give_opinion(document.pk, said, actor=province.actor(who))


def test_two_bodies_answer_at_the_same_time_and_their_words_stand_beside_the_clause(province):
    document = province.draft()
    ask(province, document)
    wid = document.text.body[0]["children"][0]["wid"]

    give(province, document, "head", Opinion(wid=wid, stance="amend", text="Ghi rõ từng năm."))
    give(province, document, "other_head")

    answered = document.opinion_requests.filter(answered_at__isnull=False)
    assert answered.count() == 2
    opinion = answered.get(unit=province.organisation).opinions.get()
    assert (opinion.wid, opinion.clause_label) == (wid, "mục I.1")


def test_the_heads_who_are_asked_find_a_notice_and_the_work_item_on_the_desk(province):
    document = province.draft()
    ask(province, document, province.organisation)
    run_jobs()

    assert any("opinion of your body" in text for text in notices_of(province, "head"))
    work_items = list(work_items_of(province.actor("head")))
    assert [work_item.what for work_item in work_items] == ["Give the body's opinion"]
    assert not notices_of(province, "other_head")
    assert not list(work_items_of(province.actor("other_head")))


@pytest.mark.parametrize(
    ("bodies", "days", "words"),
    [
        ([], 5, "Choose at least one body"),
        (["organisation"], -1, "must not be past"),
        (["commune"], 5, "Only bodies serving the committee"),
    ],
)
def test_a_wrong_question_is_refused(province, bodies, days, words):
    document = province.draft()
    units = [
        province.communes[0] if name == "commune" else getattr(province, name) for name in bodies
    ]

    with pytest.raises(RuleBroken, match=words):
        opinions.ask_opinions(
            document.pk,
            [unit.pk for unit in units],
            timezone.localdate() + dt.timedelta(days=days),
            actor=province.actor("specialist"),
        )


def test_a_second_round_waits_for_the_end_of_the_first(province):
    document = province.draft()
    ask(province, document)

    with pytest.raises(RuleBroken, match="still open"):
        ask(province, document)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([], "Say whether the body agrees"),
        ([Opinion(wid="", stance="amend", text=" ")], "in words"),
        ([Opinion(wid="caaaaaaaaaa", stance="amend", text="x")], "has changed meanwhile"),
        ([Opinion(wid="", stance="agree"), Opinion(wid="", stance="agree")], "two opinions"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(province, said, words):
    document = province.draft()
    ask(province, document)

    with pytest.raises(RuleBroken, match=words):
        opinions.give_opinion(document.pk, said, actor=province.actor("head"))


def test_a_proposal_on_a_clause_is_enough_and_the_whole_needs_no_words_beside_it(province):
    document = province.draft()
    ask(province, document, province.organisation)
    wid = document.text.body[0]["children"][0]["wid"]

    proposal = Opinion(wid=wid, stance="amend", text="Ghi rõ từng năm.")
    request = give(province, document, "head", Opinion(wid="", stance="amend", text=" "), proposal)

    assert [(one.wid, one.text) for one in request.opinions.all()] == [(wid, "Ghi rõ từng năm.")]


def test_a_body_answers_once_and_only_if_asked(province):
    document = province.draft()
    ask(province, document, province.organisation)
    give(province, document, "head")

    with pytest.raises(RuleBroken, match="already given"):
        give(province, document, "head")
    with pytest.raises(RuleBroken, match="was not asked"):
        give(province, document, "other_head")


def test_only_the_head_answers_for_the_body(province):
    document = province.draft()
    ask(province, document, province.organisation)
    province.posts["staff"] = province.post(province.organisation, "specialist", "Chuyên viên")

    with pytest.raises(PermissionDenied):
        give(province, document, "staff")


def test_the_draft_is_not_finalised_over_the_heads_of_those_asked(province):
    document = province.draft()
    ask(province, document, province.organisation)

    with pytest.raises(RuleBroken, match="have not all answered"):
        appraisal.finalise(document.pk, actor=province.actor("specialist"))
    request = give(province, document, "head", Opinion(wid="", stance="amend", text="Sửa tên."))
    with pytest.raises(RuleBroken, match="1 are still open"):
        appraisal.finalise(document.pk, actor=province.actor("specialist"))
    opinion = request.opinions.get()
    with pytest.raises(RuleBroken, match="Explain why"):
        taking_in.take_in(opinion.pk, "explained", " ", actor=province.actor("specialist"))
    taking_in.take_in(opinion.pk, "accepted", "", actor=province.actor("specialist"))

    document = appraisal.finalise(document.pk, actor=province.actor("specialist"))
    assert document.state == State.APPRAISAL


def test_silence_is_not_agreement_and_the_round_ends_only_after_its_day(province):
    document = province.draft()
    ask(province, document, province.organisation)

    with pytest.raises(RuleBroken, match="still have time"):
        opinions.end_round(document.pk, actor=province.actor("specialist"))
    OpinionRequest.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    opinions.end_round(document.pk, actor=province.actor("specialist"))

    request = document.opinion_requests.get()
    assert request.answered_at is None
    assert not request.opinions.exists()
    with pytest.raises(RuleBroken, match="has been ended"):
        give(province, document, "head")


def test_a_body_asked_sees_what_it_may_do(province):
    document = province.draft()
    ask(province, document, province.organisation)

    assert Turn(document, province.actor("head")).opine
    assert not Turn(document, province.actor("other_head")).opine


def test_answers_are_due_within_the_working_days_of_the_rule(province):
    monday = dt.date(2026, 11, 30)

    assert opinions.opinions_due_on(monday) == dt.date(2026, 12, 7)
