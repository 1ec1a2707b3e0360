"""Words that a scan ran together, put apart: "đơn vịkhẩn trương" is "đơn vị khẩn trương"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from lienthong.kernel.text.public import fold, nfc

_ONSET: Final = r"(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
_RIME: Final = (
    r"(?:a[ioyu]?|e[ou]?|ia|i|ieu|iu|oa[iy]?|oeo?|oi|o|ua[y]?|ue|ui|uoi|uou|uu|uya|uyu|uy|u|yeu|y)"
    r"|(?:a|e|i|o|u|ie|ye|oa|oe|uo|ua|uy|uye|ue|oo)(?:c|m|n|ng|p|t)|(?:a|e|i|oa|ue|uy)(?:ch|nh)"
)
_SYLLABLE: Final = re.compile(rf"{_ONSET}(?:{_RIME})")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_TONES: Final = set("\u0300\u0301\u0303\u0309\u0323")
_MARKS: Final = _TONES | set("\u0302\u0306\u031b")
_LETTER_THEN_FIGURE: Final = re.compile(r"(?<=[^\W\d_a-zA-Z])(?=(?:19|20)\d\d(?!\d))")
_LONGEST: Final = 24


def spaced(words: str) -> str:
    """The same words; only what no Vietnamese speaks as one is parted."""
    return _WORD.sub(lambda found: _parted(found[0]), _LETTER_THEN_FIGURE.sub(" ", nfc(words)))


@lru_cache(maxsize=4096)
def _parted(word: str) -> str:
    if len(word) > _LONGEST or not _has_marks(word) or _is_syllable(word):
        return word
    for at in range(1, len(word)):
        if word[at - 1].islower() and word[at].isupper():
            return f"{_parted(word[:at])} {_parted(word[at:])}"
    return word if word.isupper() else next(_partings(word), word)


def _partings(word: str) -> Iterator[str]:
    """Two or three syllables, the first with the mark after which the blank was lost."""
    for at in range(len(word) - 1, 0, -1):
        first, rest = word[:at], word[at:]
        if not (_is_syllable(first) and _marked_end(first)):
            continue
        if _is_syllable(rest):
            yield f"{first} {rest}"
        elif len(rest) > 3 and (more := next(_partings(rest), "")):
            yield f"{first} {more}"


def _marked_end(syllable: str) -> bool:
    return bool(_MARKS & set(normalize("NFD", syllable[-1])))


def _has_marks(word: str) -> bool:
    return bool(_MARKS & set(normalize("NFD", word)))


def _is_syllable(word: str) -> bool:
    tones = sum(letter in _TONES for letter in normalize("NFD", word))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(fold(word)))
