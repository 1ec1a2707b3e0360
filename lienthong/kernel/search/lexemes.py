"""What stands in the index for a thing. A sign before a word says what the word is of.

Every thing has `EVERY`. A word of the title stands there a second time, two words beside each other a third
time, so that a phrase is found by the index alone, whatever the length of the text.
"""

from collections.abc import Iterable, Mapping

from .words import BETWEEN, number_of, pairs, words_in

EVERY = "*"
OF_TITLE, OF_PAIR, OF_NUMBER = "^", "_", "#"
# PostgreSQL takes a megabyte of them.
MOST_BYTES = 900_000


def fact(name: str, value: str) -> str:
    """Something that is known exactly, such as the type: `=type=resolution`."""
    return f"={name}={value}"


def named(name: str, word: str) -> str:
    """A word of a name, such as that of the signer: `:signer:long`."""
    return f":{name}:{word}"


def pair(first: str, second: str) -> str:
    return f"{OF_PAIR}{first}{OF_PAIR}{second}"


def lexemes(
    text: str, *, title: str, number: str, facts: Mapping[str, str], names: Mapping[str, str]
) -> list[str]:
    """All that a thing is found by; `text` is folded already, and what is too much of it is left out."""
    of_thing = [EVERY, *(OF_TITLE + word for word in words_in(title))]
    if number:
        of_thing.append(OF_NUMBER + number_of(number))
    of_thing += [fact(name, value) for name, value in facts.items() if value]
    of_thing += [named(name, word) for name, whose in names.items() for word in words_in(whose)]
    words = text.split()
    of_text = [word for word in words if word != BETWEEN]
    beside = [pair(one, other) for one, other in pairs(words) if BETWEEN not in (one, other)]
    return _as_many_as_fit(dict.fromkeys([*of_thing, *of_text, *beside]))


def _as_many_as_fit(found: Iterable[str]) -> list[str]:
    kept, size = [], 0
    for one in found:
        size += len(one.encode())
        if size > MOST_BYTES:
            break
        kept.append(one)
    return kept
