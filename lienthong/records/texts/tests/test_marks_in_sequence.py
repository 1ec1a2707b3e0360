"""How the marks of sister clauses are counted on."""

import pytest

from lienthong.records.texts.clauses.addresses import number_eids
from lienthong.records.texts.clauses.sequences import in_sequence, next_mark


@pytest.mark.parametrize(
    ("mark", "following"),
    [
        ("(i)", "(ii)"),
        ("(iii)", "(iv)"),
        ("viii)", "ix)"),
        ("h)", "i)"),
        ("i)", "k)"),
        ("a,", "b,"),
        ("(1)", "(2)"),
        ("IV.", "V."),
        ("I", "II"),
    ],
)
def test_the_next_mark_follows_in_the_same_writing(mark, following):
    assert next_mark(mark) == following


def test_small_roman_points_are_counted_anew_and_cited():
    points = [{"kind": "point", "marker": mark, "children": []} for mark in ("(ii)", "(i)", "(iv)")]
    in_sequence(points, "point", "(i)")
    assert [point["marker"] for point in points] == ["(i)", "(ii)", "(iii)"]
    assert [node["label"] for node in number_eids(points)] == ["điểm i", "điểm ii", "điểm iii"]
    assert points[2]["eid"] == "point_iii"
