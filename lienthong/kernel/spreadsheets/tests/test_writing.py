"""A table written for a spreadsheet program says what it says, and computes nothing."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from lienthong.kernel.spreadsheets.public import Field, csv_file, xlsx_file

FIELDS = (Field("Số, ký hiệu"), Field("Ban hành"), Field("Trích yếu", width=60), Field("Nơi nhận"))
DAY = dt.date(2026, 11, 23)
DANGEROUS = ["=HYPERLINK(A1)", "+84 912", "-1+1", "@SUM(A1)", "\t=1", "\r=1"]


def sheet_of(data: bytes):
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_days_are_days_numbers_numbers_and_the_head_stays_in_sight():
    sheet = sheet_of(xlsx_file("Sổ văn bản đi", FIELDS, [["12-NQ/TU", DAY, "Nghị quyết", 103]]))

    assert [cell.value for cell in sheet[1]] == [field.label for field in FIELDS]
    assert [cell.value for cell in sheet[2]] == [
        "12-NQ/TU",
        dt.datetime(2026, 11, 23),
        "Nghị quyết",
        103,
    ]
    assert sheet["B2"].number_format == "dd/mm/yyyy"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet.title == "Sổ văn bản đi"


def test_a_moment_is_written_as_the_clock_on_the_wall_showed_it():
    at = timezone.make_aware(dt.datetime(2026, 11, 23, 17, 5))

    assert sheet_of(xlsx_file("S", FIELDS[:1], [[at]]))["A2"].value == dt.datetime(
        2026, 11, 23, 17, 5
    )
    assert b"23/11/2026 17:05" in csv_file(FIELDS[:1], [[at]])


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_computed_in_a_workbook(text):
    cell = sheet_of(xlsx_file("S", FIELDS[:1], [[text]]))["A2"]

    assert cell.data_type != "f"
    assert cell.quotePrefix
    assert cell.value.strip() == text.strip()


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_computed_from_a_csv_file(text):
    (_head, row) = csv.reader(io.StringIO(csv_file(FIELDS[:1], [[text]]).decode("utf-8-sig")))

    assert row == [f"'{text}"]


def test_a_negative_number_stays_a_number():
    assert csv_file(FIELDS[:1], [[-5]]).endswith(b"-5\r\n")
    assert sheet_of(xlsx_file("S", FIELDS[:1], [[-5]]))["A2"].value == -5


def test_what_no_cell_can_hold_is_left_out():
    cell = sheet_of(xlsx_file("Sổ [1]: a/b", FIELDS[:1], [["a\x00b\x1fc" + "d" * 40_000]]))["A2"]

    assert cell.value.startswith("abcd")
    assert len(cell.value) == 32_767


def test_choices_are_offered_as_a_list():
    fields = (Field("Họ tên"), Field("Chức vụ", choices=["Bí thư", "Phó bí thư, thường trực"]))

    book = load_workbook(io.BytesIO(xlsx_file("S", fields, [])))

    (offer,) = book.worksheets[0].data_validations.dataValidation
    assert offer.formula1 == "=choices!$A$1:$A$2"
    assert str(offer.sqref).startswith("B2")
    assert book["choices"]["A2"].value == "Phó bí thư, thường trực"
    assert book["choices"].sheet_state == "hidden"
