"""From text to the words that are searched."""

import re

from lienthong.kernel.text.public import fold

_WORDS = re.compile(r"[^\W_]+")
_WORDS_ASKED = 12
# What is longer is found by its beginning: the index takes no word beyond two thousand bytes.
_LONGEST_WORD = 100


def words_of(text: str) -> list[str]:
    """Folded words, each once; "05" and "5" are the same number."""
    found = [word[:_LONGEST_WORD] for word in _WORDS.findall(fold(text))]
    return list(
        dict.fromkeys(word.lstrip("0") or "0" if word.isdigit() else word for word in found)
    )


def is_cut(text: str) -> bool:
    """Whether a question is longer than what is looked for of it."""
    words = set(_WORDS.findall(fold(text)))
    return len(words) > _WORDS_ASKED or any(len(word) > _LONGEST_WORD for word in words)


def question(text: str) -> str:
    """All words, the last one as a beginning; in PostgreSQL's own notation. Empty: no question."""
    words = words_of(text)[:_WORDS_ASKED]
    return " & ".join(f"'{word}'" for word in words) + ":*" if words else ""
