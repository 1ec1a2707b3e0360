"""The text of a draft, clause by clause; the text's own room keeps identity and order.

`revision` is that of the text somebody looked at: nobody overwrites another's change unseen.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.records.texts import public as texts
from lienthong.records.texts.public import NewClause

from ..models import Document
from .editing import edit_text


def edit_clause(
    document_id: int, wid: str, *, revision: int, actor: Actor, **words: str
) -> Document:
    """Give a clause of a draft another mark or other words: marker, heading and text."""
    marker, heading, text = words["marker"], words["heading"], words["text"]

    def change(document: Document) -> Any:
        clause = texts.clause_in(document.text, wid) or {}
        expected: dict[str, Any] = {"expected_revision": revision, "actor": actor}
        if marker.strip() != (clause.get("marker") or ""):
            marked = texts.mark_clause(document.text_id, wid, marker=marker, **expected)
            expected["expected_revision"] = marked.text.revision
        return texts.edit_clause(document.text_id, wid, heading=heading, text=text, **expected)

    return edit_text(document_id, change, actor=actor)


def edit_row(
    document_id: int, wid: str, *, cells: Sequence[str], revision: int, actor: Actor
) -> Document:
    """Give a table row of a draft other words."""
    return edit_text(
        document_id,
        lambda document: texts.edit_table_row(
            document.text_id, wid, cells=cells, expected_revision=revision, actor=actor
        ),
        actor=actor,
    )


def insert_clause(
    document_id: int,
    clause: NewClause,
    *,
    revision: int,
    after: str = "",
    inside: str = "",
    actor: Actor,
) -> Document:
    """Put a clause into a draft: after one, inside one, or at the end of the text."""
    expected: dict[str, Any] = {"expected_revision": revision, "actor": actor}

    def change(document: Document) -> Any:
        if inside:
            return texts.insert_clause_inside(document.text_id, clause, inside=inside, **expected)
        return texts.insert_clause(document.text_id, clause, after=after or None, **expected)

    return edit_text(document_id, change, actor=actor)


def insert_row(
    document_id: int, after: str, *, cells: Sequence[str], revision: int, actor: Actor
) -> Document:
    """Put a row into a table of a draft."""
    return edit_text(
        document_id,
        lambda document: texts.insert_table_row(
            document.text_id, after=after, cells=cells, expected_revision=revision, actor=actor
        ),
        actor=actor,
    )


def move_clause(
    document_id: int, wid: str, *, direction: str, revision: int, actor: Actor
) -> Document:
    """Put a clause before or behind its neighbour."""
    move = texts.move_clause_up if direction == "up" else texts.move_clause_down
    return edit_text(
        document_id,
        lambda document: move(document.text_id, wid, expected_revision=revision, actor=actor),
        actor=actor,
    )


def remove_piece(document_id: int, wid: str, *, revision: int, actor: Actor) -> Document:
    """Take a clause, or a table row, out of a draft."""

    def change(document: Document) -> Any:
        piece = texts.clause_in(document.text, wid)
        if piece is None:
            raise RuleBroken(_("This clause is no longer in the text."))
        remove = texts.remove_table_row if "cells" in piece else texts.remove_clause
        return remove(document.text_id, wid, expected_revision=revision, actor=actor)

    return edit_text(document_id, change, actor=actor)
