"""The walk through a PDF by the grammar: every object of every revision, at any depth."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import IndirectObject, Reference
from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.records.signing import grammar
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _

_DEEPEST: Final = 8
_TOKEN: Final = re.compile(
    rb"[\s]+|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>|<<|>>|\[|\]"
    rb"|(?P<name>/[^\s/<>\[\]()%{}]+)|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\s/<>\[\](]|$))"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*'\"]*)",
    re.DOTALL,
)
_RESOURCE: Final = re.compile(
    r"/(?:[a-z]{1,2}\d+|UprightFace|ItalicFace|BackgroundGS|Import[0-9a-f]{32})"
)


class _At(NamedTuple):
    key: str
    place: str
    depth: int


class Walk:
    """One object has one kind; what a revision adds is reached from what was there."""

    def __init__(self, reader: PdfFileReader) -> None:
        self._reader = reader
        self._kinds: dict[int, str] = {}
        self._links: dict[int, set[int]] = {}
        self._waiting: list[tuple[int, str]] = []
        self._revision = 0
        self._existing: set[int] = set()
        self._inside = 0

    def all_revisions(self) -> None:
        """Refuse the first thing in the file that the grammar does not know."""
        for revision in range(self._reader.xrefs.total_revisions):
            self._look_at(revision)

    def unreached(self) -> set[int]:
        """Objects that nothing in the newest revision leads to any more."""
        reached, ahead = set(), [0]
        while ahead:
            for number in self._links.get(ahead.pop(), ()):
                if number not in reached:
                    reached.add(number)
                    ahead.append(number)
        return set(self._kinds) - reached

    def _look_at(self, revision: int) -> None:
        self._revision = revision
        touched = set()
        for reference in self._reader.xrefs.explicit_refs_in_revision(revision):
            if reference.generation:
                raise _not_as_it_must_be(str(reference.idnum), "xref")
            touched.add(reference.idnum)
        self._existing |= touched
        self._waiting = [(at, self._kinds[at]) for at in sorted(touched) if at in self._kinds]
        looked_at: set[int] = set()
        self._inside, self._links[0] = 0, set()
        trailer = self._reader.get_historical_resolver(revision).trailer_view
        self._kind(trailer, "trailer", 0)
        while self._waiting:
            number, shape = self._waiting.pop()
            if number not in looked_at:
                looked_at.add(number)
                self._inside, self._links[number] = number, set()
                self._shape(self._object(number), (shape,), "", shape.strip("@[]"), 0)
        strays = touched - looked_at
        if strays:
            raise Refused(
                _("The file holds an object to which nothing in it leads (number %(number)s)."),
                number=min(strays),
            )

    def _object(self, number: int) -> Any:
        reference = Reference(number, 0, self._reader)
        if self._reader.xrefs.get_last_change(reference) == self._revision:
            return self._reader.get_object(reference)
        return self._reader.get_historical_resolver(self._revision).get_object(reference)

    def _shape(self, value: Any, shapes: tuple[str, ...], key: str, place: str, depth: int) -> None:
        if isinstance(value, IndirectObject):
            self._refer(value, shapes, key, place)
            return
        if depth > _DEEPEST:
            raise _not_as_it_must_be(key, place)
        at = _At(key, place, depth)
        if len(shapes) > 1:
            shapes = tuple(shape for shape in shapes if _may_be(value, shape))
        if not any(self._fits(value, shape, at) for shape in shapes):
            raise _not_as_it_must_be(key, place)

    def _fits(self, value: Any, shape: str, at: _At) -> bool:
        """Whether a value is of a shape; what is wrong deeper inside is refused there."""
        if shape.startswith("@"):
            if isinstance(value, generic.DictionaryObject):
                self._kind(value, shape[1:], at.depth)
                return True
            return False
        if shape.startswith("["):
            return isinstance(value, generic.ArrayObject) and self._list(value, shape, at)
        if shape.startswith("{"):
            return type(value) is generic.DictionaryObject and self._named(value, shape, at)
        if shape in SPECIAL:
            return isinstance(value, generic.ArrayObject) and SPECIAL[shape](self, value, at.place)
        return _is_plain(value, shape)

    def _named(self, values: generic.DictionaryObject, shape: str, at: _At) -> bool:
        shapes = grammar.alternatives(shape[1:-1])
        for name in values:
            self._shape(values.raw_get(name), shapes, str(name), at.place, at.depth + 1)
        return True

    def _refer(
        self, pointer: IndirectObject, shapes: tuple[str, ...], key: str, place: str
    ) -> None:
        number = pointer.reference.idnum
        if pointer.reference.generation or number not in self._existing:
            raise _not_as_it_must_be(key, place)
        self._links[self._inside].add(number)
        known = self._kinds.get(number)
        if known is None:
            known = shapes[0] if len(shapes) == 1 else self._told_apart(number, shapes, key, place)
            self._kinds[number] = known
            self._waiting.append((number, known))
        elif known not in shapes:
            raise _not_as_it_must_be(key, place)

    def _told_apart(self, number: int, shapes: tuple[str, ...], key: str, place: str) -> str:
        value = self._object(number)
        for shape in shapes:
            if shape[0] in "@[" and _may_be(value, shape):
                return shape
        raise _not_as_it_must_be(key, place)

    def _list(self, values: generic.ArrayObject, shape: str, at: _At) -> bool:
        inner, _bracket, length = shape[1:].rpartition("]")
        shapes = grammar.alternatives(inner)
        for place in range(len(values)):
            self._shape(values.raw_get(place), shapes, at.key, at.place, at.depth + 1)
        return not length or len(values) == int(length)

    def _kind(self, value: Any, name: str, depth: int) -> None:
        kind = grammar.KINDS[name]
        if _is_stream(value) != kind.is_stream:
            raise _not_as_it_must_be(name, name)
        missing = kind.required - set(value)
        if missing:
            raise _not_as_it_must_be(min(missing), name)
        for key in value:
            shapes = kind.shapes.get(str(key))
            if shapes is None:
                raise Refused(
                    _(
                        "The file contains %(key)s (in: %(place)s), which an official document never does."
                    ),
                    key=str(key)[:80],
                    place=name,
                )
            self._shape(value.raw_get(key), shapes, str(key), name, depth + 1)
        if name in STREAMS:
            STREAMS[name](value)

    def _pairs(self, values: generic.ArrayObject, shapes: tuple[str, ...], place: str) -> bool:
        for at in range(1, len(values), 2):
            self._shape(values.raw_get(at), shapes, "/Nums", place, 1)
        return len(values) % 2 == 0

    def parents(self, values: generic.ArrayObject, place: str) -> bool:
        keys = all(isinstance(values[at], int) for at in range(0, len(values), 2))
        return keys and self._pairs(values, ("[@element]", "@element"), place)

    def ids(self, values: generic.ArrayObject, place: str) -> bool:
        keys = all(_is_plain(values[at], "string") for at in range(0, len(values), 2))
        return keys and self._pairs(values, ("@element",), place)

    def widths(self, values: generic.ArrayObject, place: str) -> bool:
        for at in range(len(values)):
            self._shape(values.raw_get(at), ("number", "[number]"), "/W", place, 1)
        return True

    def destination(self, values: generic.ArrayObject, place: str) -> bool:
        if len(values) != 5 or values[1] != "/XYZ":
            return False
        self._shape(values.raw_get(0), ("@page",), "/Dest", place, 1)
        return all(_is_plain(values[at], "number") for at in (2, 3, 4))

    def a4(self, values: generic.ArrayObject, place: str) -> bool:
        return tuple(float(value) for value in values) in grammar.A4


SPECIAL: Final[dict[str, Callable[[Walk, generic.ArrayObject, str], bool]]] = {
    "parents": Walk.parents,
    "ids": Walk.ids,
    "widths": Walk.widths,
    "destination": Walk.destination,
    "a4": Walk.a4,
}


def check_drawing(data: bytes, allowed: frozenset[str]) -> None:
    """Only the listed operators, on resources and tags of ours, and no text that is not seen."""
    before = b""
    for token in _tokens(data):
        kind, text = token.lastgroup, token.group()
        if kind == "operator":
            operator = text.decode("ascii")
            if operator not in allowed or (operator == "Tr" and before != b"0"):
                raise _drawn_otherwise(operator)
        elif kind == "name":
            name = text.decode("latin-1")
            known = name in grammar.TAGS or name in grammar.TAG_KEYS or _RESOURCE.fullmatch(name)
            if not known:
                raise _drawn_otherwise(name)
        if kind:
            before = text


def _tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    at = 0
    while at < len(data):
        token = _TOKEN.match(data, at)
        if token is None:
            raise _drawn_otherwise(data[at : at + 8].decode("latin-1"))
        yield token
        at = token.end()


def _check_page(drawing: Any) -> None:
    check_drawing(drawing.data, grammar.PAGE_OPERATORS)


def _check_appearance(drawing: Any) -> None:
    check_drawing(drawing.data, grammar.APPEARANCE_OPERATORS)


def _check_profile(profile: Any) -> None:
    if hashlib.sha256(profile.data).hexdigest() != grammar.PROFILES[int(profile["/N"])]:
        raise _not_as_it_must_be("/ICCBased", "profile")


STREAMS: Final[dict[str, Callable[[Any], None]]] = {
    "drawing": _check_page,
    "appearance": _check_appearance,
    "profile": _check_profile,
}


def _is_stream(value: Any) -> bool:
    return isinstance(value, generic.StreamObject)


def _may_be(value: Any, shape: str) -> bool:
    """Whether a shape comes into question, where several are possible."""
    if shape.startswith("["):
        return isinstance(value, generic.ArrayObject)
    if not shape.startswith("@"):
        return True
    if not isinstance(value, generic.DictionaryObject):
        return False
    kind = grammar.KINDS[shape[1:]]
    names = {key: value.raw_get(key) for key in value}
    return kind.is_stream == _is_stream(value) and all(
        kind.is_told_by(str(key), str(name))
        for key, name in names.items()
        if isinstance(name, generic.NameObject)
    )


def _is_plain(value: Any, shape: str) -> bool:
    if shape.startswith("/"):
        return isinstance(value, generic.NameObject) and value == shape
    if shape == "name":
        return isinstance(value, generic.NameObject)
    if shape == "string":
        return isinstance(value, generic.TextStringObject | generic.ByteStringObject)
    if shape in ("true", "false"):
        return isinstance(value, generic.BooleanObject) and bool(value) == (shape == "true")
    if shape == "null":
        return isinstance(value, generic.NullObject)
    whole = isinstance(value, generic.NumberObject)
    if shape == "number":
        return whole or isinstance(value, generic.FloatObject)
    return whole and (shape == "int" or str(int(value)) == shape)


def _not_as_it_must_be(key: str, place: str) -> Refused:
    return Refused(
        _("%(key)s (in: %(place)s) is not what it must be in an official document."),
        key=key[:80],
        place=place,
    )


def _drawn_otherwise(what: str) -> Refused:
    return Refused(
        _("A page is drawn with %(what)s, which an official document never is."), what=what[:80]
    )
