"""The passage that answers a question best, and the words in it that were asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from lienthong.kernel.text.public import fold, nfc, spelling_keys

from .question import Question
from .sources import Passage
from .words import WORDS, word_of

# What is read of a text to find its best passage, and what is shown of the passage.
PASSAGES_READ = 3_000
BEFORE, LENGTH = 60, 240
BETWEEN_MARKED = " \N{NO-BREAK SPACE}-‑–/"


@dataclass(frozen=True)
class Piece:
    """Some words of a passage, asked for or not."""

    text: str
    is_asked: bool = False


@dataclass(frozen=True)
class Excerpt:
    """What is shown of a passage, where it stands and how it is led to."""

    place: str
    anchor: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class _Wanted:
    words: frozenset[str]
    beginning: str

    def has(self, word: str) -> bool:
        return word in self.words or bool(self.beginning and word.startswith(self.beginning))


def marked(text: str, question: Question) -> list[Piece]:
    """A text in pieces, those that were asked for marked; words that follow each other are one piece."""
    pieces, at = [], 0
    for begin, end in _spans(text, _wanted(question)):
        pieces += [Piece(text[at:begin]), Piece(text[begin:end], is_asked=True)]
        at = end
    return [one for one in [*pieces, Piece(text[at:])] if one.text]


def best_excerpt(passages: Iterable[Passage], question: Question) -> Excerpt | None:
    """Of the passages with the most words asked for, the one where they stand together, then the first."""
    wanted = _wanted(question)
    if not wanted.words:
        return None
    best, best_worth = None, (0, False, False)
    for passage in islice(passages, PASSAGES_READ):
        worth = _worth(passage.text, question, wanted)
        if worth > best_worth:
            best, best_worth = passage, worth
        if worth == (len(wanted.words), True, True):
            break
    if best is None:
        return None
    shown = _cut(best.text, question, wanted)
    return Excerpt(best.place, best.anchor, marked(shown, question))


def is_spelt_as_asked(text: str, question: Question) -> bool:
    """Whether a text has the words with the very marks they were asked with; without marks nothing is asked."""
    if fold(question.words) == nfc(question.words).lower().strip():
        return True
    return set(spelling_keys(question.words)) <= set(spelling_keys(text))


def _wanted(question: Question) -> _Wanted:
    return _Wanted(frozenset(question.asked), question.beginning)


def _worth(text: str, question: Question, wanted: _Wanted) -> tuple[int, bool, bool]:
    """How many of the words it has, whether side by side as they were asked, and spelt so."""
    words = [word_of(one) for one in WORDS.findall(nfc(text))]
    there = {word for word in words if wanted.has(word)}
    found = sum(one in there for one in wanted.words)
    if wanted.beginning and wanted.beginning not in there:
        found += any(one.startswith(wanted.beginning) for one in there)
    if not found:
        return 0, False, False
    together = " ".join(question.loose or question.asked)
    return found, together in " ".join(words), question.printed in nfc(text).lower()


def _spans(text: str, wanted: _Wanted) -> list[tuple[int, int]]:
    """Where words that were asked for stand; side by side they are one, as a number with its signs is."""
    spans: list[tuple[int, int]] = []
    for one in WORDS.finditer(text):
        if not wanted.has(word_of(one[0])):
            continue
        if spans and not text[spans[-1][1] : one.start()].strip(BETWEEN_MARKED):
            spans[-1] = (spans[-1][0], one.end())
        else:
            spans.append((one.start(), one.end()))
    return spans


def _cut(text: str, question: Question, wanted: _Wanted) -> str:
    """A piece of a text around the longest run of words that were asked for, at the ends of words."""
    text = " ".join(nfc(text).split())
    spans = _spans(text, wanted)
    begin = max(spans, key=lambda one: one[1] - one[0])[0] if spans else 0
    since = max(0, min(begin - BEFORE, len(text) - LENGTH))
    until = min(len(text), since + LENGTH)
    since = text.rfind(" ", 0, since) + 1 if since else 0
    until = len(text) if until == len(text) else max(text.rfind(" ", begin, until), begin + 1)
    return f"{'… ' if since else ''}{text[since:until]}{' …' if until < len(text) else ''}"
