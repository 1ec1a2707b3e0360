"""What is done with texts. The document a text belongs to is authorised by the room above, which
calls these actions in its own transaction and keeps the record of them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.text.public import in_marks, nfc
from lienthong.records.texts.clauses.addresses import number_eids
from lienthong.records.texts.clauses.changes import touched_between
from lienthong.records.texts.clauses.checking import check_body
from lienthong.records.texts.clauses.identity import give_wids, new_wid
from lienthong.records.texts.clauses.pieces import Piece, flat, without_seeds
from lienthong.records.texts.clauses.sequences import counts_on, first_mark, in_sequence, next_mark
from lienthong.records.texts.clauses.tree import DIVISIONS, KINDS, Place, place_of
from lienthong.records.texts.models import Text
from lienthong.records.texts.printing import refuse_unprintable

Node = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What an action changed: the clause or row before and after; None where there was or is none."""

    text: Text
    wid: str
    before: Node | None
    after: Node | None


@dataclass(frozen=True)
class NewClause:
    """A clause to be put into a text; without a mark it takes the next one of its sisters."""

    kind: str
    heading: str = ""
    text: str = ""
    marker: str | None = None


@transaction.atomic
def new_text(
    body: Sequence[Node] = (), account: dict[str, Any] | None = None, *, actor: Actor
) -> Text:
    """Start a text, empty or from what was recognised in a file; every clause gets its identity.

    The account of the file is kept beside it, for those who compare both.
    """
    prepared = check_body(number_eids(give_wids(deepcopy(list(body)))))

    return Text.objects.create(body=prepared, account=account)


@transaction.atomic
def edit_clause(
    text_id: int, wid: str, *, heading: str, text: str, expected_revision: int, actor: Actor
) -> Change:
    """Give a clause other words; its mark and its identity stay."""
    kept = locked(text_id, expected_revision)
    place = found(kept, wid)
    if place.node["kind"] == "table":
        raise RuleBroken(_("The words of a table stand in its rows."))
    if not (heading.strip() or text.strip()):
        raise RuleBroken(
            _("A clause needs a heading or a text. Remove it if it is no longer wanted.")
        )

    before = deepcopy(place.node)
    place.node["heading"] = tidy(heading) or None
    place.node["text"] = tidy(text)
    return changed(kept, wid, before, place.node)


@transaction.atomic
def mark_clause(
    text_id: int, wid: str, *, marker: str, expected_revision: int, actor: Actor
) -> Change:
    """Give a clause another mark ("I-" for "I."), as issuers differ."""
    kept = locked(text_id, expected_revision)
    place = found(kept, wid)

    before = deepcopy(place.node)
    place.node["marker"] = tidy(marker) or None
    return changed(kept, wid, before, place.node)


@transaction.atomic
def insert_clause(
    text_id: int,
    clause: NewClause,
    *,
    after: str | None = None,
    expected_revision: int,
    actor: Actor,
) -> Change:
    """Put a clause after another, or at the end of the text; the sisters behind it count on."""
    kept = locked(text_id, expected_revision)
    _refuse_wrong_kind(clause)
    place = found(kept, after) if after else None

    sisters = place.sisters if place else kept.body
    index = place.index + 1 if place else _before_appendices(kept.body, clause.kind)
    return _inserted(kept, clause, Place(sisters, index, place.parent if place else None))


@transaction.atomic
def insert_clause_inside(
    text_id: int, clause: NewClause, *, inside: str, expected_revision: int, actor: Actor
) -> Change:
    """Put a clause below another, as its last."""
    kept = locked(text_id, expected_revision)
    _refuse_wrong_kind(clause)
    parent = found(kept, inside).node
    if parent["kind"] in {"table", "paragraph"} or _stands_higher(clause.kind, parent["kind"]):
        raise RuleBroken(_("A clause of this kind cannot stand inside that one."))

    return _inserted(kept, clause, Place(parent["children"], len(parent["children"]), parent))


@transaction.atomic
def remove_clause(text_id: int, wid: str, *, expected_revision: int, actor: Actor) -> Change:
    """Take a clause out with everything below it; the sisters behind it count on."""
    kept = locked(text_id, expected_revision)
    place = found(kept, wid)

    runs_on = counts_on(place.sisters, place.node["kind"])
    first = _first_mark_of(place.sisters, place.node["kind"])
    before = place.sisters.pop(place.index)
    if runs_on:
        in_sequence(place.sisters, before["kind"], first)
    return changed(kept, wid, before, None)


@transaction.atomic
def move_clause_up(text_id: int, wid: str, *, expected_revision: int, actor: Actor) -> Change:
    """Put a clause before the sister it stands behind; the marks stay in order."""
    return _moved(text_id, wid, -1, expected_revision)


@transaction.atomic
def move_clause_down(text_id: int, wid: str, *, expected_revision: int, actor: Actor) -> Change:
    """Put a clause behind the sister it stands before; the marks stay in order."""
    return _moved(text_id, wid, 1, expected_revision)


def locked(text_id: int, expected_revision: int) -> Text:
    """The text, locked; refused when somebody has changed it since the person looked at it."""
    kept = Text.objects.select_for_update().get(pk=text_id)
    if kept.revision != expected_revision:
        raise RuleBroken(
            _(
                "The text has just been changed by someone else. What you entered is kept: compare it with the new text and save again."
            )
        )
    return kept


def found(kept: Text, wid: str) -> Place:
    place = place_of(kept.body, wid)
    if place is None:
        raise RuleBroken(_("This clause is no longer in the text."))
    return place


def changed(kept: Text, wid: str, before: Node | None, after: Node | None) -> Change:
    return Change(saved(kept, wid), wid, before, deepcopy(after))


def saved(kept: Text, wid: str) -> Text:
    """Addresses are counted anew, since they follow the order of the clauses.

    Who changes one clause by its form may have set its mark: how marks are counted is read off them anew.
    """
    stood = flat(Text.objects.get(pk=kept.pk).body)
    kept.body = check_body(number_eids(without_seeds(kept.body)))
    touched = touched_between(stood, stands := flat(kept.body)) | {wid}
    kept.note_change(touched, reordered=_order(stood) != _order(stands))
    kept.save(update_fields=["body", "revision", "touched", "ordered_at"])
    return kept


def _order(pieces: list[Piece]) -> list[str]:
    return [piece["wid"] for piece in pieces]


def tidy(words: str) -> str:
    """Words as they are kept: marks of Symbol and Wingdings as printed; what cannot be printed is refused."""
    lines = (" ".join(line.split()) for line in nfc(in_marks(words)).splitlines())
    kept = "\n".join(lines).strip()
    refuse_unprintable(kept)
    return kept


def _refuse_wrong_kind(clause: NewClause) -> None:
    if clause.kind not in KINDS or clause.kind == "table":
        raise RuleBroken(_("A clause of this kind cannot be put in here."))
    if not (clause.heading.strip() or clause.text.strip()):
        raise RuleBroken(_("A clause needs a heading or a text."))


def _stands_higher(kind: str, other: str) -> bool:
    if kind == "appendix":
        return True
    if kind not in DIVISIONS or other not in DIVISIONS or "stage" in (kind, other):
        return False
    return DIVISIONS.index(kind) < DIVISIONS.index(other)


def _before_appendices(body: list[Node], kind: str) -> int:
    if kind == "appendix":
        return len(body)
    return next((at for at, node in enumerate(body) if node["kind"] == "appendix"), len(body))


def _inserted(kept: Text, clause: NewClause, place: Place) -> Change:
    runs_on = counts_on(place.sisters, clause.kind)
    first = _first_mark_of(place.sisters, clause.kind)
    earlier = [n["marker"] for n in place.sisters[: place.index] if n["kind"] == clause.kind]
    proposed = next_mark(earlier[-1]) if earlier else first or first_mark(clause.kind, place.parent)
    node: Node = {
        "wid": new_wid(),
        "kind": clause.kind,
        "marker": tidy(clause.marker) or None if clause.marker is not None else proposed,
        "heading": tidy(clause.heading) or None,
        "text": tidy(clause.text),
        "children": [],
    }
    place.sisters.insert(place.index, node)
    if runs_on and clause.marker is None:
        in_sequence(place.sisters, clause.kind, first)
    return changed(kept, node["wid"], None, node)


def _first_mark_of(sisters: list[Node], kind: str) -> str | None:
    return next((node["marker"] for node in sisters if node["kind"] == kind), None)


def _moved(text_id: int, wid: str, step: int, expected_revision: int) -> Change:
    kept = locked(text_id, expected_revision)
    place = found(kept, wid)
    other = place.index + step
    if not 0 <= other < len(place.sisters):
        raise RuleBroken(_("The clause already stands at the end of its row."))

    before, kind = deepcopy(place.node), place.node["kind"]
    runs_on, first = counts_on(place.sisters, kind), _first_mark_of(place.sisters, kind)
    sisters = place.sisters
    sisters[place.index], sisters[other] = sisters[other], sisters[place.index]
    if runs_on:
        in_sequence(sisters, kind, first)
    return changed(kept, wid, before, sisters[other])
