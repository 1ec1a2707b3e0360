"""The summary of opinions and how they were taken in: as rows for a page, a paper and a spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.units.public import Unit
from lienthong.records.texts.public import Run, labels_of

from ..models import Document, Opinion, OpinionRequest
from .document import body_of
from .opinions import asked_bodies, opinions_on
from .wordings import ProposedWording, parts_of, pieces_of, pieces_sent_out, proposed_in

Place = tuple[int, str]


@dataclass(frozen=True)
class SummedUp:
    """One opinion and how it was taken in."""

    number: int
    opinion: Opinion
    proposed: ProposedWording | None

    @property
    def runs(self) -> list[list[Run]]:
        return self.proposed.runs if self.proposed else []

    @property
    def proposal(self) -> str:
        return str(self.opinion.get_proposal_display()) if self.opinion.proposal else ""

    @property
    def answer(self) -> str:
        return "\n".join(
            filter(None, [str(self.opinion.get_taken_in_display()), self.opinion.answer])
        )


@dataclass(frozen=True)
class OnPlace:
    """What is said on one clause, with its words as they were sent out; or on the whole draft."""

    label: str
    words: list[str]
    rows: list[SummedUp] = field(default_factory=list)


@dataclass(frozen=True)
class Summary:
    """All opinions in the order of the text, and who was asked."""

    places: list[OnPlace]
    asked: list[OpinionRequest]

    @property
    def agreeing(self) -> list[Unit]:
        """Bodies that agree and say no more."""
        silent = (one for one in self.asked if one.answered_at)
        return [one.unit for one in silent if _only_agrees(one)]

    @property
    def unanswered(self) -> list[Unit]:
        return [one.unit for one in self.asked if one.withdrawn_at is not None]

    @property
    def waited_for(self) -> list[Unit]:
        return [one.unit for one in self.asked if one.is_open]

    @property
    def lines(self) -> list[str]:
        """Who was asked, who agrees, who did not answer: each a sentence."""
        asked, answered = len(self.asked), sum(1 for one in self.asked if one.answered_at)
        rounds = len({one.round for one in self.asked})
        about = {"asked": asked, "answered": answered, "rounds": rounds}
        said = _("Asked: %(asked)d. Answered: %(answered)d. Rounds: %(rounds)d.") % about
        named = (
            (_("Agree with the draft:"), self.agreeing),
            (_("Did not answer:"), self.unanswered),
            (_("Still waited for:"), self.waited_for),
        )
        return [said, *(f"{label} {_names(units)}." for label, units in named if units)]


def summary_of(document: Document) -> Summary:
    """Every opinion that says more than that a body agrees, clause by clause as they stand in the text."""
    said = [one for one in opinions_on(document) if one.text or one.proposal]
    proposed = proposed_in(document, said)
    order = _order(document, said)
    numbered = enumerate(sorted(said, key=lambda one: order.get(one.wid, len(order))), 1)
    places: dict[str, OnPlace] = {}
    for number, one in numbered:
        if one.wid not in places:
            places[one.wid] = OnPlace(
                one.clause_label or _("The whole draft"), _words(document, one)
            )
        places[one.wid].rows.append(SummedUp(number, one, proposed.get(one.pk)))
    return Summary(list(places.values()), asked_bodies(document))


def _order(document: Document, said: Sequence[Opinion]) -> dict[str, int]:
    """The whole draft first, then the clauses as they stand, then those taken out since."""
    wids = ["", *pieces_of(body_of(document))]
    for one in said:
        wids += labels_of(one.request.version) if one.request.version else ()
    return {wid: place for place, wid in enumerate(dict.fromkeys(wids))}


def _words(document: Document, opinion: Opinion) -> list[str]:
    return parts_of(pieces_sent_out(opinion.request, document).get(opinion.wid))


def _only_agrees(request: OpinionRequest) -> bool:
    return all(
        one.stance == Opinion.Stance.AGREE and not one.text for one in request.opinions.all()
    )


def _names(units: Sequence[Unit]) -> str:
    return ", ".join(dict.fromkeys(str(unit) for unit in units))


def sheet_rows(summary: Summary) -> Iterator[list[Any]]:
    """The rows of the spreadsheet: a proposal in words, since a cell bears no tracked change."""
    for place in summary.places:
        for row in place.rows:
            wording = "\n".join(row.opinion.wording)
            proposal = "\n".join(filter(None, [row.proposal, wording]))
            yield [
                row.number,
                place.label,
                "\n".join(place.words),
                str(row.opinion.request.unit),
                row.opinion.request.round,
                row.opinion.text,
                proposal,
                str(row.opinion.get_taken_in_display()),
                row.opinion.answer,
            ]
