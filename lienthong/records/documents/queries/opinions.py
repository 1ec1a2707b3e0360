"""Opinions beside the clauses they speak of, and how they were taken in."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.records.texts.public import every_clause

from ..models import Document, Opinion, OpinionRequest
from .document import Node, body_of
from .editor import lines_of

# An opinion, and what the page puts beside it.
Said = tuple[Opinion, Any]


@dataclass(frozen=True)
class ClauseWithOpinions:
    """One clause and what the bodies say on it."""

    node: Node
    depth: int
    opinions: list[Said]
    typed: str  # an answer that came back for correction


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
        .select_related("request__unit", "taken_in_by__person")
        .order_by("request__round", "request_id", "pk")
    )


def clauses_with_opinions(
    document: Document, said: list[Said], typed: Mapping[str, str]
) -> list[ClauseWithOpinions]:
    """Every clause in reading order, its opinions and what was typed on it beside it."""
    return [
        ClauseWithOpinions(
            line.node,
            line.depth,
            [one for one in said if one[0].wid == line.node["wid"]],
            typed.get(line.node["wid"], ""),
        )
        for line in lines_of(body_of(document))
    ]


def on_the_whole(document: Document, said: list[Said]) -> list[Said]:
    """Opinions on the whole draft, and those on clauses that are no longer there."""
    there = {node["wid"] for node in every_clause(body_of(document))}
    return [one for one in said if one[0].wid not in there]


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
