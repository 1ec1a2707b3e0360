"""Narrowing and ordering rows, whether the database holds them or they are at hand already."""

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from lienthong.kernel.text.public import fold
from lienthong.ui.lists.columns import at_path

Rows = QuerySet[Any] | Sequence[Any]
# A lookup of the ORM and its value: ("document__issued_on__gte", day).
Condition = tuple[str, Any]
# What is searched for a word: a lookup, or the condition that a word makes.
Searched = str | Callable[[str], Condition]
OPERATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "contains": operator.contains,
    "icontains": lambda text, part: part.lower() in text.lower(),
    "gte": operator.ge,
    "lte": operator.le,
    "in": lambda value, chosen: value in chosen,
}


def any_of(rows: Rows, conditions: Iterable[Condition]) -> Rows:
    """The rows for which one of the conditions is true."""
    if isinstance(rows, QuerySet):
        either = Q()
        for condition in conditions:
            either |= Q(condition)
        return rows.filter(either)
    asked = list(conditions)
    return [row for row in rows if any(_is_true(row, *condition) for condition in asked)]


def _is_true(row: Any, lookup: str, wanted: Any) -> bool:
    path, _, name = lookup.rpartition("__")
    if name not in OPERATIONS:
        return bool(at_path(row, lookup.replace("__", ".")) == wanted)
    value = at_path(row, path.replace("__", "."))
    return value is not None and OPERATIONS[name](value, wanted)


def with_words(rows: Rows, fields: Sequence[Searched], words: str) -> Rows:
    """The rows that hold every word in one of their fields; marks and case matter in none that is kept folded."""
    for word in words.split():
        rows = any_of(rows, [one for field in fields for one in _holding(field, word)])
    return rows


def _holding(field: Searched, word: str) -> list[Condition]:
    plain = fold(word)
    if callable(field):
        return [field(plain)]
    if field.endswith("_folded"):
        return [(f"{field}__contains", plain)]
    return [(f"{field}__icontains", one) for one in {word, plain}]


def in_order(rows: Rows, fields: Sequence[str], *, down: bool) -> Rows:
    """Sorted by fields, the empty ones last, equal ones in a fixed order."""
    if isinstance(rows, QuerySet):
        by = [
            F(one).desc(nulls_last=True) if down else F(one).asc(nulls_last=True) for one in fields
        ]
        return rows.order_by(*by, "-pk" if down else "pk")
    paths = [one.replace("__", ".") for one in fields]
    known = [row for row in rows if at_path(row, paths[0]) is not None]
    known.sort(key=lambda row: [at_path(row, path) for path in paths], reverse=down)
    return [*known, *(row for row in rows if at_path(row, paths[0]) is None)]
