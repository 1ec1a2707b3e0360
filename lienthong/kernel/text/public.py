"""Vietnamese text: one form, one search form, one order, and the wording of official documents."""

from lienthong.kernel.text.folding import fold, nfc
from lienthong.kernel.text.names import name_sort_key, spelling_keys
from lienthong.kernel.text.notation import Notation, format_notation, parse_notation
from lienthong.kernel.text.wording import date_words, number_words, parse_date_words

__all__ = [
    "Notation",
    "date_words",
    "fold",
    "format_notation",
    "name_sort_key",
    "nfc",
    "number_words",
    "parse_date_words",
    "parse_notation",
    "spelling_keys",
]
