"""The account of a reading: every line of the source is taken, set aside with a reason, or refused.

It is made from what was read and what stands there, not from what recognition says of itself: a word
is taken only where it is found again in a field or clause. What is found nowhere is set aside as
unplaced. So no word is lost without a sentence, whatever recognition does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any

from lienthong.kernel.text.public import fold
from lienthong.records.texts.recognition.source import Aside, Place, Reason, Source

_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_EMPHASIS = re.compile("[\ue000-\ue004]")
# The figure that calls a note is a word of its own, also where it is not raised: "quy định1".
_CALLED = re.compile(
    r"(?<=[^\W_⁰¹²³⁴-⁹ⁱ])(?=[⁰¹²³⁴-⁹ⁱ])|(?<=[⁰¹²³⁴-⁹ⁱ])(?=[^\W_⁰¹²³⁴-⁹ⁱ])"
    r"|(?<=[^\W\d_]{2})(?=\d{1,2}(?!\w))|(?<=\b\d)(?=[^\W\d_]{2})|(?<=\b\d\d)(?=[^\W\d_]{2})"
)
# Letters of private fonts are seen on the page, although they are no words.
_WORD = re.compile("[^\\W_]+|[\ue005-\uf8ff]+")
_PRIVATE = re.compile("[\ue005-\uf8ff]")
# What the form itself prints around the fields, in another way than the field says it.
_FORM = re.compile(
    r"(?:do (?:khan|mat)|noi nhan|mung|trinh|t m|k t|t l|u? ?q|tm|kt|tl|thua lenh|thay mat|ky thay|thua uy quyen| )+"
)
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MOST_TRIED = 64
# A run of so many words is where it belongs; no other place is tried.
_LONG_ENOUGH = 24
_LISTS = {"recipients", "file_copy", "addressees"}
FORM = "form"


@dataclass(frozen=True)
class Piece:
    """Words that stand in one field or clause of a document, or that it set aside."""

    document: int
    name: str
    text: str
    reason: Reason | None = None


@dataclass(frozen=True)
class Taken:
    """A line that is read, and the field or clause most of its words stand in."""

    place: Place
    document: int | None
    name: str


@dataclass
class Account:
    """What became of every line of a source."""

    lines: int = 0
    taken: list[Taken] = field(default_factory=list)
    set_aside: list[Aside] = field(default_factory=list)
    refused: list[Aside] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "lines": self.lines,
            "taken": len(self.taken),
            "taken_by": self._by_document(),
            "set_aside": [aside.as_json() for aside in self.set_aside],
            "refused": [aside.as_json() for aside in self.refused],
        }

    def _by_document(self) -> list[int]:
        """How many lines each document takes."""
        counts = Counter(one.document for one in self.taken if one.document is not None)
        return [counts[at] for at in range(max(counts, default=-1) + 1)]


def reckon(source: Source, documents: Sequence[dict[str, Any]]) -> Account:
    """The account of what was read from a source."""
    pieces = [piece for at, one in enumerate(documents) for piece in pieces_of(one, at)]
    ledger = _Ledger(pieces)
    lines = [_Line(place, text, _words(text)) for place, text in source.lines()]
    for line in lines:
        ledger.find(line, fewest=2)
    for line in lines:
        line.leave_out_the_form(pieces)
    for line in lines:
        ledger.find(line, fewest=1)
    account = Account(len(lines) + len(source.set_aside) + len(source.refused))
    account.refused += source.refused
    account.set_aside += source.set_aside
    _settle(account, lines, pieces)
    return account


def pieces_of(document: dict[str, Any], at: int) -> Iterator[Piece]:
    """Every field and clause of a document with its words, each of them once."""
    for name, text in _fields(document):
        if text:
            yield Piece(at, name, text)
    for node in document["body"]:
        yield from _clause(node, at)
    for figure in document["recounted"]:  # at the call and at the note
        yield from [Piece(at, "note", figure)] * 2
    for aside in document["set_aside"]:
        yield Piece(at, "set_aside", aside["text"], Reason(aside["reason"]))


def _fields(document: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Each field with the words the form prints around it."""
    yield "form", "Đảng Cộng sản Việt Nam"
    yield "form", "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc"
    yield "number", document["number"] and f"Số {document['number']}"
    yield "date", _place_and_day(document)
    yield "type", document["type"] and document["type"]["name"]
    for name in ("title", "draft", "attached"):
        yield name, document[name]
    for name in ("urgency", "secrecy"):
        yield name, document[name] and document[name].replace("_", " ")
    yield from _bodies(document)
    for signing in document["signings"]:
        yield "signing", " ".join(filter(None, signing.values()))
    yield from _lists(document)


def _bodies(document: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    issuer = document["issuer"] or {}
    spoken = issuer.get("printed_body")
    is_under_the_type = bool(spoken) and issuer.get("printed") == spoken
    yield "issuer", issuer.get("under_type" if is_under_the_type else "printed")
    yield "superior", (document["superior"] or {}).get("printed")
    yield "arrival", (document["arrival"] or {}).get("office")


def _lists(document: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    yield "addressees", document["addressed_as"]
    if document["recipients"] or document["file_copy"]:
        yield "recipients", "Nơi nhận"
    for recipient in document["recipients"] or ():
        yield "recipients", f"{recipient['name']} {recipient['purpose_text'] or ''}"
    for name in ("addressees", "file_copy"):
        for one in document[name] or ():
            yield name, one


def _place_and_day(document: dict[str, Any]) -> str:
    place, date = document["place"] or "", document["date"]
    if date is None:
        return place
    year, month, day = date.split("-")
    return f"{place} ngày {day} tháng {month} năm {year}"


def _clause(node: dict[str, Any], at: int) -> Iterator[Piece]:
    name = node.get("eid") or node["kind"]
    yield Piece(at, name, " ".join(filter(None, (node["marker"], node["heading"], node["text"]))))
    if "groups" in node:
        yield Piece(at, name, " ".join(node["columns"]))
        for group in node["groups"]:
            yield Piece(at, name, f"{group['marker'] or ''} {group['heading'] or ''}")
            for row in group["rows"]:
                yield Piece(at, name, " ".join(row["cells"]))
    for child in node["children"]:
        yield from _clause(child, at)


def _words(text: str) -> list[tuple[str, str]]:
    """Each word as it is compared and as it is seen."""
    return [(_compared(word), word) for word in _WORD.findall(_shown(text))]


def _shown(text: str) -> str:
    """A line without the marks of editors."""
    plain = _CALLED.sub(" ", _EMPHASIS.sub("", unescape(_TAGS.sub(" ", text))))
    return " ".join(plain.replace("\t", " | ").split())


@lru_cache(maxsize=65_536)
def _compared(word: str) -> str:
    folded = fold(word.translate(_LOWERED)) or word
    return folded.lstrip("0") or "0" if folded.isdigit() else folded


@dataclass
class _Line:
    """A line of the source, its words, and the piece each of them was found in."""

    place: Place
    text: str
    words: list[tuple[str, str]]
    found: list[int | None] = field(default_factory=list)
    is_form: bool = False

    def __post_init__(self) -> None:
        self.found = [None] * len(self.words)

    def missing(self) -> list[int]:
        return [at for at, piece in enumerate(self.found) if piece is None]

    def leave_out_the_form(self, pieces: Sequence[Piece]) -> None:
        """Words only the form prints, and the numbers of a list of recipients."""
        left = " ".join(self.words[at][0] for at in self.missing())
        last = self.found[-1] if self.found else None
        is_listed = last is not None and pieces[last].name in _LISTS
        self.is_form = bool(left) and (
            bool(_FORM.fullmatch(left)) or (is_listed and left.isdigit() and self.found[0] is None)
        )

    def set_aside(self, pieces: Sequence[Piece], *, is_repeated: bool) -> Iterator[Aside]:
        """The words of this line that are no part of what was read, by their reasons."""
        words: dict[Reason, list[str]] = {}
        for at, (_word, seen) in enumerate(self.words):
            if reason := self._reason(at, pieces, is_repeated=is_repeated):
                words.setdefault(reason, []).append(seen)
        for reason, some in words.items():
            is_whole = len(some) == len(self.words)
            yield Aside(_shown(self.text) if is_whole else " ".join(some), reason, self.place)

    def _reason(self, at: int, pieces: Sequence[Piece], *, is_repeated: bool) -> Reason | None:
        found = self.found[at]
        if found is not None:
            return pieces[found].reason
        if self.is_form:
            return None
        if _PRIVATE.search(self.words[at][1]):
            return Reason.UNKNOWN_LETTER
        return Reason.REPEATED if is_repeated else Reason.UNPLACED

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(word for word, _seen in self.words)


class _Ledger:
    """The words of all pieces in order; each can be found once."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.words: list[str] = []
        self.owners: list[int] = []
        for owner, piece in enumerate(pieces):
            for word, _seen in _words(piece.text):
                self.words.append(word)
                self.owners.append(owner)
        self.used = bytearray(len(self.words))
        self.expected = 0
        self.places: dict[tuple[str, ...], list[int]] = {}
        for at in reversed(range(len(self.words))):
            self.places.setdefault((self.words[at],), []).append(at)
            if at + 1 < len(self.words):
                self.places.setdefault((self.words[at], self.words[at + 1]), []).append(at)

    def find(self, line: _Line, *, fewest: int) -> None:
        """Find the missing words of a line, in runs of at least so many words or of the whole line."""
        missing = [] if line.is_form else line.missing()
        words = [line.words[at][0] for at in missing]
        start = 0
        while start < len(words):
            place, length = self._longest(words, start)
            if length and length >= min(fewest, len(line.words)):
                for step in range(length):
                    self.used[place + step] = True
                    line.found[missing[start + step]] = self.owners[place + step]
                self.expected = place + length
            start += max(length, 1) if length >= min(fewest, len(line.words)) else 1

    def _longest(self, words: Sequence[str], start: int) -> tuple[int, int]:
        best = self.expected, self._run(words, start, self.expected)
        if best[1] == min(len(words) - start, _LONG_ENOUGH):
            return best
        for key in (tuple(words[start : start + 2]), (words[start],)):
            for place in self._unused(key):
                length = self._run(words, start, place)
                if length > best[1]:
                    best = place, length
                if length == _LONG_ENOUGH:
                    break
            if best[1]:
                break
        return best

    def _unused(self, key: tuple[str, ...]) -> list[int]:
        """The first places of a word or pair that nothing was found at yet."""
        places = self.places.get(key, [])
        while places and self.used[places[-1]]:
            places.pop()
        if len(places) > _MOST_TRIED and sum(map(self.used.__getitem__, places[-_MOST_TRIED:])) > (
            _MOST_TRIED // 2
        ):
            places[:] = [at for at in places if not self.used[at]]
        return places[-1 : -_MOST_TRIED - 1 : -1]

    def _run(self, words: Sequence[str], start: int, place: int) -> int:
        length = 0
        while (
            start + length < len(words)
            and length < _LONG_ENOUGH
            and place + length < len(self.words)
            and not self.used[place + length]
            and self.words[place + length] == words[start + length]
        ):
            length += 1
        return length


def _settle(account: Account, lines: Sequence[_Line], pieces: Sequence[Piece]) -> None:
    """Each line to the piece most of its words stand in; what no piece takes is set aside."""
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        asides = list(line.set_aside(pieces, is_repeated=line.compared in seen))
        account.set_aside += asides
        owners = [at for at in line.found if at is not None and pieces[at].reason is None]
        if owners:
            piece = pieces[max(owners, key=Counter(owners).__getitem__)]
            account.taken.append(Taken(line.place, piece.document, piece.name))
            seen.add(line.compared)
        elif not asides:
            account.taken.append(Taken(line.place, None, FORM))
