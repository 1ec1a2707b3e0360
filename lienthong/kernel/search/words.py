"""From text to the words that are searched: folded, each number without its leading zeros."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lienthong.kernel.text.public import fold

WORDS = re.compile(r"[^\W_]+")
# What is longer is found by its beginning: the index takes no word beyond two thousand bytes.
LONGEST_WORD = 100
# Words that stand together within one passage are searched together; between passages nothing is.
BETWEEN = "|"


def words_in(text: str) -> list[str]:
    """Folded words in their order; "05" and "5" are the same number."""
    return [_known(word) for word in WORDS.findall(fold(text))]


def words_of(text: str) -> list[str]:
    """Folded words, each once."""
    return list(dict.fromkeys(words_in(text)))


@lru_cache(maxsize=20_000)
def word_of(word: str) -> str:
    """One printed word as it is searched; texts are made of the same few thousand syllables."""
    return _known(fold(word))


def _known(word: str) -> str:
    return (word.lstrip("0") or "0") if word.isdigit() else word[:LONGEST_WORD]


def folded(passages: Iterable[str]) -> str:
    """What is searched for a phrase: the words of each passage with single blanks, a sign between passages."""
    return f" {f' {BETWEEN} '.join(map(_folded, passages))} "


@lru_cache(maxsize=2_000)
def _folded(passage: str) -> str:
    """Of a draft one clause changes and the others are as they were."""
    return " ".join(words_in(passage))


def pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """Words that stand beside each other."""
    return zip(words, words[1:], strict=False)


def number_of(notation: str) -> str:
    """A notation as it is looked for, signs aside: "05-NQ/TU", "5 nq tu" and "05nqtu" are the same."""
    return "".join(words_in(notation)).lstrip("0")
