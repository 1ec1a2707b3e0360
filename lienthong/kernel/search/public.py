"""Searching across rooms."""

from .actions import index
from .passages import Piece, marked
from .queries import MOST_COUNTED, Found, Hit, entries_of, find, titles_at
from .question import BY_DAY, After, Question, is_cut
from .sources import Findable, Passage, Source, VisibleTo, also_found, searchable

__all__ = [
    "BY_DAY",
    "MOST_COUNTED",
    "After",
    "Findable",
    "Found",
    "Hit",
    "Passage",
    "Piece",
    "Question",
    "Source",
    "VisibleTo",
    "also_found",
    "entries_of",
    "find",
    "index",
    "is_cut",
    "marked",
    "searchable",
    "titles_at",
]
