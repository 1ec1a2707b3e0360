"""From the clauses of a document to what is proposed for a plan: read by `records.texts`, matched here to the tree."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.utils import timezone

from lienthong.kernel.reference.public import add_working_days
from lienthong.kernel.text.public import fold
from lienthong.records.documents.public import Document, body_of
from lienthong.records.texts.public import (
    Commitment,
    Paper,
    commitments_of,
    date_rules_on,
    labels_of,
)

from ..models import Plan, Proposal
from ..models.plans import Kind
from .seen import possible_leads
from .thread import pieces_of, words_of

# A class of organisations as lead: each of them gets a task of its own (T-27).
CLASSES = (
    "cac dang uy",
    "dang uy cac",
    "cac cap uy",
    "cap uy cac cap",
    "cap uy truc thuoc",
    "cac to chuc dang",
    "cac dang bo",
    "cac chi bo",
    "cac xa, phuong",
    "dang uy truc thuoc",
    "chi bo truc thuoc",
)


def proposals_of(plan: Plan) -> list[Proposal]:
    """What the directive of a plan obliges, clause by clause, each with its reason; rows not yet saved."""
    document = plan.document
    if document is None:
        return []
    reading = _Reading(plan, document)
    rows = [
        reading.row(one, year, value)
        for one in commitments_of(_paper_of(document))
        for year, value in _steps(one)
    ]
    for position, row in enumerate(rows):
        row.position = position
    return rows


def _paper_of(document: Document) -> Paper:
    day = document.issued_on or timezone.localdate()
    return Paper(
        body=body_of(document),
        type_key=document.type_id,
        title=document.title,
        issued_on=document.issued_on,
        issuer=str(document.issuer),
        rules=date_rules_on(day),
        add_working_days=add_working_days,
    )


def _steps(one: Commitment) -> Iterator[tuple[int | None, float | None]]:
    """Yearly steps are one target each, joined as a series (T-17)."""
    if one.kind == "target" and one.series:
        for step in one.series:
            yield step.year, step.value
    else:
        yield None, one.value


class _Reading:
    """The clauses of one document by their identity, and the organisations that may lead, by name."""

    def __init__(self, plan: Plan, document: Document) -> None:
        self.plan = plan
        self.labels = labels_of(document.version or document.text)
        self.passages = {one["wid"]: words_of(one) for one in pieces_of(body_of(document))}
        self.leads = {
            fold(name): unit
            for unit in possible_leads(plan.unit)
            for name in (unit.name_committee, unit.name_body)
            if name
        }

    def row(self, one: Commitment, year: int | None, value: float | None) -> Proposal:
        lead_words = one.lead or ""
        is_class = any(name in fold(lead_words) for name in CLASSES)
        due, named = one.deadline, _decimal(value)
        day = due.day
        if day is None and due.kind == "yearly":
            month, of_month = due.month_day or (12, 31)
            day = dt.date(self.plan.year, month, of_month)
        if year is not None and day is None:
            day = dt.date(year, 12, 31)
        return Proposal(
            plan=self.plan,
            kind=Kind(one.kind),
            wid=one.wid,
            clause=(self.labels.get(one.wid) or one.clause)[:120],
            passage=self.passages.get(one.wid) or one.words,
            why=one.why[:300],
            content=one.text + (f" ({year})" if year else ""),
            lead_words=lead_words[:300],
            lead=None if is_class else self.leads.get(fold(lead_words)),
            to_all_below=is_class and one.kind != "target",
            coordinator_words="; ".join(one.coordinators)[:600],
            due_words=due.text[:200],
            due_kind=due.kind if due.kind != "none" or day is None else "date",
            due_on=day,
            period=one.period[:40],
            group=(one.group or "")[:200],
            product=(one.product or "")[:300],
            value=named,
            value_to=_decimal(one.value_max),
            measure=(one.unit or "")[:60],
            comparator=one.comparator or "",
            direction=one.direction or "",
            baseline="" if one.baseline is None else f"{one.baseline:g}",
            series=one.text[:60] if one.series else "",
        )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
