"""Wordings that bodies propose, beside the clause as it was sent out and as it stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lienthong.records.texts.public import Run, clauses_of, compared, flat, merged_parts

from ..models import Document, Opinion, OpinionRequest

Piece = dict[str, Any]
Pieces = dict[str, Piece]
Proposal = Opinion.Proposal


def pieces_of(body: list[dict[str, Any]]) -> Pieces:
    """Every clause, table and row, by identity."""
    return {piece["wid"]: piece for piece in flat(body)}


def pieces_sent_out(request: OpinionRequest, document: Document) -> Pieces:
    """The text of which the body speaks; a question of earlier days has the text as it is."""
    return pieces_of(clauses_of(request.version or document.text))


def parts_of(piece: Piece | None) -> list[str]:
    """The words of a clause as one, or the cells of a row."""
    if piece is None:
        return []
    return ["\n".join(piece["lines"])] if "lines" in piece else list(piece.get("cells", ()))


def is_worded(piece: Piece) -> bool:
    """Whether other words can be proposed for it: for a clause, and for a row of a table."""
    return "lines" in piece or piece["kind"] == "row"


@dataclass(frozen=True)
class ProposedWording:
    """What one opinion proposes, and what of it stands in the text."""

    opinion: Opinion
    sent_out: Piece | None
    now: Piece | None
    # The clause that was put in behind, where that was done from here.
    put_in: Piece | None
    # The names of the columns, of a row.
    columns: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.opinion.proposal

    @cached_property
    def runs(self) -> list[list[Run]]:
        """The words as a tracked change, part by part."""
        if self.kind == Proposal.STRIKE:
            return [[Run("gone", part)] for part in parts_of(self.sent_out) if part]
        if self.kind == Proposal.INSERT:
            return [[Run("new", part)] for part in self.opinion.wording]
        return tracked(parts_of(self.sent_out), self.opinion.wording)

    @cached_property
    def merged(self) -> list[str] | None:
        """The words with the proposal in them; None where the clause has changed in the same words."""
        if self.kind == Proposal.INSERT:
            return list(self.opinion.wording)
        if self.kind != Proposal.REWORD or self.now is None:
            return None
        return merged_parts(parts_of(self.sent_out), parts_of(self.now), self.opinion.wording)

    @property
    def clashes(self) -> bool:
        """Whether a person must write the words, since both have changed the same."""
        return self.kind == Proposal.REWORD and self.now is not None and self.merged is None

    @cached_property
    def is_in_the_text(self) -> bool:
        """Whether nothing of what is proposed, or was put in instead of it, is left to be put in."""
        if self.kind == Proposal.STRIKE:
            return self.now is None
        if self.kind == Proposal.INSERT:
            return self.put_in is not None
        wanted = self.opinion.put_in or self.opinion.wording
        now = parts_of(self.now)
        return bool(now) and merged_parts(parts_of(self.sent_out), now, wanted) == now

    @property
    def can_be_put_in(self) -> bool:
        """Whether its place is there."""
        return bool(self.kind) and self.now is not None


def tracked(old: Sequence[str], new: Sequence[str]) -> list[list[Run]]:
    """What differs between two wordings, part by part."""
    longest = max(len(old), len(new))
    pairs = zip(_filled(old, longest), _filled(new, longest), strict=True)
    return [compared(*pair) for pair in pairs]


def _filled(parts: Sequence[str], length: int) -> list[str]:
    return [*parts, *[""] * (length - len(parts))]


def proposed_in(document: Document, said: Iterable[Opinion]) -> dict[int, ProposedWording]:
    """What each opinion proposes, by its key; those without a wording are left out."""
    wanting = [one for one in said if one.proposal]
    if not wanting:
        return {}
    now = pieces_of(clauses_of(document.version or document.text))
    sent_out: dict[int | None, Pieces] = {}
    found = {}
    for one in wanting:
        key = one.request.version_id
        if key not in sent_out:
            sent_out[key] = pieces_sent_out(one.request, document)
        put_in = now.get(one.put_in_wid) or _standing_alike(one, sent_out[key], now)
        stands = now.get(one.wid)
        columns = now[stands["in"]]["columns"] if stands and "in" in stands else []
        found[one.pk] = ProposedWording(one, sent_out[key].get(one.wid), stands, put_in, columns)
    return found


def _standing_alike(opinion: Opinion, sent_out: Pieces, now: Pieces) -> Piece | None:
    """A clause put in by hand that reads as the one proposed."""
    if opinion.proposal != Proposal.INSERT:
        return None
    fresh = (piece for wid, piece in now.items() if wid not in sent_out)
    return next((piece for piece in fresh if parts_of(piece) == opinion.wording), None)


def not_in_the_text(document: Document) -> list[Opinion]:
    """Accepted proposals that the text does not bear."""
    accepted = (
        Opinion.objects.filter(request__document=document, taken_in=Opinion.TakenIn.ACCEPTED)
        .exclude(proposal="")
        .select_related("request__unit", "request__version")
        .order_by("request__round", "request_id", "pk")
    )
    proposed = proposed_in(document, said := list(accepted))
    return [one for one in said if not proposed[one.pk].is_in_the_text]
