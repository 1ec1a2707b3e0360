"""The door of the room: writing tables for a spreadsheet program, and reading the ones people bring."""

from .reading import Cell, Remarked, Table, Unreadable, table_in, tables_in, words_of
from .writing import CSV, XLSX, Field, Sheet, csv_file, workbook_file, xlsx_file

__all__ = [
    "CSV",
    "XLSX",
    "Cell",
    "Field",
    "Remarked",
    "Sheet",
    "Table",
    "Unreadable",
    "csv_file",
    "table_in",
    "tables_in",
    "words_of",
    "workbook_file",
    "xlsx_file",
]
