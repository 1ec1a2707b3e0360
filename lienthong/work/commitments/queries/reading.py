"""From the clauses of a document to what is proposed for a plan: read by `records.texts`, matched here to the tree."""

import calendar
import datetime as dt
from decimal import Decimal

from django.utils import timezone

from lienthong.kernel.reference.public import add_working_days
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit
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

# How a class of organisations begins as lead: each of them gets a task of its own (T-27).
CLASSES = (
    "cac dang uy",
    "cac cap uy",
    "cac to chuc dang",
    "cac dang bo",
    "cac chi bo",
    "cac xa, phuong",
)


def proposals_of(plan: Plan) -> list[Proposal]:
    """What the directive of a plan obliges, clause by clause, each with its reason; rows not yet saved."""
    document = plan.document
    if document is None:
        return []
    reading = _Reading(plan, document)
    rows = [reading.row(one) for one in commitments_of(_paper_of(document))]
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


def leads_by_name(unit: Unit) -> dict[str, Unit]:
    """The organisations that may be asked by one, each by its folded names."""
    return {
        fold(name): one
        for one in possible_leads(unit)
        for name in (one.name_committee, one.name_body)
        if name
    }


class _Reading:
    """The clauses of one document by their identity, and the organisations that may lead, by name."""

    def __init__(self, plan: Plan, document: Document) -> None:
        self.plan = plan
        self.labels = labels_of(document.version or document.text)
        self.passages = {one["wid"]: words_of(one) for one in pieces_of(body_of(document))}
        self.leads = leads_by_name(plan.unit)

    def row(self, one: Commitment) -> Proposal:
        lead_words = one.lead or ""
        lead = self.leads.get(fold(lead_words))
        is_class = lead is None and fold(lead_words).startswith(CLASSES)
        due = one.deadline
        day = due.day
        if day is None and due.kind == "yearly":
            day = day_in(self.plan.year, *(due.month_day or (12, 31)))
        # Each step of a series is a target of its own already (T-17); its year tells it from the others.
        year = due.day.year if one.series and due.day else None
        return Proposal(
            plan=self.plan,
            kind=Kind(one.kind),
            wid=one.wid,
            clause=(self.labels.get(one.wid) or one.clause)[:120],
            passage=self.passages.get(one.wid) or one.words,
            why=one.why[:300],
            content=one.text + (f" ({year})" if year else ""),
            lead_words=lead_words[:300],
            lead=lead,
            to_all_below=is_class and one.kind != "target",
            coordinator_words="; ".join(one.coordinators)[:600],
            directing_words=(one.directing_leader or "")[:300],
            due_words=due.text[:200],
            due_kind=due.kind if due.kind != "none" or day is None else "date",
            due_on=day,
            period=one.period[:40],
            group=(one.group or "")[:200],
            product=(one.product or "")[:300],
            value=_decimal(one.value),
            value_to=_decimal(one.value_max),
            measure=(one.unit or "")[:60],
            comparator=one.comparator or "",
            direction=one.direction or "",
            baseline="" if one.baseline is None else f"{one.baseline:g}",
            series=one.text[:60] if one.series else "",
        )


def day_in(year: int, month: int, day: int) -> dt.date:
    """A day of the year; 29 February of a common year is its 28th."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
