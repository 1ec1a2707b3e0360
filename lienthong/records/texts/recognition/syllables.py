"""Whether a word in capitals is a Vietnamese word, or an abbreviation that stays as printed."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from lienthong.kernel.text.public import fold

# Onset, vowels and coda of a syllable, without marks; "kr", "bl" … begin names of the highlands.
_ONSET: Final = r"(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[kpbdg]r|[kpbgh]l|k[bn]|[bcdghklmnprstvx])?"
_OPEN: Final = (
    r"a[ioyu]?|e[iou]?|i(?:a|eu|u)?|o(?:a[iouy]?|e[o]?|i)?|y(?:eu)?"
    r"|u(?:a|e|ay|i|o|oi|ou|u|y|ya|yu)?"
)
_CLOSED: Final = (
    r"(?:[aeiouy]|ie|ye|oa|oe|oo|ua|ue|uo|uy|uye)(?:c|m|ng?|p|t)|(?:a|e|i|y|oa|ue|uy)[cn]h|ak"
)
_SYLLABLE: Final = re.compile(rf"{_ONSET}(?:{_OPEN}|{_CLOSED})")
# The marks of a tone, and those of â, ê, ô, ă; the Đ and Ư of "HĐND", "TƯ" are no proof of a word.
_MARKS_OF_A_WORD: Final = set("\u0300\u0301\u0302\u0303\u0306\u0309\u0323")


def is_word(printed: str) -> bool:
    """Whether the letters can be spoken as one word: "ỦY" and "KRÔNG" can, "UBND" and "3A" cannot."""
    if not printed.replace("'", "").replace("’", "").isalpha():
        return False
    if _MARKS_OF_A_WORD & set(normalize("NFD", printed)) or not printed.isalpha():
        return True
    return bool(_SYLLABLE.fullmatch(fold(printed)))
