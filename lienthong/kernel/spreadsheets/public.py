"""The door of the room: writing tables for a spreadsheet program, and reading the ones people bring."""

from .reading import Cell, Unreadable, rows_in
from .writing import CSV, XLSX, Field, csv_file, xlsx_file

__all__ = [
    "CSV",
    "XLSX",
    "Cell",
    "Field",
    "Unreadable",
    "csv_file",
    "rows_in",
    "xlsx_file",
]
