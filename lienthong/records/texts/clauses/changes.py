"""What an editor sends: the pieces that differ from what it knows, by their identity."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.clauses.kinds import KINDS
from lienthong.records.texts.clauses.pieces import Piece

WID = re.compile(r"^c[a-z2-7]{10}$")
_SUBSTANCE = ("kind", "depth", "head", "lines", "cells", "data", "columns", "in")


class Unreadable(ValueError):
    """A message that no editor of ours sends."""


@dataclass(frozen=True)
class Changes:
    """Pieces put in or changed, those dropped, and the whole order if anything moved.

    A piece that is new says in `after` behind which one it stands, None where it is the first.
    """

    revision: int
    puts: tuple[Piece, ...] = ()
    drops: tuple[str, ...] = ()
    order: tuple[str, ...] | None = None

    @property
    def touched(self) -> set[str]:
        return {*(piece["wid"] for piece in self.puts), *self.drops}


def read_changes(written: str) -> Changes:
    """A message as it came; raises Unreadable where its shape is wrong."""
    try:
        given = json.loads(written)
        puts = tuple(_piece(one) for one in given["puts"])
        order = given.get("order")
        return Changes(
            revision=_exactly(int, given["revision"]),
            puts=puts,
            drops=tuple(_wid(one) for one in given["drops"]),
            order=None if order is None else tuple(_wid(one) for one in order),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable from error


def applied(pieces: list[Piece], changes: Changes) -> list[Piece]:
    """The pieces with the changes in them; a place that is gone is refused."""
    by_wid = {piece["wid"]: piece for piece in pieces}
    dropped = set(changes.drops)
    order = [piece["wid"] for piece in pieces if piece["wid"] not in dropped]
    for put in changes.puts:
        wid = put["wid"]
        if wid not in by_wid:
            after = put.get("after")
            if after is not None and after not in order:
                raise RuleBroken(_("The place of a new clause is no longer in the text."))
            order.insert(order.index(after) + 1 if after is not None else 0, wid)
        by_wid[wid] = {part: value for part, value in put.items() if part != "after"}
    if changes.order is not None:
        if sorted(order) != sorted(changes.order):
            raise RuleBroken(_("The order of the clauses has changed meanwhile."))
        order = list(changes.order)
    return [by_wid[wid] for wid in order if wid in by_wid]


def touched_between(before: Iterable[Piece], after: Iterable[Piece]) -> set[str]:
    """Whose words, kind, level or row differ; that a mark counted on is no change."""
    old, new = ({piece["wid"]: _substance(piece) for piece in some} for some in (before, after))
    return {wid for wid in old.keys() | new.keys() if old.get(wid) != new.get(wid)}


def _substance(piece: Piece) -> list[Any]:
    return [piece.get(part) for part in _SUBSTANCE]


# --- The shape of a message -----------------------------------------------------------------------


def _piece(given: Any) -> Piece:
    kind = given["kind"]
    shape = _ROW if kind in ("row", "group") else _TABLE if kind == "table" else _CLAUSE
    if kind not in KINDS and shape is not _ROW:
        raise Unreadable
    piece = {part: read(given[part]) for part, read in shape.items()}
    piece["kind"] = kind
    if "after" in given:
        piece["after"] = None if given["after"] is None else _wid(given["after"])
    return piece


def _exactly(wanted: type, value: Any) -> Any:
    if type(value) is not wanted:
        raise Unreadable
    return value


def _wid(value: Any) -> str:
    if not isinstance(value, str) or not WID.match(value):
        raise Unreadable
    return value


def _depth(value: Any) -> int:
    depth: int = _exactly(int, value)
    if not 0 <= depth < 100:
        raise Unreadable
    return depth


def _words(value: Any) -> list[str]:
    return [_exactly(str, one) for one in _exactly(list, value)] or [""]


def _lines(value: Any) -> list[str]:
    lines = _words(value)
    if any("\n" in line or "\r" in line for line in lines):
        raise Unreadable
    return lines


def _seed(value: Any) -> str | None:
    return None if value is None else str(_exactly(str, value))


def _data(value: Any) -> dict[str, Any]:
    """What a table says beside its rows; its columns' roles are known words."""
    data = dict(_exactly(dict, value))
    roles = [_exactly(str, one) for one in data.get("roles") or []]
    words = {part: data.get(part) for part in ("marker", "heading", "text")}
    if any(one is not None and not isinstance(one, str) for one in words.values()):
        raise Unreadable
    return {"roles": roles, **words}


_ROW: dict[str, Callable[[Any], Any]] = {"wid": _wid, "in": _wid, "cells": _words}
_CLAUSE: dict[str, Callable[[Any], Any]] = {
    "wid": _wid,
    "depth": _depth,
    "seed": _seed,
    "fixed": lambda value: _exactly(bool, value),
    "head": lambda value: _exactly(bool, value),
    "lines": _lines,
}
_TABLE: dict[str, Callable[[Any], Any]] = {
    "wid": _wid,
    "depth": _depth,
    "data": _data,
    "columns": _words,
}
