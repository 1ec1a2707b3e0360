import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.text.notation import parse_notation
from lienthong.kernel.text.public import Notation, format_notation

VECTORS = [
    ("264-CV/ĐU", Notation(264, "", "CV", "ĐU")),
    ("05-NQ/ĐUK", Notation(5, "", "NQ", "ĐUK")),
    ("68-KH/ĐUK", Notation(68, "", "KH", "ĐUK")),
    ("07-NQ/ĐUK", Notation(7, "", "NQ", "ĐUK")),
    ("52-NQ/TW", Notation(52, "", "NQ", "TW")),
    ("27-QĐ/TW", Notation(27, "", "QĐ", "TW")),
    ("18-NQ/TU", Notation(18, "", "NQ", "TU")),
    ("57-NQ/TW", Notation(57, "", "NQ", "TW")),
    ("204-QĐ/TW", Notation(204, "", "QĐ", "TW")),
    ("127-KL/TW", Notation(127, "", "KL", "TW")),
    ("26-HD/BTGDVTW", Notation(26, "", "HD", "BTGDVTW")),
    ("12-TTr/VPTU", Notation(12, "", "TTr", "VPTU")),
    ("24-BS/UBKTTU", Notation(24, "", "BS", "UBKTTU")),
    ("05-KH/BCĐ TU", Notation(5, "", "KH", "BCĐ TU")),
    ("15a-CV/ĐU", Notation(15, "a", "CV", "ĐU")),
    ("749/QĐ-TTg", Notation(749, "", "QĐ", "TTg", of_state=True)),
    ("30/2020/NĐ-CP", Notation(30, "", "NĐ", "CP", 2020, of_state=True)),
    ("30a/2008/NQ-CP", Notation(30, "a", "NQ", "CP", 2008, of_state=True)),
    ("91/2025/QH15", Notation(91, "", "", "QH15", 2025, of_state=True)),
    ("01/2011/TTLT-BNV-BTC", Notation(1, "", "TTLT", "BNV-BTC", 2011, of_state=True)),
]


@pytest.mark.parametrize(("printed", "notation"), VECTORS)
def test_every_known_notation_is_read_and_printed_back(printed, notation):
    assert parse_notation(printed) == notation
    assert format_notation(notation) == printed


@pytest.mark.parametrize(
    "written",
    [
        "264 - CV/ĐU",
        " Số 264-CV/ĐU ",
        "số: 264 –CV / ĐU",
        "Số:264—CV/ĐU",
        "264-CV/ÐU",  # U+00D0 out of old fonts
        unicodedata.normalize("NFD", "Số 264-CV/ĐU"),
        "264\u00a0-\u00a0CV/ĐU",
    ],
)
def test_stray_blanks_and_other_hyphens_do_not_change_a_notation(written):
    assert parse_notation(written) == parse_notation("264-CV/ĐU")


@pytest.mark.parametrize(
    "text",
    ["", "Số", "CV/ĐU", "264-CV", "Số     -NQ/TU", "ngày 26/10/2021", "52-NQ/TW ngày 27/9/2019"],
)
def test_what_is_no_notation_is_not_taken_for_one(text):
    assert parse_notation(text) is None


@given(
    st.integers(1, 99_999),
    st.sampled_from(["NQ", "QĐ", "KL", "TTr", "CTr", "BS"]),
    st.sampled_from(["TU", "ĐU", "CB", "VPTU"]),
)
def test_a_printed_notation_is_always_read_back(number, type_code, issuer):
    notation = Notation(number, "", type_code, issuer)

    assert parse_notation(f"Số {notation}") == notation
