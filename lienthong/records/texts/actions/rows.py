"""What is done with the rows of a table, such as the tasks in an appendix."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.records.texts.actions.clauses import Change, Node, changed, locked, tidy
from lienthong.records.texts.clauses.identity import new_wid
from lienthong.records.texts.clauses.tree import RowPlace, group_of, row_place_of
from lienthong.records.texts.models import Text


@transaction.atomic
def edit_table_row(
    text_id: int, wid: str, *, cells: Sequence[str], expected_revision: int, actor: Actor
) -> Change:
    """Give a row other words, cell by cell; its identity stays."""
    kept = locked(text_id, expected_revision)
    place = _row(kept, wid)

    before = deepcopy(place.row)
    _write(place.table, place.row, cells)
    return changed(kept, wid, before, place.row)


@transaction.atomic
def insert_table_row(
    text_id: int, *, after: str, cells: Sequence[str], expected_revision: int, actor: Actor
) -> Change:
    """Put a row after another, or first into a group; the rows behind it count on."""
    kept = locked(text_id, expected_revision)
    place = row_place_of(kept.body, after)
    named = None if place else group_of(kept.body, after)
    if place is None and named is None:
        raise RuleBroken(_("This row is no longer in the table."))

    table, group = (place.table, place.group) if place else named or ({}, {})
    row: Node = {"wid": new_wid(), "marker": None, "cells": []}
    _write(table, row, cells)
    group["rows"].insert(place.index + 1 if place else 0, row)
    _count_rows(table, group)
    return changed(kept, row["wid"], None, row)


@transaction.atomic
def remove_table_row(text_id: int, wid: str, *, expected_revision: int, actor: Actor) -> Change:
    """Take a row out of its table; the rows behind it count on."""
    kept = locked(text_id, expected_revision)
    place = _row(kept, wid)

    before = place.group["rows"].pop(place.index)
    _count_rows(place.table, place.group)
    return changed(kept, wid, before, None)


def _row(kept: Text, wid: str) -> RowPlace:
    place = row_place_of(kept.body, wid)
    if place is None:
        raise RuleBroken(_("This row is no longer in the table."))
    return place


def _write(table: Node, row: Node, cells: Sequence[str]) -> None:
    if len(cells) != len(table["columns"]):
        raise RuleBroken(_("A row of a table has not as many cells as the table has columns."))
    row["cells"] = [tidy(cell) for cell in cells]
    if "marker" in (table.get("roles") or [])[:1]:
        row["marker"] = row["cells"][0].rstrip(".)") or None


def _count_rows(table: Node, group: Node) -> None:
    """Rows numbered 1, 2, 3 stay so; other marks are the author's."""
    if "marker" not in (table.get("roles") or [])[:1]:
        return
    if all(not row["marker"] or row["marker"].isdigit() for row in group["rows"]):
        for number, row in enumerate(group["rows"], 1):
            row["marker"] = str(number)
            row["cells"][0] = str(number)
