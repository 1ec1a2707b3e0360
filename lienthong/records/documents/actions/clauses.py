"""The text of a draft, clause by clause; the text's own room keeps identity and order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.records.texts import public as texts
from lienthong.records.texts.public import NewClause

from ..models import Document
from .editing import edit_text


@dataclass(frozen=True)
class Words:
    """What a clause is to say, and the revision of the text somebody looked at."""

    revision: int
    marker: str = ""
    heading: str = ""
    text: str = ""


@dataclass(frozen=True)
class Place:
    """Where something new goes: after a clause, inside one, or at the end of the text."""

    revision: int
    after: str = ""
    inside: str = ""


def edit_clause(document_id: int, wid: str, words: Words, *, actor: Actor) -> Document:
    """Give a clause of a draft another mark or other words."""

    def change(document: Document) -> str:
        revision = words.revision
        clause = texts.clause_in(document.text, wid) or {}
        if words.marker.strip() != (clause.get("marker") or ""):
            changed = texts.mark_clause(
                document.text_id,
                wid,
                marker=words.marker,
                expected_revision=revision,
                actor=actor,
            )
            revision = changed.text.revision
        texts.edit_clause(
            document.text_id,
            wid,
            heading=words.heading,
            text=words.text,
            expected_revision=revision,
            actor=actor,
        )
        return wid

    return edit_text(document_id, change, actor=actor)


def edit_row(
    document_id: int, wid: str, cells: Sequence[str], revision: int, *, actor: Actor
) -> Document:
    """Give a table row of a draft other words."""

    def change(document: Document) -> str:
        texts.edit_table_row(
            document.text_id, wid, cells=cells, expected_revision=revision, actor=actor
        )
        return wid

    return edit_text(document_id, change, actor=actor)


def insert_clause(document_id: int, clause: NewClause, place: Place, *, actor: Actor) -> Document:
    """Put a clause into a draft."""

    def change(document: Document) -> str:
        if place.inside:
            made = texts.insert_clause_inside(
                document.text_id,
                clause,
                inside=place.inside,
                expected_revision=place.revision,
                actor=actor,
            )
        else:
            made = texts.insert_clause(
                document.text_id,
                clause,
                after=place.after or None,
                expected_revision=place.revision,
                actor=actor,
            )
        return made.wid

    return edit_text(document_id, change, actor=actor)


def insert_row(document_id: int, cells: Sequence[str], place: Place, *, actor: Actor) -> Document:
    """Put a row into a table of a draft."""

    def change(document: Document) -> str:
        made = texts.insert_table_row(
            document.text_id,
            after=place.after,
            cells=cells,
            expected_revision=place.revision,
            actor=actor,
        )
        return made.wid

    return edit_text(document_id, change, actor=actor)


def move_clause(
    document_id: int, wid: str, *, upwards: bool, revision: int, actor: Actor
) -> Document:
    """Put a clause before or behind its neighbour."""
    move = texts.move_clause_up if upwards else texts.move_clause_down

    def change(document: Document) -> str:
        move(document.text_id, wid, expected_revision=revision, actor=actor)
        return wid

    return edit_text(document_id, change, actor=actor)


def remove_piece(document_id: int, wid: str, revision: int, *, actor: Actor) -> Document:
    """Take a clause, or a table row, out of a draft."""

    def change(document: Document) -> str:
        piece = texts.clause_in(document.text, wid)
        if piece is None:
            raise RuleBroken(_("This clause is no longer in the text."))
        remove = texts.remove_table_row if "cells" in piece else texts.remove_clause
        remove(document.text_id, wid, expected_revision=revision, actor=actor)
        return wid

    return edit_text(document_id, change, actor=actor)
