"""Wordings that bodies propose: kept in the making, put into the text, asked about at the end (ADR 54)."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.actions.reminding import remind_of_deadlines
from lienthong.kernel.procedures.models import WorkItem
from lienthong.records.texts.clauses.pieces import flat
from lienthong.records.texts.models import Text, TextVersion
from lienthong.records.texts.public import every_clause

from ..actions import clauses, taking_in
from ..models import Document, Opinion, OpinionRequest
from ..queries.wordings import not_in_the_text, proposed_in
from .test_opinions import ask, give, notices_of
from .test_pages import address, get

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(province):
    document = province.draft()
    ask(province, document, province.organisation)
    return document


def text_of(document):
    return Text.objects.get(pk=document.text_id)


def piece(document, wid):
    return next((one for one in flat(text_of(document).body) if one["wid"] == wid), None)


def words(document, wid):
    return "\n".join(piece(document, wid)["lines"])


def first_clause(document):
    return document.text.body[0]["children"][0]["wid"]


def reword(wid, wording, **more):
    about = {"stance": "amend", "proposal": "reword", "wording": [wording], **more}
    return Opinion(wid=wid, **about)


def proposed(province, document, *said):
    """The opinions given by the body, and what they propose."""
    give(province, document, "head", *said)
    given = list(Opinion.objects.select_related("request__unit", "request__version"))
    return given, proposed_in(fresh(document), given)


def fresh(document):
    return Document.objects.get(pk=document.pk)


def put_in(province, opinion, wording, *, how="accepted", answer="", revision=None):
    given = how, answer, [wording], revision or text_of(opinion.request.document).revision
    return taking_in.put_in(opinion.pk, *given, actor=province.actor("specialist"))


def edited(province, document, wid, text):
    node = next(one for one in every_clause(text_of(document).body) if one["wid"] == wid)
    given = {"marker": node["marker"] or "", "heading": node["heading"] or "", "text": text}
    revision = text_of(document).revision
    return clauses.edit_clause(
        document.pk, wid, revision=revision, actor=province.actor("specialist"), **given
    )


def test_what_is_proposed_is_put_into_a_text_that_went_on_and_a_version_is_kept(province, document):
    wid = first_clause(document)
    sent_out = words(document, wid)
    edited(province, document, wid, f"Nhìn chung, {sent_out}")
    (opinion,), found = proposed(
        province, document, reword(wid, sent_out.rstrip(".") + " hằng quý.")
    )

    (wording,) = found[opinion.pk].merged
    assert wording.startswith("Nhìn chung, ")
    put_in(province, opinion, wording)

    assert words(document, wid) == "Nhìn chung, " + sent_out.rstrip(".") + " hằng quý."
    reasons = set(TextVersion.objects.values_list("reason", flat=True))
    assert {"asked", "taken_in"} <= reasons
    assert not_in_the_text(fresh(document)) == []


def test_where_both_changed_the_same_words_nothing_is_guessed(province, document):
    wid = first_clause(document)
    edited(province, document, wid, "Một câu khác hẳn.")
    (opinion,), found = proposed(province, document, reword(wid, "Câu do cơ quan viết."))

    assert found[opinion.pk].clashes
    assert found[opinion.pk].merged is None
    put_in(province, opinion, "Câu hai bên thống nhất.", how="partly", answer="Gộp hai ý.")
    assert words(document, wid) == "Câu hai bên thống nhất."


def test_a_clause_changed_since_the_page_was_read_is_not_overwritten(province, document):
    wid = first_clause(document)
    (opinion,), _found = proposed(province, document, reword(wid, "Câu do cơ quan viết."))
    read = text_of(document).revision
    edited(province, document, wid, "Người khác vừa sửa.")

    with pytest.raises(RuleBroken, match="has just been changed"):
        put_in(province, opinion, "Câu do cơ quan viết.", revision=read)
    assert words(document, wid) == "Người khác vừa sửa."


def test_a_new_clause_is_put_in_behind_and_a_struck_one_taken_out(province, document):
    first, second = [one["wid"] for one in document.text.body[0]["children"][:2]]
    insert = Opinion(wid=first, stance="amend", proposal="insert", wording=["Mục mới."])
    strike = Opinion(wid=second, stance="amend", proposal="strike")
    given, _found = proposed(province, document, insert, strike)

    for opinion in given:
        put_in(province, opinion, "Mục mới.")

    stand = [one["wid"] for one in text_of(document).body[0]["children"]]
    new = Opinion.objects.get(proposal="insert").put_in_wid
    assert stand[:2] == [first, new]
    assert words(document, new) == "Mục mới."
    assert second not in stand
    assert not_in_the_text(fresh(document)) == []


@pytest.mark.parametrize(
    ("how", "answer", "wording", "sentence"),
    [
        ("partly", " ", "Câu.", "Explain what of the opinion"),
        ("explained", "Không phù hợp.", "Câu.", "is not put into the text"),
        ("accepted", "", " ", "Write the words"),
    ],
)
def test_a_wording_is_put_in_only_with_words_and_reasons(
    province, document, how, answer, wording, sentence
):
    wid = first_clause(document)
    (opinion,), _found = proposed(province, document, reword(wid, "Câu do cơ quan viết."))
    stood = words(document, wid)

    with pytest.raises(RuleBroken, match=sentence):
        put_in(province, opinion, wording, how=how, answer=answer)
    assert words(document, wid) == stood


def test_finalising_asks_about_what_was_accepted_and_does_not_stand_in_the_text(
    signed_in, province, document
):
    wid = first_clause(document)
    (opinion,), _found = proposed(province, document, reword(wid, "Câu do cơ quan viết."))
    specialist = province.actor("specialist")
    taking_in.take_in(opinion.pk, "accepted", "", actor=specialist)

    client = signed_in("specialist")
    page = get(client, "document", document.pk)
    assert "Proposals on mục I.1 were accepted and do not stand in the text" in page
    assert "1 accepted proposal does not stand in the text" in page, "without scripts too"
    assert "Not in the text" in get(client, "opinions", document.pk)

    edited(province, document, wid, "Câu do cơ quan viết.")
    assert "do not stand in the text" not in get(client, "document", document.pk)


def test_an_opinion_in_the_making_is_gone_on_with_and_seen_by_its_body_alone(
    signed_in, province, document
):
    wid = first_clause(document)
    typed = {f"clause-{wid}": "Nên rõ hơn.", f"wording-{wid}-0": "Câu do cơ quan viết."}
    head = signed_in("head")
    assert head.post(address("keep_opinion", document.pk), typed).status_code == 302

    page = get(head, "opinions", document.pk)
    assert "Nên rõ hơn." in page
    assert "<ins>Câu do cơ quan viết.</ins>" in page
    for who in ("specialist", "other_head"):
        assert (
            "Nên rõ hơn."
            not in signed_in(who).get(address("opinions", document.pk)).content.decode()
        )
    assert not Opinion.objects.exists()

    given = {"stance": "amend", "text": "", **typed}
    head = signed_in("head")
    assert head.post(address("give_opinion", document.pk), given).status_code == 302
    (opinion,) = Opinion.objects.all()
    assert (opinion.proposal, opinion.wording) == ("reword", ["Câu do cơ quan viết."])
    assert OpinionRequest.objects.get().kept == {}


def test_a_row_of_a_table_is_spoken_of_cell_by_cell(signed_in, province):
    document = province.draft()
    text = text_of(document)
    table = {
        "wid": "cttttttttt2", "eid": "", "label": "", "kind": "table", "marker": None, "heading": None,
        "text": "", "columns": ["Việc", "Cơ quan"], "roles": [], "children": [],
        "groups": [{"wid": "cggggggggg2", "marker": None, "heading": None, "rows": [
            {"wid": "crrrrrrrrr2", "marker": None, "cells": ["Rà soát", "Ban Tổ chức"]}]}],
    }  # fmt: skip
    text.body[0]["children"].append(table)
    text.save()
    ask(province, document, province.organisation)
    head = signed_in("head")
    assert "Ban Tổ chức" in get(head, "opinions", document.pk)

    fields = {"wording-crrrrrrrrr2-0": "Rà soát, báo cáo", "wording-crrrrrrrrr2-1": "Ban Tổ chức"}
    given = {"stance": "amend", "text": "", **fields}
    assert head.post(address("give_opinion", document.pk), given).status_code == 302
    opinion = Opinion.objects.get()
    client = signed_in("specialist")
    assert "Rà soát, báo cáo" in get(client, "opinions", document.pk)
    sent = {
        "put_in-how": "accepted",
        "put_in-revision": text_of(document).revision,
        "put_in-wording_0": "Rà soát, báo cáo",
        "put_in-wording_1": "Ban Tổ chức",
    }
    put = client.post(address("put_in", document.pk, opinion.pk), sent)

    assert put.status_code == 302
    assert piece(document, "crrrrrrrrr2")["cells"] == ["Rà soát, báo cáo", "Ban Tổ chức"]


def test_a_body_is_reminded_the_day_before_and_the_drafters_office_once_it_is_late(province):
    document = province.draft()
    ask(province, document, province.organisation, days=1)
    run_jobs()
    remind_of_deadlines()
    assert any("is due on" in one for one in notices_of(province, "head"))

    day = timezone.localdate() - dt.timedelta(days=1)
    item = document.opinion_requests.get()
    assert item.due_on > day
    opinions_due_yesterday(document)
    remind_of_deadlines()
    assert any("was due on" in one for one in notices_of(province, "head"))
    assert any("is missing" in one for one in notices_of(province, "specialist"))


def opinions_due_yesterday(document):
    yesterday = timezone.now() - dt.timedelta(days=1)
    OpinionRequest.objects.update(due_on=yesterday.date())
    WorkItem.objects.filter(step="opinion", subject_id=document.pk).update(due_at=yesterday)


def test_a_second_round_is_asked_about_the_text_as_it_stands_then(signed_in, province, document):
    wid = first_clause(document)
    proposed(province, document, reword(wid, "Câu của đợt một."))
    opinion = Opinion.objects.get()
    taking_in.take_in(opinion.pk, "explained", "Giữ.", actor=province.actor("specialist"))
    edited(province, document, wid, "Câu sau đợt một.")
    ask(province, document, province.organisation)

    page = get(signed_in("head"), "opinions", document.pk)
    assert "Câu sau đợt một." in page
    given, found = proposed(province, document, reword(wid, "Câu sau đợt một, rõ hơn."))
    assert {one.request.round for one in given} == {1, 2}
    (newest,) = (one for one in given if one.request.round == 2)
    assert [run.state for run in found[newest.pk].runs[0]] == ["same", "gone", "new"]


def test_a_draft_of_four_hundred_clauses_is_answered_in_one_form(signed_in, province, document):
    wid = first_clause(document)
    boxes = {
        f"{name}caaaaaa{at:04d}".translate(str.maketrans("0189", "abcd")): ""
        for at in range(400)
        for name in ("clause-", "wording-", "insert-")
    }
    given = {"stance": "amend", "text": "", **boxes, f"clause-{wid}": "Nên rõ hơn."}

    answer = signed_in("head").post(address("give_opinion", document.pk), given)

    assert answer.status_code == 302
    assert Opinion.objects.get().text == "Nên rõ hơn."
