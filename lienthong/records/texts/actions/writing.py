"""Changes of many clauses at once, as an editor sends them while somebody types."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.text.public import is_secret_beside
from lienthong.records.texts.actions.clauses import tidy
from lienthong.records.texts.actions.versions import Reason, body_to_freeze, kept_version
from lienthong.records.texts.clauses.addresses import number_eids
from lienthong.records.texts.clauses.changes import Changes, applied
from lienthong.records.texts.clauses.checking import check_body
from lienthong.records.texts.clauses.identity import pieces as every_piece
from lienthong.records.texts.clauses.pieces import Piece, flat, grown
from lienthong.records.texts.models import Text, Writing, sha256_of

SIGN_OF_LIFE = dt.timedelta(minutes=5)
NOTED_EVERY = dt.timedelta(minutes=10)
VERSION_EVERY = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Written:
    """The text after the changes: whether others had changed it since the writer read it, and whether
    the history is to say that they write."""

    text: Text
    others_wrote: bool
    is_to_be_noted: bool
    was_taken_over: bool = False


class HeldByOther(RuleBroken):
    """Somebody else writes the text now; nothing was changed."""


def held_by_other(text: Text, actor: Actor) -> str:
    """Who else writes the text now, in a sentence; empty where nobody does."""
    writing = Writing.objects.filter(text=text).first()
    return _said_of(writing) if writing and _is_held_by_other(writing, actor) else ""


class Clash(Exception):  # noqa: N818 -- not a fault: both wordings are shown, and a person chooses
    """Others have changed the same pieces since the writer read them; nothing was changed."""

    def __init__(self, text: Text, wids: set[str]) -> None:
        super().__init__(wids)
        self.text, self.wids = text, wids


def last_writer(text: Text) -> str:
    """Who wrote the text in the editor last; empty where nobody has."""
    writing = Writing.objects.filter(text=text).first()
    return writing.name if writing else ""


@transaction.atomic
def write(text_id: int, changes: Changes, *, take_over: bool = False, actor: Actor) -> Written:
    """Change the pieces of a text by their identity.

    Raises HeldByOther where somebody else writes it, unless it is taken over, and Clash where others have
    changed the same pieces. What others changed elsewhere stays, and the writer is told of it: who wrote on
    an old reading would otherwise later win over them unseen.
    """
    kept = Text.objects.select_for_update().get(pk=text_id)
    before = Writing.objects.filter(text=kept).first()
    is_held = before is not None and _is_held_by_other(before, actor)
    if before is not None and is_held and not take_over:
        raise HeldByOther(_said_of(before))
    if not 0 < changes.revision <= kept.revision:
        raise Clash(kept, set())
    theirs = {wid for wid, revision in kept.touched.items() if revision > changes.revision}
    if clash := theirs & changes.touched:
        raise Clash(kept, clash)
    others_wrote = bool(theirs) or kept.ordered_at > changes.revision

    try:
        body = body_with(kept, changes)
    except RuleBroken as broken:
        # A place that others have taken away meanwhile is no fault of the writer.
        raise Clash(kept, set()) if others_wrote else broken from broken
    _keep_what_stood(kept, before, actor)
    kept.body = body
    kept.note_change(changes.touched, reordered=changes.order is not None)
    kept.save(update_fields=["body", "revision", "touched", "ordered_at"])
    writing = _hold(kept, before, actor)
    return Written(
        kept,
        others_wrote,
        is_to_be_noted=writing.noted_at == writing.seen_at,
        was_taken_over=is_held,
    )


def body_with(kept: Text, changes: Changes) -> list[dict[str, Any]]:
    """The body with the changes in it; a mark of secrecy and an impossible place are refused."""
    tidied = Changes(
        changes.revision, tuple(map(_tidied, changes.puts)), changes.drops, changes.order
    )
    _refuse_secret(tidied)
    rows = {one["wid"]: one for one in every_piece(kept.body) if "cells" in one}
    body = grown(applied(flat(kept.body), tidied), rows)
    return check_body(number_eids(body))


def _is_held_by_other(writing: Writing, actor: Actor) -> bool:
    is_live = timezone.now() - writing.seen_at < SIGN_OF_LIFE
    return is_live and writing.person_id != actor.person_id


def _said_of(writing: Writing) -> str:
    hour = timezone.localtime(writing.began_at).strftime("%H:%M")
    return _(
        "%(name)s is writing this text (since %(hour)s). What you write is not saved while they do."
    ) % {"name": writing.name, "hour": hour}


def _hold(kept: Text, before: Writing | None, actor: Actor) -> Writing:
    """Say that the actor writes the text now."""
    now = timezone.now()
    is_same = before is not None and before.person_id == actor.person_id
    writing = before or Writing(text=kept)
    if not is_same or now - writing.seen_at > SIGN_OF_LIFE:
        writing.began_at = now
    if not is_same or now - writing.noted_at > NOTED_EVERY:
        writing.noted_at = now
    writing.person_id, writing.name, writing.seen_at = actor.person_id, actor.name, now
    writing.save()
    return writing


def _keep_what_stood(kept: Text, before: Writing | None, actor: Actor) -> None:
    """Keep a version before somebody goes on writing, takes over, and each half hour."""
    if not kept.body:
        return
    now = timezone.now()
    last = kept.versions.order_by("number").last()
    reason = why_kept(before, actor, now, last.frozen_at if last else None)
    if reason and (last is None or last.sha256 != sha256_of(body_to_freeze(kept))):
        kept_version(kept, reason=reason, written_by=before.name if before else "")


def why_kept(
    before: Writing | None, actor: Actor, now: dt.datetime, last_at: dt.datetime | None
) -> str:
    """For what reason a version is kept before the next change; empty where none is."""
    if before is None or now - before.seen_at > SIGN_OF_LIFE:
        return Reason.OPENED
    if before.person_id != actor.person_id:
        return Reason.TAKEN_OVER
    since = max(before.began_at, last_at or before.began_at)
    return Reason.WRITTEN if now - since > VERSION_EVERY else ""


def _tidied(piece: Piece) -> Piece:
    words: dict[str, Any] = {
        part: [tidy(line) for line in piece[part]]
        for part in ("lines", "cells", "columns")
        if part in piece
    }
    if piece.get("seed"):
        words["seed"] = tidy(piece["seed"]) or None
    return piece | words


def _refuse_secret(changes: Changes) -> None:
    lines = (
        line for piece in changes.puts for line in piece.get("lines") or piece.get("cells") or ()
    )
    if is_secret_beside(lines):
        raise RuleBroken(
            _(
                "A mark of secrecy stands in the text. What is secret must not be written on this "
                "system, not even as a draft: take it out."
            )
        )
