"""Texts changed clause by clause."""

import pytest
from django.db import Error, transaction

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.clauses.checking import check_body
from lienthong.records.texts.models import Text, TextVersion
from lienthong.records.texts.public import (
    NewClause,
    clause_in,
    edit_clause,
    edit_table_row,
    freeze,
    insert_clause,
    insert_clause_inside,
    insert_table_row,
    labels_of,
    mark_clause,
    move_clause_down,
    move_clause_up,
    new_text,
    remove_clause,
    remove_table_row,
)
from lienthong.records.texts.recognition.documents import recognise

from .factories import by_eid, document

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(actor):
    body = recognise(
        "I. MỤC TIÊU\n\n1. Một.\n\n2. Hai, gồm:\n\n2.1. Hai một.\n\n3. Ba.\n\nII- GIẢI PHÁP\n\na) A.\n\nb) B."
    )[0].body
    return new_text(body, actor=actor)


@pytest.fixture
def programme(actor):
    return new_text(document("programme").body, actor=actor)


def at(text, eid):
    return by_eid(Text.objects.get(pk=text.pk).body)[eid]


def marks(text, eid):
    return [child["marker"] for child in at(text, eid)["children"]]


def test_a_text_starts_empty_or_from_what_was_recognised(actor, text):
    assert new_text(actor=actor).body == []
    assert text.revision == 1
    assert labels_of(text)[at(text, "sec_I__cl_2")["wid"]] == "mục I.2"


def test_an_edited_clause_keeps_its_identity(actor, text):
    wid = at(text, "sec_I__cl_1")["wid"]

    change = edit_clause(
        text.pk, wid, heading=" Mục  tiêu ", text="Mới.", expected_revision=1, actor=actor
    )

    assert (change.before["text"], change.after["text"], change.after["heading"]) == (
        "Một.",
        "Mới.",
        "Mục tiêu",
    )
    assert change.text.revision == 2
    assert at(text, "sec_I__cl_1")["wid"] == wid


def test_a_change_on_an_older_text_is_refused(actor, text):
    wid = at(text, "sec_I__cl_1")["wid"]
    edit_clause(text.pk, wid, heading="", text="Trước.", expected_revision=1, actor=actor)

    with pytest.raises(RuleBroken, match="just been changed by someone else"):
        edit_clause(text.pk, wid, heading="", text="Sau.", expected_revision=1, actor=actor)
    assert at(text, "sec_I__cl_1")["text"] == "Trước."


def test_a_clause_put_in_lets_its_sisters_count_on(actor, text):
    first, second = at(text, "sec_I__cl_1"), at(text, "sec_I__cl_2")

    change = insert_clause(
        text.pk,
        NewClause("clause", text="Chen."),
        after=first["wid"],
        expected_revision=1,
        actor=actor,
    )

    assert marks(text, "sec_I") == ["1.", "2.", "3.", "4."]
    assert at(text, "sec_I__cl_2")["wid"] == change.wid
    assert at(text, "sec_I__cl_3")["wid"] == second["wid"]
    assert at(text, "sec_I__cl_3__subcl_3-1")["text"] == "Hai một."


def test_a_clause_put_inside_another_takes_the_mark_of_its_kind(actor, text):
    first = at(text, "sec_I__cl_1")["wid"]
    insert_clause_inside(
        text.pk, NewClause("subclause", text="Con."), inside=first, expected_revision=1, actor=actor
    )
    assert at(text, "sec_I__cl_1__subcl_1-1")["marker"] == "1.1."

    with pytest.raises(RuleBroken, match="cannot stand inside"):
        insert_clause_inside(
            text.pk,
            NewClause("section", text="Mục."),
            inside=first,
            expected_revision=2,
            actor=actor,
        )


def test_a_removed_clause_closes_the_gap(actor, text):
    change = remove_clause(
        text.pk, at(text, "sec_I__cl_1")["wid"], expected_revision=1, actor=actor
    )
    assert change.after is None
    assert marks(text, "sec_I") == ["1.", "2."]
    assert at(text, "sec_I__cl_1__subcl_1-1")["text"] == "Hai một."


def test_clauses_change_places_and_marks_stay_in_order(actor, text):
    b = at(text, "sec_II__point_b")["wid"]
    move_clause_up(text.pk, b, expected_revision=1, actor=actor)
    assert (at(text, "sec_II__point_a")["wid"], marks(text, "sec_II")) == (b, ["a)", "b)"])

    move_clause_down(text.pk, b, expected_revision=2, actor=actor)
    assert at(text, "sec_II__point_b")["wid"] == b
    with pytest.raises(RuleBroken, match="end of its row"):
        move_clause_down(text.pk, b, expected_revision=3, actor=actor)


def test_a_mark_is_the_authors(actor, text):
    mark_clause(text.pk, at(text, "sec_I")["wid"], marker="I-", expected_revision=1, actor=actor)
    assert at(text, "sec_I")["marker"] == "I-"


@pytest.mark.parametrize(("heading", "words"), [("", ""), ("  ", "\n")])
def test_an_empty_clause_is_refused(actor, text, heading, words):
    with pytest.raises(RuleBroken, match="needs a heading or a text"):
        edit_clause(
            text.pk,
            at(text, "sec_I")["wid"],
            heading=heading,
            text=words,
            expected_revision=1,
            actor=actor,
        )


def test_a_clause_that_is_gone_is_refused(actor, text):
    with pytest.raises(RuleBroken, match="no longer in the text"):
        edit_clause(text.pk, "caaaaaaaaaa", heading="", text="x", expected_revision=1, actor=actor)


def test_a_first_clause_stands_before_the_appendices(actor, programme):
    change = insert_clause(
        programme.pk, NewClause("section", heading="KẾT LUẬN"), expected_revision=1, actor=actor
    )
    kinds = [node["kind"] for node in change.text.body]
    assert kinds.index("appendix") > kinds.index("section")
    assert change.after["marker"] == "III."


def test_rows_are_edited_put_in_and_taken_out(actor, programme):
    rows = at(programme, "app_1__table_1")["groups"][0]["rows"]
    cells = ["1", "Việc mới", "Văn phòng", "", "2026"]

    edit_table_row(programme.pk, rows[0]["wid"], cells=cells, expected_revision=1, actor=actor)
    put_in = insert_table_row(
        programme.pk, after=rows[0]["wid"], cells=cells, expected_revision=2, actor=actor
    )
    remove_table_row(programme.pk, rows[1]["wid"], expected_revision=3, actor=actor)

    rows = at(programme, "app_1__table_1")["groups"][0]["rows"]
    assert [row["label"] for row in rows] == ["Phụ lục 1, dòng I.1", "Phụ lục 1, dòng I.2"]
    assert rows[1]["wid"] == put_in.wid
    with pytest.raises(RuleBroken, match="as many cells"):
        edit_table_row(programme.pk, rows[0]["wid"], cells=["x"], expected_revision=4, actor=actor)
    with pytest.raises(RuleBroken, match="no longer in the table"):
        remove_table_row(programme.pk, "caaaaaaaaaa", expected_revision=4, actor=actor)


def test_a_frozen_version_stays_as_it_was(actor, text):
    version = freeze(text, label="Ký nháy", actor=actor)
    wid = at(text, "sec_I__cl_1")["wid"]
    edit_clause(text.pk, wid, heading="", text="Khác.", expected_revision=1, actor=actor)
    later = freeze(text.pk, actor=actor)

    assert (version.number, later.number) == (1, 2)
    assert version.sha256 != later.sha256
    assert clause_in(version, wid)["text"] == "Một."


def test_a_frozen_version_cannot_be_changed_or_deleted(actor, text):
    version = freeze(text, actor=actor)
    versions = TextVersion.objects.filter(pk=version.pk)
    for tampering in (lambda: versions.update(label="x"), lambda: versions._raw_delete("default")):
        with pytest.raises(Error, match="Cannot"), transaction.atomic():
            tampering()


def test_an_empty_text_is_not_frozen(actor):
    with pytest.raises(RuleBroken, match="still empty"):
        freeze(new_text(actor=actor), actor=actor)


def _node(**parts):
    return {
        "wid": "caaaaaaaaaa",
        "kind": "clause",
        "marker": "1.",
        "heading": None,
        "text": "x",
        "children": [],
    } | parts


def _nested(depth):
    node = _node()
    for _level in range(depth):
        node = _node(children=[node])
    return node


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("text", "not made of clauses"),
        ([_node(kind="script")], "kind that is not known"),
        ([_node(onclick="x")], "kind that is not known"),
        ([_node(), _node()], "same identity"),
        ([_node(wid="1")], "same identity"),
        ([_node(text="x" * 30_001)], "at most"),
        ([_node(text="a\u0301")], "cannot be kept"),
        ([_node(text=None), {"kind": "clause"}], "nested too deeply or broken"),
        ([_nested(30)], "nested too deeply"),
        ([_node(kind="table", columns=[], groups=[])], "no columns"),
        ([_node(kind="table", columns=["a"], groups=[{"rows": [{"cells": []}]}])], "as many cells"),
    ],
)
def test_a_body_that_is_no_tree_of_clauses_is_refused(body, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        check_body(body)
