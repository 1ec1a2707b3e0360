"""What is kept of a short text that was typed, pasted or brought in a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.text.public import fold, nfc, one_line, several_lines


@pytest.mark.parametrize(
    ("brought", "kept"),
    [
        ("Tòng Văn\nBảy", "Tòng Văn Bảy"),
        ("Tòng Văn\r\nBảy ", "Tòng Văn Bảy"),
        ("Bạc Thị_x000D_\nTám", "Bạc Thị Tám"),
        ("Cầm\u00a0Văn\u00a0Chín", "Cầm Văn Chín"),
        ("Đèo  Văn   Sáu ", "Đèo Văn Sáu"),
        ("Hà\u200bVăn Mười", "Hà Văn Mười"),
        ("Hà \u200bVăn Mười", "Hà Văn Mười"),
        ("Hà Vă\u200bn Mười\ufeff", "Hà Văn Mười"),
        ("\u202aHà Văn Mười\u202c\0", "Hà Văn Mười"),
        ("Ðinh Thị Ðào", "Đinh Thị Đào"),
        ("Đa\u0309ng u\u0309y", "Đảng ủy"),
        ("H'Ñuh Niê", "H'Ñuh Niê"),
        ("\u200b \u00a0", ""),
    ],
)
def test_a_name_is_one_line_of_what_is_seen(brought, kept):
    assert one_line(brought) == kept


def test_lines_stay_lines():
    assert several_lines(" Thiếu  biên bản.\r\n\u200bThiếu chữ ký. \n") == (
        "Thiếu biên bản.\nThiếu chữ ký."
    )


@given(st.text())
def test_what_is_clean_stays_and_is_found_as_before(text):
    kept = one_line(text)

    assert one_line(kept) == kept == nfc(kept)
    assert fold(kept) == fold(text)
