"""Wordings that others proposed, put into a text: the text as it stood is kept as a version before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.records.texts.actions.versions import Reason, kept_version
from lienthong.records.texts.actions.writing import body_with
from lienthong.records.texts.clauses.changes import Changes
from lienthong.records.texts.clauses.identity import new_wid
from lienthong.records.texts.clauses.pieces import Piece, flat
from lienthong.records.texts.models import Text


@dataclass(frozen=True)
class PutIn:
    """The text with the wording in it, and the clause that bears it; of one that was struck, its own."""

    text: Text
    wid: str


@transaction.atomic
def put_wording(
    text_id: int, wid: str, parts: Sequence[str], *, revision: int, actor: Actor
) -> PutIn:
    """Give a clause or a row the words that were agreed to.

    `parts` are the words of the clause with its line ends, or the cells of the row; `revision` is that of
    the text somebody read: a clause changed since is not overwritten unseen.
    """
    kept, piece, _below = _found(text_id, wid, revision)

    words = {"cells": list(parts)} if "cells" in piece else {"lines": parts[0].split("\n")}
    return _changed(kept, wid, Changes(kept.revision, (piece | words,), (), None), actor)


@transaction.atomic
def put_behind(
    text_id: int, wid: str, parts: Sequence[str], *, revision: int, actor: Actor
) -> PutIn:
    """Put a clause of the same kind behind another and all below it."""
    kept, piece, below = _found(text_id, wid, revision)
    if "lines" not in piece:
        raise RuleBroken(_("A clause can be put in behind a clause only, not behind a row."))

    seed = None if piece["fixed"] else piece["seed"]
    new: Piece = {"wid": (own := new_wid()), "fixed": False, "seed": seed, "head": False}
    new |= {"lines": parts[0].split("\n"), "after": below[-1] if below else wid}
    return _changed(kept, own, Changes(kept.revision, (piece | new,), (), None), actor)


@transaction.atomic
def strike(text_id: int, wid: str, *, revision: int, actor: Actor) -> PutIn:
    """Take a clause out with everything below it, or a row."""
    kept, _piece, below = _found(text_id, wid, revision)

    return _changed(kept, wid, Changes(kept.revision, (), (wid, *below), None), actor)


def _found(text_id: int, wid: str, revision: int) -> tuple[Text, Piece, list[str]]:
    """The text, locked, the piece in it, and what stands below it."""
    kept = Text.objects.select_for_update().get(pk=text_id)
    pieces = flat(kept.body)
    at = next((place for place, one in enumerate(pieces) if one["wid"] == wid), None)
    if at is None:
        raise RuleBroken(_("This clause is no longer in the text."))
    if kept.touched.get(wid, 0) > revision:
        raise RuleBroken(
            _("This clause has just been changed. Compare both wordings and put it in once more.")
        )
    below = []
    for piece in pieces[at + 1 :]:
        if "depth" in piece and piece["depth"] <= pieces[at].get("depth", 0):
            break
        below.append(piece["wid"])
    return kept, pieces[at], below if "depth" in pieces[at] else []


def _changed(kept: Text, wid: str, changes: Changes, actor: Actor) -> PutIn:
    body = body_with(kept, changes)
    kept_version(kept, reason=Reason.TAKEN_IN, written_by=actor.name)
    kept.body = body
    kept.note_change(changes.touched)
    kept.save(update_fields=["body", "revision", "touched", "ordered_at"])
    return PutIn(kept, wid)
