"""Questions about texts. Who may ask is decided by the room that owns the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from lienthong.kernel.reference.public import rule
from lienthong.records.texts.clauses.identity import pieces
from lienthong.records.texts.commitments.dating import DateRules
from lienthong.records.texts.models import Text, TextVersion

Node = dict[str, Any]


def clauses_of(text: Text | TextVersion) -> list[Node]:
    """The clauses of a text or of a version, each with its address and label."""
    body: list[Node] = text.body
    return body


def every_clause(body: list[Node]) -> Iterator[Node]:
    """Every clause in reading order, the ones below another right after it."""
    for node in body:
        yield node
        yield from every_clause(node["children"])


def clause_in(text: Text | TextVersion, wid: str) -> Node | None:
    """A clause or a table row by its permanent identity; None when it is not in this text."""
    return next((piece for piece in pieces(text.body) if piece["wid"] == wid), None)


def labels_of(text: Text | TextVersion) -> dict[str, str]:
    """What officials call each clause and row in this version, by permanent identity."""
    return {piece["wid"]: str(piece.get("label") or "") for piece in pieces(text.body)}


def date_rules_on(day: dt.date) -> DateRules:
    """The rules about deadlines that are in force on a day. # T-11, T-12"""
    before, default = rule("texts.before_a_day", day), rule("texts.default_deadline", day)
    return DateRules(
        before_is_inclusive=before.value["days"] == 0,
        default_days=default.value["days"],
        roll=default.value["roll"],
    )
