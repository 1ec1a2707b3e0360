"""The door of the room."""

from .actions import open_term
from .deadlines import end_of_day, last_day
from .models import (
    Certainty,
    DocumentType,
    Holiday,
    RuleVersion,
    Term,
    word_of_type,
    words_of_types,
)
from .queries import add_working_days, document_types_on, rule, term_on
from .seeds import seed

__all__ = [
    "Certainty",
    "DocumentType",
    "Holiday",
    "RuleVersion",
    "Term",
    "add_working_days",
    "document_types_on",
    "end_of_day",
    "last_day",
    "open_term",
    "rule",
    "seed",
    "term_on",
    "word_of_type",
    "words_of_types",
]
