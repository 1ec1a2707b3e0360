"""A workbook somebody brings: what it holds, or a sentence why it is not read."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from lienthong.kernel.files.public import FileRefused
from lienthong.kernel.spreadsheets.public import Field, Unreadable, rows_in, xlsx_file


def book(*rows, before=None) -> bytes:
    made = Workbook()
    if before is not None:
        hidden = made.active
        hidden.append(before)
        hidden.sheet_state = "hidden"
    sheet = made.create_sheet() if before is not None else made.active
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    stream = io.BytesIO(book(["a"]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return stream.getvalue()


def test_what_was_written_is_read_again():
    written = xlsx_file("S", [Field("Họ tên"), Field("Sinh")], [["=Nguyễn", dt.date(1970, 2, 3)]])

    assert rows_in(written, "Danh sách.XLSX") == [
        (1, ["Họ tên", "Sinh"]),
        (2, ["=Nguyễn", dt.date(1970, 2, 3)]),
    ]


def test_rows_keep_their_numbers_and_what_is_empty_is_left_out():
    read = rows_in(book(["a", None, None], [], [None], ["b", 1.0, 2.5]), "s.xlsx")

    assert read == [(1, ["a"]), (4, ["b", 1, 2.5])]


def test_letters_come_in_one_form():
    assert rows_in(book(["Đa\u0309ng "]), "s.xlsx") == [(1, ["Đảng"])]


def test_nothing_is_computed():
    ((_number, row),) = rows_in(book(["=1+1", "b"]), "s.xlsx")

    assert row == [Unreadable("=1+1"), "b"]


def test_a_hidden_sheet_is_not_the_one_that_is_meant():
    assert rows_in(book(["seen"], before=["hidden"]), "s.xlsx") == [(1, ["seen"])]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (lambda: book(["a"]), "s.xls", "not accepted"),
        (lambda: book(["a"]), "s.csv", "not accepted"),
        (lambda: b"PK\x03\x04 not a package", "s.xlsx", "damaged"),
        (lambda: b"name,born\n", "s.xlsx", "The content of the file is not what its name says."),
        (lambda: book([None]), "s.xlsx", "empty"),
        (lambda: book(*[["a"]] * 2_002), "s.xlsx", "more than %(rows)d rows"),
        (lambda: book(["a"] * 61), "s.xlsx", "to the right of column"),
        (lambda: book(["a" * 5_001]), "s.xlsx", "%(letters)d characters"),
        (lambda: with_part("xl/vbaProject.bin", b"x"), "s.xlsx", "contains macros"),
        (lambda: with_part("xl/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "s.xlsx", "damaged"),
        (lambda: with_part("xl/x.xml", b" " * 190_000_000), "s.xlsx", "unpacks to far more"),
    ],
)
def test_a_file_that_is_no_table_or_could_do_harm_is_refused(data, name, sentence):
    with pytest.raises(FileRefused) as refused:
        rows_in(data(), name)

    assert sentence in refused.value.message


def test_the_last_row_that_is_allowed_is_read():
    assert len(rows_in(book(*[["a"]] * 2_001), "s.xlsx")) == 2_001


def test_a_row_far_below_is_not_overlooked():
    made = Workbook()
    made.active["A1"], made.active["A900000"] = "a", "b"
    written = io.BytesIO()
    made.save(written)

    assert rows_in(written.getvalue(), "s.xlsx") == [(1, ["a"]), (900_000, ["b"])]
