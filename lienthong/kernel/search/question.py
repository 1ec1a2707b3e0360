"""What is asked, and how the index is asked it."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lienthong.kernel.text.public import fold, nfc

from .lexemes import EVERY, OF_NUMBER, OF_TITLE, fact, named, pair
from .words import LONGEST_WORD, WORDS, number_of, pairs, words_in

WORDS_ASKED = 12
LONGEST_NUMBER = 40
# One letter begins too many words to say anything.
SHORTEST_BEGINNING = 2
_PHRASE = re.compile(r'["“”„«]([^"“”„«»]*)["“”»]?')
BY_NEARNESS, BY_DAY = "", "day"


@dataclass(frozen=True)
class After:
    """The last one of a page: the next page begins behind it."""

    tier: int
    on: dt.date
    pk: int


@dataclass(frozen=True)
class Question:
    """Words, and what narrows them: facts known exactly, words of names, days."""

    words: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    since: dt.date | None = None
    until: dt.date | None = None
    order: str = BY_NEARNESS
    after: After | None = None

    @cached_property
    def phrases(self) -> list[list[str]]:
        """What stands between quotation marks, word by word."""
        found = (words_in(one)[:WORDS_ASKED] for one in _PHRASE.findall(self.words))
        return [one for one in found if one][:WORDS_ASKED]

    @cached_property
    def loose(self) -> list[str]:
        """The words outside quotation marks; the last one may be a beginning."""
        return words_in(_PHRASE.sub(" ", self.words))[:WORDS_ASKED]

    @cached_property
    def printed(self) -> str:
        """The words as they were typed, quotation marks aside, in small letters."""
        return " ".join(_PHRASE.sub(r" \1 ", nfc(self.words)).lower().split())

    @cached_property
    def asked(self) -> list[str]:
        """Every word once."""
        return list(dict.fromkeys([*(word for one in self.phrases for word in one), *self.loose]))

    @property
    def number(self) -> str:
        """The words as the number of a document, if they could be one."""
        if self.phrases or not any(sign.isdigit() for sign in "".join(self.loose)):
            return ""
        number = number_of(self.words)
        return number if len(number) <= LONGEST_NUMBER else ""

    @property
    def beginning(self) -> str:
        """The last word where it may be the beginning of a longer one."""
        last = self.loose[-1] if self.loose else ""
        return last if len(last) >= SHORTEST_BEGINNING and not last.isdigit() else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked at all; signs alone ask nothing."""
        narrowed = (any(self.facts.values()), any(self.names.values()), self.since, self.until)
        return not self.asked and (bool(self.words.strip()) or not any(narrowed))

    @property
    def tiers(self) -> list[str]:
        """In the index's own notation, the nearest first, none twice."""
        narrowing = _all([EVERY, *self._narrowing()])
        if not self.asked:
            return [narrowing]
        words = _all([*self.asked], beginning=self.beginning)
        phrases = [pair(*two) for one in self.phrases for two in pairs(one)]
        whole = " & ".join([words, *map(_quoted, phrases)])
        number = _quoted(OF_NUMBER + self.number) if self.number else ""
        if self.order == BY_DAY:
            return [f"{narrowing} & ({' | '.join(filter(None, [number, whole]))})"]
        nearer = [*filter(None, [number]), self._in_title(), *self._together()]
        return _none_twice(narrowing, nearer, whole, has_number=bool(number))

    def _in_title(self) -> str:
        return _all(self.asked, before=OF_TITLE, beginning=self.beginning)

    def _together(self) -> list[str]:
        """All the words beside each other, in the order in which they are asked for."""
        words = self.loose
        if self.phrases or len(words) < 2:
            return []
        beside = [pair(*two) for two in pairs(words)]
        return [_all(beside, beginning=beside[-1] if self.beginning else "")]

    def _narrowing(self) -> list[str]:
        facts = [fact(name, value) for name, value in self.facts.items() if value]
        return facts + [
            named(name, word)
            for name, words in self.names.items()
            for word in words_in(words)[:WORDS_ASKED]
        ]


def is_cut(text: str) -> bool:
    """Whether a question is longer than what is looked for of it."""
    words = set(WORDS.findall(fold(text)))
    return len(words) > WORDS_ASKED or any(len(word) > LONGEST_WORD for word in words)


def _quoted(word: str) -> str:
    # Words are letters and figures; the sign before them, and what a room calls a fact, may be others.
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _all(words: Iterable[str], *, before: str = "", beginning: str = "") -> str:
    return " & ".join(
        _quoted(before + word) + (":*" if word == beginning else "") for word in words
    )


def _none_twice(narrowing: str, nearer: list[str], whole: str, *, has_number: bool) -> list[str]:
    """Each tier without those before it: who reads on finds nothing again."""
    tiers, before = [], ""
    for place, one in enumerate([*nearer, ""]):
        is_number = has_number and place == 0
        own = one if is_number else " & ".join(filter(None, [whole, one]))
        tiers.append(f"{narrowing} & {own}{before}")
        before += f" & !({one})" if one else ""
    return tiers
