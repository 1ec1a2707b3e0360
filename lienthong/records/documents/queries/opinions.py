"""Opinions beside the clauses they speak of, and how they were taken in."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.records.texts.public import Run

from ..models import Document, Opinion, OpinionRequest
from .document import Node
from .editor import lines_of
from .typed import Typed, wording_fields
from .wordings import ProposedWording, tracked


@dataclass(frozen=True)
class Said:
    """An opinion, what it proposes, and what the page offers for taking it in."""

    opinion: Opinion
    proposed: ProposedWording | None
    take_in: Any = None
    put_in: Any = None


@dataclass(frozen=True)
class Place:
    """A clause, a table or a row of it, what the bodies say on it and what is being typed on it."""

    wid: str
    label: str
    words: list[tuple[str, str]]  # the name of the column, of a row; and the words as they stand
    can_insert: bool
    said: list[Said]
    typed: Typed

    @property
    def boxes(self) -> list[dict[str, Any]]:
        """Where other words are proposed: a box for the clause, or one for each cell."""
        names = wording_fields(self.wid, len(self.words))
        typed = self.typed.wording or [words for _name, words in self.words]
        pairs = zip(names, self.words, typed, strict=True)
        return [
            {"name": name, "column": column, "words": words, "rows": 2 if column else 4}
            for name, (column, _now), words in pairs
        ]

    @property
    def runs(self) -> list[list[Run]]:
        """What is proposed on it as a tracked change, while it is in the making."""
        stands = [words for _column, words in self.words]
        if self.typed.is_struck:
            return [[Run("gone", words)] for words in stands if words]
        return tracked(stands, self.typed.wording) if self.typed.wording else []


@dataclass(frozen=True)
class Shown:
    """A clause as it is read, whole, with all that is said on it."""

    node: Node
    depth: int
    places: list[Place]

    @property
    def alone(self) -> list[Node]:
        """The clause without those below it, which follow by themselves."""
        return [self.node | {"children": []}]

    @property
    def is_spoken_of(self) -> bool:
        return any(place.said for place in self.places)


def asked_bodies(document: Document) -> list[OpinionRequest]:
    """The bodies asked, in every round, with their answers."""
    answered = OpinionRequest.objects.select_related("unit", "answered_by__person")
    requests = Prefetch("opinion_requests", answered.prefetch_related("opinions"))
    prefetch_related_objects([document], requests)
    return list(document.opinion_requests.all())


def opinions_on(document: Document) -> list[Opinion]:
    """All answers on a document, in the order of the rounds."""
    return list(
        Opinion.objects.filter(request__document=document)
        .select_related("request__unit", "request__version", "taken_in_by__person")
        .order_by("request__round", "request_id", "pk")
    )


def clauses_with_opinions(
    body: list[Node], said: list[Said], typed: Mapping[str, Typed]
) -> list[Shown]:
    """Every clause in reading order, what is said on it and what was typed on it beside it."""
    by_place: dict[str, list[Said]] = {}
    for one in said:
        by_place.setdefault(one.opinion.wid, []).append(one)

    def place(wid: str, label: str, words: list[tuple[str, str]], *, inserts: bool) -> Place:
        nothing = Typed()
        return Place(wid, label, words, inserts, by_place.get(wid, []), typed.get(wid, nothing))

    def places(node: Node) -> Iterator[Place]:
        wid, label = node["wid"], str(node.get("label") or "")
        if node["kind"] != "table":
            words = "\n".join(filter(None, [node.get("heading"), node.get("text")]))
            yield place(wid, label, [("", words)], inserts=True)
            return
        yield place(wid, label, [], inserts=False)
        for row in (row for group in node["groups"] for row in group["rows"]):
            cells = list(zip(map(str, node["columns"]), row["cells"], strict=True))
            yield place(row["wid"], str(row.get("label") or ""), cells, inserts=False)

    return [Shown(line.node, line.depth, list(places(line.node))) for line in lines_of(body)]


def on_the_whole(clauses: list[Shown], said: list[Said]) -> list[Said]:
    """Opinions on the whole draft, and those on clauses that are no longer there."""
    there = {place.wid for shown in clauses for place in shown.places}
    return [one for one in said if one.opinion.wid not in there]


def owed_answers(asked: list[OpinionRequest]) -> list[Opinion]:
    """The opinions of which the drafter has not yet said how they were taken in."""
    given = [opinion for request in asked for opinion in request.opinions.all()]
    return [opinion for opinion in given if opinion.wants_an_answer]


def notes_beside(asked: list[OpinionRequest]) -> dict[str, str]:
    """How many opinions each clause has, for the margin of the document."""
    counts = Counter(
        opinion.wid for request in asked for opinion in request.opinions.all() if opinion.wid
    )
    return {
        wid: ngettext("%(count)d opinion", "%(count)d opinions", count) % {"count": count}
        for wid, count in counts.items()
    }


def answered_said(asked: list[OpinionRequest]) -> str:
    """How many of the bodies asked have answered."""
    if not asked:
        return ""
    answered = sum(1 for request in asked if request.answered_at is not None)
    return _("%(answered)d of %(asked)d answered") % {"answered": answered, "asked": len(asked)}
