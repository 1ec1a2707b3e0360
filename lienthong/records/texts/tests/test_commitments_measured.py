"""What is found in papers that somebody marked by hand."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.records.texts.commitments.commitment import READ
from lienthong.records.texts.commitments.paper import Paper, paper_of
from lienthong.records.texts.commitments.reading import commitments_of
from lienthong.records.texts.importing.papers import reading_of
from lienthong.records.texts.recognition.documents import recognise

from .factories import SAMPLES
from .measure_commitments import Score, measure

OWN = Path(__file__).parent / "commitments"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason=f"the sample texts are not in {SAMPLES}"
)


def whole(folder: Path) -> Score:
    score = Score()
    for marked in sorted(folder.glob("*.commitments.json")):
        score.add(measure(marked))
    return score


def test_the_papers_of_this_folder_are_read_as_they_are_marked():
    found = whole(OWN)
    assert found.f1 >= 0.95
    assert min(found.deadlines, found.leads) >= 0.95 * found.matched


@pytest.mark.parametrize("name", ["06-report", "07-guideline"])
def test_a_report_of_results_and_a_guideline_yield_nothing(name):
    assert measure(OWN / f"{name}.commitments.json").proposed == 0


@needs_samples
def test_the_marked_samples_are_read_as_they_are_marked():
    found = whole(SAMPLES / "papers")
    assert found.wanted > 70
    assert found.f1 >= 0.95
    assert min(found.deadlines, found.leads) >= 0.95 * found.matched


@needs_samples
def test_the_appendix_of_the_plan_is_22_tasks_in_6_groups_of_which_5_yearly():
    (paper,) = recognise((SAMPLES / "plan.txt").read_text())
    rows = [one for one in commitments_of(paper_of(paper.as_json())) if one.why == "row"]
    assert len(rows) == 22
    assert len({row.group for row in rows}) == 6
    yearly = [row.clause for row in rows if row.period == "yearly"]
    assert [clause.split(".", 1)[1] for clause in yearly] == ["I.1", "I.2", "III.4", "VI.1", "VI.2"]


_LINES = [line for path in sorted(OWN.glob("*.txt")) for line in path.read_text().splitlines()]


@given(st.lists(st.one_of(st.sampled_from(_LINES), st.text(max_size=40)), max_size=25))
def test_lines_torn_and_mixed_give_an_answer_that_can_be_written_down(lines):
    for document in recognise("\n".join(lines)):
        for one in commitments_of(paper_of(document.as_json())):
            assert one.text
            json.dumps(one.as_read())


@pytest.mark.parametrize(
    "words",
    [
        "phối hợp với Ban Tổ chức ",
        "năm 2027 đạt 60%, ",
        "các ",
        "trước ngày 15/12/2026, ",
        " \t",
        "(",
    ],
)
def test_a_clause_of_any_length_is_read_in_little_time(words):
    clause = {
        "kind": "clause",
        "marker": "1.",
        "heading": None,
        "text": words * 3000,
        "children": [],
    }
    began = time.process_time()
    commitments_of(Paper([clause], "plan"))
    assert time.process_time() - began < 5


def test_what_is_read_of_a_file_says_what_it_orders():
    (paper,) = reading_of((OWN / "08-letter.txt").read_bytes(), "thu.txt")["papers"]
    first = paper["commitments"][0]
    assert list(first) == list(READ)
    assert (first["kind"], first["clause"], first["lead"]) == ("task", "1.-1", "Đảng ủy UBND xã")
    assert first["deadline"] == {"text": "trước ngày 16/3/2026", "day": "2026-03-15"}
    assert first["text"].startswith("Chỉ đạo Trung tâm Phục vụ hành chính công")
