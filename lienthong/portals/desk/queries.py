"""What the desk shows of what every room asks of people."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices.public import Notice, notices_of
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.procedures.public import Line, WorkItem, desk_of, label_of_kind, lines_of
from lienthong.kernel.reference.public import end_of_day
from lienthong.kernel.search.public import titles_at
from lienthong.records.correspondence.public import newest_received
from lienthong.records.documents.public import Document
from lienthong.ui.moments import last_day_of_week

PAGE = 100
NOTICES = 5
PAPERS = 5


def due_within(now: dt.datetime) -> dict[str, Q]:
    """What is overdue, due today, and due within the seven days that begin today."""
    today = timezone.localdate(now)
    ahead = Q(due_at__gt=now)
    return {
        "overdue": Q(due_at__lte=now),
        "today": ahead & Q(due_at__lte=end_of_day(today)),
        "week": ahead & Q(due_at__lte=end_of_day(last_day_of_week(today))),
    }


@dataclass(frozen=True)
class Tab:
    """One kind of work and how much of it there is."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Desk:
    """Everything on one person's desk; the work itself page by page."""

    # How much work there is, of each kind and in all (""), by when it is due and in all ("").
    counts: dict[str, dict[str, int]]
    page: Page[WorkItem]
    lines: list[Line]
    notices: list[Notice]
    # What the things are called to which the notices lead, of those that the person may open.
    papers: dict[str, str]
    documents: list[Document]

    @property
    def total(self) -> int:
        return self.due("")

    @property
    def overdue(self) -> int:
        return self.due("overdue")

    def due(self, within: str) -> int:
        return self.counts[""][within]

    @property
    def tabs(self) -> list[Tab]:
        kinds = sorted(self.counts, key=lambda kind: (kind != "", -self.counts[kind][""], kind))
        return [
            Tab(kind, label_of_kind(kind) if kind else str(_("All")), self.counts[kind][""])
            for kind in kinds
        ]


def shown_desk(actor: Actor, kind: str = "", due: str = "", page: str = "") -> Desk:
    """The work, the notices and the newest documents of a person in the post they act in."""
    within = due_within(timezone.now())
    items = desk_of(actor)
    counts = _counted(items, within)
    kind, due = kind if kind in counts else "", due if due in within else ""
    if kind:
        items = items.filter(kind=kind)
    if due:
        items = items.filter(within[due])
    pages = Paginator(items.select_related("case"), PAGE)
    pages.count = counts[kind][due]
    shown = pages.get_page(page)
    notices = list(notices_of(actor.person_id)[:NOTICES])
    return Desk(
        counts=counts,
        page=shown,
        lines=lines_of(shown.object_list),
        notices=notices,
        papers=titles_at(actor, (one.page for one in notices if one.page)),
        documents=list(newest_received(actor, PAPERS)),
    )


def _counted(items: QuerySet[WorkItem], within: dict[str, Q]) -> dict[str, dict[str, int]]:
    """Every figure of the desk, in one statement."""
    sums = {name: Count("pk", filter=condition) for name, condition in within.items()}
    names = ("", *within)
    rows = items.order_by().values("kind").annotate(whole=Count("pk"), **sums)
    counts = {
        kind: dict(zip(names, figures, strict=True))
        for kind, *figures in rows.values_list("kind", "whole", *within)
    }
    return {"": {name: sum(one[name] for one in counts.values()) for name in names}, **counts}
