"""What is found in papers that somebody marked by hand."""

from pathlib import Path

import pytest

from lienthong.records.texts.commitments.paper import paper_of
from lienthong.records.texts.commitments.reading import commitments_of
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
