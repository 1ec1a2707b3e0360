"""Three wordings made one, or none where both changed the same words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ..clauses.three_wordings import edits, merged, merged_parts

SENT_OUT = "Hoàn thành trước ngày 01 tháng 3 năm 2027 ở các xã."
WORDS = st.lists(
    st.sampled_from(["các", "xã", "hoàn", "thành", "trước", "ngày", "một", "hai"]), max_size=8
)


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        (SENT_OUT, SENT_OUT, SENT_OUT),
        (
            SENT_OUT.replace("các xã", "các xã, phường"),
            SENT_OUT.replace("01 tháng 3", "15 tháng 4"),
            "Hoàn thành trước ngày 15 tháng 4 năm 2027 ở các xã, phường.",
        ),
        (SENT_OUT, SENT_OUT.replace(" năm 2027", ""), SENT_OUT.replace(" năm 2027", "")),
        # The same words changed alike are no clash.
        (*[SENT_OUT.replace("01", "15")] * 2, SENT_OUT.replace("01", "15")),
        # The same words changed otherwise are guessed by nobody.
        (SENT_OUT.replace("01", "15"), SENT_OUT.replace("01", "20"), None),
        (SENT_OUT.replace("01", "15"), "Hoàn thành.", None),
    ],
)
def test_what_two_changed_is_joined_word_by_word_and_nothing_is_guessed(ours, theirs, both):
    assert merged(SENT_OUT, ours, theirs) == both


@given(WORDS, WORDS)
def test_who_changed_alone_is_followed_to_the_letter(base, other):
    before, after = " ".join(base), " ".join(other)

    assert merged(before, before, after) == after
    assert merged(before, after, before) == after
    assert merged(before, after, after) == after


@given(WORDS, WORDS)
def test_the_changes_of_a_wording_lead_to_it(base, other):
    before, after = " ".join(base), " ".join(other)
    built, at = "", 0
    for begins, ends, instead in edits(before, after):
        built, at = built + before[at:begins] + instead, ends

    assert built + before[at:] == after


def test_the_cells_of_a_row_are_joined_each_for_itself():
    row = ["Rà soát", "Ban Tổ chức"]

    assert merged_parts(row, ["Rà soát kỹ", row[1]], [row[0], "Văn phòng"]) == [
        "Rà soát kỹ",
        "Văn phòng",
    ]
    assert merged_parts(row, ["Rà soát kỹ", row[1]], ["Rà soát lại", row[1]]) is None
    assert merged_parts(row, row, ["Rà soát"]) is None, "a column has come or gone"
