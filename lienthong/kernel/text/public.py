"""Vietnamese text: one form, one search form, one order, the wording of official documents, and of log lines."""

from lienthong.kernel.text.cleaning import nfc, one_line, several_lines
from lienthong.kernel.text.folding import fold, in_plain_letters
from lienthong.kernel.text.legacy_fonts import converted, is_legacy
from lienthong.kernel.text.logs import LineWithoutContents
from lienthong.kernel.text.names import (
    name_letters,
    name_sort_key,
    spelling_keys,
    strange_letter,
)
from lienthong.kernel.text.notation import Notation, format_notation
from lienthong.kernel.text.secrecy import (
    SECRECY,
    is_capitals,
    is_secret_beside,
    is_secret_by_name,
    is_secret_within,
    mark_in,
)
from lienthong.kernel.text.syllables import in_unicode
from lienthong.kernel.text.symbols import in_marks
from lienthong.kernel.text.wording import date_words

__all__ = [
    "LineWithoutContents",
    "Notation",
    "SECRECY",
    "converted",
    "date_words",
    "fold",
    "format_notation",
    "in_marks",
    "in_plain_letters",
    "in_unicode",
    "is_capitals",
    "is_legacy",
    "is_secret_beside",
    "is_secret_by_name",
    "is_secret_within",
    "mark_in",
    "name_letters",
    "name_sort_key",
    "nfc",
    "one_line",
    "several_lines",
    "spelling_keys",
    "strange_letter",
]
