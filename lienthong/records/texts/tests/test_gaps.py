"""Marks read as numbers, and where one is missing between two."""

import pytest

from lienthong.records.texts.clauses.gaps import gaps_in
from lienthong.records.texts.clauses.sequences import number_in


@pytest.mark.parametrize(
    ("marker", "value"),
    [
        ("I-", 1),
        ("IV.", 4),
        ("XII", 12),
        ("3.", 3),
        ("2.7", 7),
        ("a)", 1),
        ("đ)", 5),
        ("Điều 12.", 12),
        ("Chương III", 3),
        ("-", 0),
        ("", 0),
    ],
)
def test_marks_are_read_as_numbers(marker, value):
    assert number_in(marker) == value


def test_marks_that_begin_anew_are_no_gap():
    sisters = [
        {"kind": "clause", "marker": mark, "label": ""} for mark in ("1.", "2.", "1.", "2.", "4.")
    ]

    assert [(gap.before, gap.after) for gap in gaps_in(sisters)] == [("2.", "4.")]
