"""What the desk shows of what every room has to say."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices.public import Notice, notices_of
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.procedures.public import WorkItem, work_items_of
from lienthong.records.correspondence.public import newest_received
from lienthong.records.documents.public import Document
from lienthong.ui.moments import due_group

KINDS = {
    "incoming": _("Incoming documents"),
    "drafts": _("Drafts"),
    "signing": _("For signature"),
}
DUE = {"overdue": ("overdue",), "week": ("today", "week")}
NOTICES = 5
PAPERS = 5


@dataclass(frozen=True)
class Tab:
    """One kind of work and how much of it there is."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Desk:
    """Everything on one person's desk."""

    work_items: list[WorkItem]
    shown: list[WorkItem]
    tabs: list[Tab]
    notices: list[Notice]
    documents: list[Document]

    def in_group(self, *groups: str) -> list[WorkItem]:
        now = timezone.now()
        return [
            work_item for work_item in self.work_items if due_group(work_item.due_at, now) in groups
        ]

    @property
    def overdue(self) -> int:
        return len(self.in_group("overdue"))

    def of_kind(self, kind: str) -> int:
        return sum(work_item.kind == kind for work_item in self.work_items)


def desk_of(actor: Actor, kind: str = "", due: str = "") -> Desk:
    """The work, the notices and the newest documents of a person in the post they act in."""
    work_items = work_items_of(actor)
    kinds = Counter(work_item.kind for work_item in work_items)
    tabs = [Tab(key, str(KINDS.get(key, key)), count) for key, count in kinds.most_common()]
    chosen, now = kind if kind in kinds else "", timezone.now()
    groups = DUE.get(due)
    return Desk(
        work_items=work_items,
        shown=[
            work_item
            for work_item in work_items
            if chosen in ("", work_item.kind)
            and (not groups or due_group(work_item.due_at, now) in groups)
        ],
        tabs=[Tab("", str(_("All")), len(work_items)), *tabs],
        notices=list(notices_of(actor.person_id)[:NOTICES]),
        documents=list(newest_received(actor)[:PAPERS]),
    )
