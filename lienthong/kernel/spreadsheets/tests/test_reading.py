"""A workbook somebody brings: what it holds, or a sentence why it is not read."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from lienthong.kernel.files.public import FileRefused
from lienthong.kernel.files.tests.made import sheet, strict
from lienthong.kernel.spreadsheets.public import Field, Remarked, Unreadable, table_in, xlsx_file


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

    assert table_in(written, "Danh sách.XLSX", most=500).rows == [
        (1, ["Họ tên", "Sinh"]),
        (2, ["=Nguyễn", dt.date(1970, 2, 3)]),
    ]


def test_rows_keep_their_numbers_and_what_is_empty_is_left_out():
    read = table_in(book(["a", None, None], [], [None], ["b", 1.0, 2.5]), "s.xlsx", most=500).rows

    assert read == [(1, ["a"]), (4, ["b", 1, 2.5])]


def test_letters_come_in_one_form():
    assert table_in(book(["Đa\u0309ng "]), "s.xlsx", most=500).rows == [(1, ["Đảng"])]


def test_nothing_is_computed():
    ((_number, row),) = table_in(book(["=1+1", "b"]), "s.xlsx", most=500).rows

    assert row == [Unreadable("=1+1"), "b"]


def test_a_hidden_sheet_is_not_the_one_that_is_meant():
    assert table_in(book(["seen"], before=["hidden"]), "s.xlsx", most=500).rows == [(1, ["seen"])]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (lambda: book(["a"]), "s.xls", "not accepted"),
        (lambda: book(["a"]), "s.csv", "not accepted"),
        (lambda: b"PK\x03\x04 not a package", "s.xlsx", "damaged"),
        (lambda: b"name,born\n", "s.xlsx", "The content of the file is not a workbook"),
        (lambda: book([None]), "s.xlsx", "empty"),
        (lambda: strict(sheet()), "s.xlsx", "saved as “Strict Open XML”"),
        (lambda: book(*[["a"]] * 502), "s.xlsx", "more than %(rows)d rows"),
        (lambda: book(["a"] * 61), "s.xlsx", "to the right of column"),
        (lambda: book(["a" * 5_001]), "s.xlsx", "%(letters)d characters"),
        (lambda: with_part("xl/vbaProject.bin", b"x"), "s.xlsx", "contains macros"),
        (lambda: with_part("xl/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "s.xlsx", "damaged"),
        (lambda: with_part("xl/x.xml", b" " * 190_000_000), "s.xlsx", "unpacks to far more"),
    ],
)
def test_a_file_that_is_no_table_or_could_do_harm_is_refused(data, name, sentence):
    with pytest.raises(FileRefused) as refused:
        table_in(data(), name, most=500)

    assert sentence in refused.value.message


def test_the_last_row_that_is_allowed_is_read():
    assert len(table_in(book(*[["a"]] * 501), "s.xlsx", most=500).rows) == 501


def test_a_row_far_below_is_not_overlooked():
    made = Workbook()
    made.active["A1"], made.active["A900000"] = "a", "b"
    written = io.BytesIO()
    made.save(written)

    assert table_in(written.getvalue(), "s.xlsx", most=500).rows == [(1, ["a"]), (900_000, ["b"])]


def sheet_of(*rows):
    """A workbook whose sheet is still to be dressed, and what reads it."""
    made = Workbook()
    for row in rows:
        made.active.append(row)

    def found():
        written = io.BytesIO()
        made.save(written)
        return table_in(written.getvalue(), "s.xlsx", most=500)

    return made.active, found


@pytest.mark.parametrize(
    ("font", "typed", "said"),
    [
        (".VnTime", "NguyÔn V¨n B¶o", "Nguyễn Văn Bảo"),
        (".VnTime", "Vò Anh", "Vũ Anh"),
        (".VnTimeH", "vò anh", "VŨ ANH"),
        ("VNI-Times", "Traàn Thò Hoàng", "Trần Thị Hồng"),
        ("Times New Roman", "NguyÔn V¨n B¶o", "Nguyễn Văn Bảo"),
    ],
)
def test_letters_of_old_fonts_are_read_and_said(font, typed, said):
    page, found = sheet_of([typed])
    page["A1"].font = Font(name=font)

    assert found().rows == [(1, [Remarked(said, typed=typed)])]


@pytest.mark.parametrize("words", ["Vò Anh", "Bùi Đức"])
def test_unicode_stays_as_it_is(words):
    page, found = sheet_of([words])
    page["A1"].font = Font(name=".VnTime" if "Đ" in words else "Arial")

    assert found().rows == [(1, [words])]


def test_what_is_hidden_is_read_and_named():
    page, found = sheet_of(["a", "b", "c"], [1, 2, 3], [4, 5, 6], [7, 8, 9])
    page.row_dimensions[3].hidden = True
    page.row_dimensions[400].hidden = True  # holds nothing
    page.column_dimensions.group("B", "C", hidden=True)

    table = found()

    assert (2, [1, 2, 3]) in table.rows
    assert (table.hidden_rows, table.hidden_columns) == ({3}, {2, 3})


def test_what_is_struck_out_is_read_and_named():
    gone, small = InlineFont(strike=True), InlineFont(sz=9)
    name = CellRichText("Thào A ", TextBlock(gone, "Chật"), TextBlock(small, " Chặt"))
    day = dt.date(1981, 1, 2)
    page, found = sheet_of([name, "Sùng A", day, 7])
    for cell in ("B1", "C1", "D1"):
        page[cell].font = Font(strike=True)

    assert found().rows == [
        (
            1,
            [
                Remarked("Thào A Chật Chặt", struck="Chật"),
                Remarked("Sùng A", struck="Sùng A"),
                Remarked(day, struck="02/01/1981"),
                Remarked(7, struck="7"),
            ],
        )
    ]


def test_a_long_text_is_refused_in_any_font():
    page, found = sheet_of(["§" * 5_001])
    page["A1"].font = Font(name=".VnTime")

    with pytest.raises(FileRefused):
        found()
