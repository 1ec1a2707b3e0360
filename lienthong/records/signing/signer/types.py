"""Types of documents in agreements: `NQ Nghị quyết`, or the abbreviation alone where none is printed.

A type has one spelling, and the register knows it in any.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from lienthong.records.signing.shown import spaced

LONGEST: Final = 120
# The five tones, and the signs of ă, â and ơ.
_SIGNS: Final = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
_LETTERS: Final = frozenset(f"abcdefghijklmnopqrstuvwxyzđ {_SIGNS}")
# Printed as one name, though the type is called by its first words.
_PRINTED_LONGER: Final = {"chương trình": "chương trình hành động"}


def is_type(text: str) -> bool:
    """Whether it is written in the one form: single blanks, NFC, the letters of Vietnamese and no lookalikes."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return len(text) <= LONGEST and text == spaced(text) and _LETTERS.issuperset(letters)


def is_printed_as(type: str, line: str) -> bool:
    """Whether the whole name of the type is what the document prints, in capitals or not."""
    name = type.partition(" ")[2].casefold()
    printed = spaced(line).casefold()
    return printed in (name, _PRINTED_LONGER.get(name, name))


def folded(type: str) -> str:
    """What the register counts by: two spellings of a type are one."""
    return " ".join(unicodedata.normalize("NFKC", type).casefold().split())
