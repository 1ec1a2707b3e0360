"""The door of the room."""

from .actions import correct_day, decide_holidays, exchange_days, withdraw_days
from .calendar import (
    MarkedDay,
    add_working_days,
    is_working_day,
    last_known_year,
    marked_days,
)
from .deadlines import end_of_day, last_day
from .declaring import NO_BASIS, Certainty, DeclaredRule, declare_rule, declared_rules
from .labels import types_called, types_titled
from .models import (
    DocumentType,
    RuleVersion,
    Term,
    word_of_type,
    words_of_types,
)
from .permissions import MANAGE_CALENDAR, MANAGE_TERMS
from .queries import document_types_on, entered_days, exchanged_for, may_set_calendar, rule, term_on
from .seeds import ADOPTED_BY_A_COLLECTIVE, seed

__all__ = [
    "ADOPTED_BY_A_COLLECTIVE",
    "MANAGE_CALENDAR",
    "MANAGE_TERMS",
    "NO_BASIS",
    "Certainty",
    "DeclaredRule",
    "DocumentType",
    "MarkedDay",
    "RuleVersion",
    "Term",
    "add_working_days",
    "correct_day",
    "decide_holidays",
    "declare_rule",
    "declared_rules",
    "document_types_on",
    "end_of_day",
    "entered_days",
    "exchange_days",
    "exchanged_for",
    "is_working_day",
    "last_known_year",
    "last_day",
    "marked_days",
    "may_set_calendar",
    "rule",
    "seed",
    "term_on",
    "types_called",
    "types_titled",
    "withdraw_days",
    "word_of_type",
    "words_of_types",
]
