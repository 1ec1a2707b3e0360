"""The door of the room: writing tables for a spreadsheet program, and reading the ones people bring."""

from .reading import Cell, Remarked, Table, Unreadable, table_in, words_of
from .writing import CSV, XLSX, Field, csv_file, xlsx_file

__all__ = [
    "CSV",
    "XLSX",
    "Cell",
    "Field",
    "Remarked",
    "Table",
    "Unreadable",
    "csv_file",
    "table_in",
    "words_of",
    "xlsx_file",
]
