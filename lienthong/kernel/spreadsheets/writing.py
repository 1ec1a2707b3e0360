"""Writing a table as .xlsx or .csv; a text in it is never taken for a formula."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
LONGEST_TEXT = 32_767  # of one cell, in every spreadsheet program
CHOICES_SHOWN = "choices"  # the title of a hidden sheet
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Field:
    """A column: its head, its width in letters, what may be chosen in it, what is said about it."""

    label: str
    width: int = 18
    choices: Sequence[str] = ()
    about: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its title, its columns, its rows."""

    title: str
    fields: Sequence[Field]
    rows: Iterable[Sequence[Any]] = ()


def xlsx_file(title: str, fields: Sequence[Field], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with one sheet: a head that stays in sight and prints on every page, then the rows."""
    return workbook_file([Sheet(title, fields, rows)])


def workbook_file(sheets: Sequence[Sheet]) -> bytes:
    """The same with several sheets."""
    book = Workbook(write_only=True)
    made = [book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", one.title)[:31]) for one in sheets]
    for number, (sheet, one) in enumerate(zip(made, sheets, strict=True)):
        _lay_out(sheet, one.fields)
        _offer_choices(book, sheet, one.fields, f"{CHOICES_SHOWN}{number or ''}")
        sheet.append([_head(sheet, field) for field in one.fields])
        for row in one.rows:
            sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _lay_out(sheet: WriteOnlyWorksheet, fields: Sequence[Field]) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, one in enumerate(fields, 1):
        sheet.column_dimensions[get_column_letter(number)].width = one.width


def _head(sheet: WriteOnlyWorksheet, one: Field) -> WriteOnlyCell:
    cell = _text(sheet, one.label)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _offer_choices(
    book: Workbook, sheet: WriteOnlyWorksheet, fields: Sequence[Field], place_of_words: str
) -> None:
    """Lists to choose from; the words lie in a second sheet, where any number of them has room."""
    chosen = [one for one in fields if one.choices]
    if not chosen:
        return
    lists = book.create_sheet(place_of_words)
    longest = max(len(one.choices) for one in chosen)
    for at in range(longest):
        words = [one.choices[at] if at < len(one.choices) else "" for one in chosen]
        lists.append([_text(lists, word) for word in words])
    lists.sheet_state = "hidden"
    for number, one in enumerate(chosen, 1):
        letter, place = get_column_letter(number), get_column_letter(fields.index(one) + 1)
        source = f"={place_of_words}!${letter}$1:${letter}${len(one.choices)}"
        offer = DataValidation("list", formula1=source, allow_blank=True)
        offer.add(f"{place}2:{place}20000")
        sheet.data_validations.append(offer)


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> WriteOnlyCell:
    if isinstance(value, dt.datetime):
        at = timezone.localtime(value) if timezone.is_aware(value) else value
        return _formatted(sheet, at.replace(tzinfo=None), MOMENT)
    if isinstance(value, dt.date):
        return _formatted(sheet, value, DAY)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    return _text(sheet, value)


def _formatted(sheet: WriteOnlyWorksheet, value: dt.date, how: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = how
    return cell


def _text(sheet: WriteOnlyWorksheet, value: Any) -> WriteOnlyCell:
    """A text as text: a spreadsheet program neither computes it nor does so when it is edited."""
    text = _words(value)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(LIKE_A_FORMULA)
    return cell


def csv_file(fields: Sequence[Field], rows: Iterable[Sequence[Any]]) -> bytes:
    """The same table as comma-separated values in UTF-8; what looks like a formula has a ' before it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([_plain(one.label) for one in fields])
    for row in rows:
        writer.writerow([_plain(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        at = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{at:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    text = _words(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(LIKE_A_FORMULA) and not is_number else text


def _words(value: Any) -> str:
    return "" if value is None else UNWRITABLE.sub("", str(value))[:LONGEST_TEXT]
