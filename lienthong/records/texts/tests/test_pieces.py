"""A body as a flat row of pieces, and back: nothing changes, and marks are counted by one rule."""

import copy
import json
import random
import shutil
import subprocess

import pytest
from django.conf import settings

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.clauses.addresses import number_eids
from lienthong.records.texts.clauses.identity import give_wids, new_wid, pieces
from lienthong.records.texts.clauses.kinds import KINDS, kinds_as_data, stands_below
from lienthong.records.texts.clauses.pieces import flat, grown, without_seeds
from lienthong.records.texts.recognition.documents import recognise

from .factories import PAPERS

NAMES = sorted(path.stem for path in PAPERS.glob("*.txt"))


def bodies(name):
    for document in recognise((PAPERS / f"{name}.txt").read_text()):
        yield number_eids(give_wids(document.body))


def rows_of(body):
    return {piece["wid"]: piece for piece in pieces(body) if "cells" in piece}


def round_trip(body):
    sent = json.loads(json.dumps(flat(body)))
    return number_eids(without_seeds(grown(sent, rows_of(body))))


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_comes_back_as_it_was(name):
    for body in bodies(name):
        before = copy.deepcopy(body)

        assert round_trip(body) == before


def clause(kind, depth, *, seed=None, fixed=False, text="Lời.", head=False):
    lines = [text]
    given = {"wid": new_wid(), "kind": kind, "depth": depth, "seed": seed, "fixed": fixed}
    return given | {"head": head, "lines": lines}


def marks_of(row):
    return [node["marker"] for node in walk(grown(row, {}))]


def walk(nodes):
    for node in nodes:
        yield node
        yield from walk(node["children"])


def test_sisters_share_the_first_mark_so_that_any_may_become_the_first():
    first, second = clause("point", 0, seed="a)"), clause("point", 0, seed="a)")

    assert marks_of([first, second]) == ["a)", "b)"]
    assert marks_of([second]) == ["a)"]


def test_an_author_s_own_mark_stays_and_the_count_goes_on_past_it():
    row = [clause("clause", 0), clause("clause", 0, seed="1a.", fixed=True), clause("clause", 0)]

    assert marks_of(row) == ["1.", "1a.", "2."]


def test_articles_count_through_the_chapters_and_clauses_below_each():
    row = [
        clause("chapter", 0, head=True),
        clause("article", 1),
        clause("clause", 2),
        clause("chapter", 0, head=True),
        clause("article", 1),
        clause("clause", 2),
    ]

    assert marks_of(row) == ["Chương I", "Điều 1.", "1.", "Chương II", "Điều 2.", "1."]


def test_a_subclause_follows_the_number_above_it():
    row = [clause("clause", 0), clause("clause", 0), clause("subclause", 1, seed="1.1.")]

    assert marks_of(row) == ["1.", "2.", "2.1."]


def test_parts_in_words_are_counted_on():
    row = [clause("part", 0, seed="PHẦN THỨ NHẤT"), clause("part", 0, seed="PHẦN THỨ NHẤT")]

    assert marks_of(row) == ["PHẦN THỨ NHẤT", "PHẦN THỨ HAI"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([clause("clause", 1)], "level that is not there"),
        ([clause("paragraph", 0), clause("clause", 1)], "cannot stand inside"),
        ([clause("clause", 0), clause("section", 1)], "cannot stand inside"),
        ([clause("section", 0), clause("appendix", 1)], "level that is not there"),
        ([{"wid": new_wid(), "kind": "row", "in": new_wid(), "cells": ["a"]}], "outside its table"),
    ],
)
def test_an_impossible_place_is_refused(row, why):
    with pytest.raises(RuleBroken, match=why):
        grown(row, {})


# --- The other half, in the browser ---------------------------------------------------------------

HALF = """
import { know } from "./frontend/editor/kinds.js";
import { counting } from "./frontend/editor/marks.js";
let given = "";
process.stdin.on("data", (part) => (given += part)).on("end", () => {
  const { kinds, rows } = JSON.parse(given);
  know(kinds);
  console.log(JSON.stringify(rows.map((row) => { const next = counting(); return row.map(next); })));
});
"""
SEEDS = [None, "1.", "1)", "(1)", "a)", "A.", "I.", "I-", "(i)", "-", "+", "*", "01.", "Điều 1.", "5a.",
         "Chương I", "Phần thứ nhất", "PHẦN THỨ NHẤT", "1.1.", "2.3", "Phụ lục", "Phụ lục I", "Giai đoạn 1:"]  # fmt: skip


def random_row(chance):
    row, path = [], []
    for _ in range(chance.randrange(1, 25)):
        kind = chance.choice([one for one in KINDS if one != "table"])
        depth = 0 if kind == "appendix" else chance.randrange(len(path) + 1)
        while depth and not stands_below(kind, path[depth - 1]):
            depth -= 1
        path[depth:] = [kind]
        seed, fixed = chance.choice(SEEDS), chance.random() < 0.15
        row.append(clause(kind, depth, seed=seed, fixed=fixed))
    return row


@pytest.mark.skipif(
    shutil.which("node") is None, reason="needs Node.js, as the editor's build does"
)
def test_browser_and_server_count_the_same_marks():
    chance = random.Random(20261130)
    rows = [random_row(chance) for _ in range(400)]

    done = subprocess.run(
        ["node", "--input-type=module", "-e", HALF],
        input=json.dumps({"kinds": kinds_as_data(), "rows": rows}),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == [marks_of(row) for row in rows]
