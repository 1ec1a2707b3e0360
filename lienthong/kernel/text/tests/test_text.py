import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.text.public import (
    fold,
    in_plain_letters,
    name_sort_key,
    nfc,
    spelling_keys,
)
from lienthong.kernel.text.wording import date_words, number_words, parse_date_words

VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ "
    "ĐÐƉðABC'-"
)


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Đảng ủy", "dang uy"),
        ("Đảng uỷ", "dang uy"),
        ("Ðảng ủy", "dang uy"),  # U+00D0 out of old fonts
        ("Ɖảng viên", "dang vien"),
        ("  HÒA \u00a0 bình\n", "hoa binh"),
        ("hoà bình", "hoa binh"),
        ("khoá XIII", "khoa xiii"),
        ("Ban Thường\u200b vụ", "ban thuong vu"),
        ("Đảng\0 ủy", "dang uy"),  # no database keeps this sign; a hostile address holds it
    ],
)
def test_a_word_is_found_however_it_was_typed(written, searched):
    assert fold(written) == searched


@given(st.one_of(st.text(), VIETNAMESE))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_composed_and_decomposed_input_are_the_same_text(text):
    decomposed = unicodedata.normalize("NFD", text)

    assert nfc(decomposed) == nfc(text)
    assert fold(decomposed) == fold(nfc(text))
    assert name_sort_key(decomposed) == name_sort_key(nfc(text))


@given(VIETNAMESE)
def test_a_folded_text_has_neither_marks_nor_double_blanks(text):
    assert all(c.isascii() for c in fold(text))
    assert "  " not in fold(text)


@pytest.mark.parametrize(
    "in_order",
    [
        ["Trần Văn An", "Lê Thị Ân", "Bùi Văn Bình"],
        ["Vũ Hoa", "Lê Hoà", "Trần Hoả", "Bùi Hoá", "Đỗ Hoạ", "An Hoàng"],
        ["Nguyễn Dung", "Nguyễn Dũng", "Bùi Đăng", "Bùi Đức"],
        ["Lê Văn Ma", "Lê Văn Mà", "Lê Văn Mả", "Lê Văn Mã", "Lê Văn Má", "Lê Văn Mạ"],
        ["Lê Ta", "Lê Tă", "Lê Tâ", "Lê Te", "Lê Tê", "Lê To", "Lê Tô", "Lê Tơ", "Lê Tu", "Lê Tư"],
        # The same given name: middle, then family name.
        ["Đỗ Lan", "Trần Hồng Lan", "Lê Thị Lan", "Vũ Thị Lan", "An Thị Minh Lan"],
        ["Bùi An", "Bùi Ảnh", "Bùi Ánh", "Bùi Bích"],
    ],
)
def test_people_stand_in_vietnamese_order_of_their_given_names(in_order):
    keys = [name_sort_key(name).encode() for name in in_order]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lê Thuỷ", "Lê Thủy"), ("lê  hoà", "LÊ HÒA"), ("Ðỗ An", "Đỗ An")],
)
def test_two_spellings_of_one_name_stand_together(one, other):
    assert name_sort_key(one) == name_sort_key(other)


def test_a_nameless_person_has_an_empty_key_and_a_single_name_is_a_given_name():
    assert name_sort_key("  ") == ""
    assert name_sort_key("An") < name_sort_key("Bùi An") < name_sort_key("Anh")


@pytest.mark.parametrize(("number", "printed"), [(5, "05"), (10, "10"), (264, "264")])
def test_numbers_below_ten_get_a_zero(number, printed):
    assert number_words(number) == printed


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (datetime.date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (datetime.date(2026, 2, 12), "ngày 12 tháng 02 năm 2026"),
        (datetime.date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (datetime.date(2021, 10, 26), "ngày 26 tháng 10 năm 2021"),
    ],
)
def test_days_below_ten_and_the_first_two_months_get_a_zero(day, printed):
    assert date_words(day) == printed
    assert parse_date_words(f"Đồng Xuân, {printed}") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Hà Nội, Ngày 5 tháng 3 năm 2026", datetime.date(2026, 3, 5)),
        ("ngày05tháng3năm2026", datetime.date(2026, 3, 5)),
        ("trước 31/12/2026.", datetime.date(2026, 12, 31)),
        ("ngày 31 tháng 2 năm 2026", None),
        ("ngày … tháng … năm 2026", None),
        ("01-NQ/ĐU", None),
    ],
)
def test_a_date_is_read_from_words_or_figures(text, day):
    assert parse_date_words(text) == day


def test_words_are_the_same_with_their_marks_wherever_the_tone_was_put():
    assert spelling_keys("Ủy ban, hòa giải") == spelling_keys("uỷ ban hoà giải")
    assert spelling_keys("ma") != spelling_keys("má")
    assert spelling_keys("ca") != spelling_keys("că")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Văn bản đến – Đảng ủy xã Tân Phú", "Van ban den  Dang uy xa Tan Phu"),
        ("Ðảng uỷ Ứng Hòa", "Dang uy Ung Hoa"),
        ("01-NQ-TU.pdf", "01-NQ-TU.pdf"),
        ("文書", ""),
    ],
)
def test_plain_letters_keep_their_case_and_are_all_of_ascii(written, plain):
    assert in_plain_letters(written) == plain
