"""What the desk shows of what every room has to say."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices.public import Notice, notices_of
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.procedures.public import Duty, duties_of
from lienthong.records.correspondence.public import newest_papers
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

    duties: list[Duty]
    shown: list[Duty]
    tabs: list[Tab]
    notices: list[Notice]
    papers: list[Document]

    def in_group(self, *groups: str) -> list[Duty]:
        now = timezone.now()
        return [duty for duty in self.duties if due_group(duty.due_at, now) in groups]

    @property
    def overdue(self) -> int:
        return len(self.in_group("overdue"))

    def of_kind(self, kind: str) -> int:
        return sum(duty.kind == kind for duty in self.duties)


def desk_of(actor: Actor, kind: str = "", due: str = "") -> Desk:
    """The work, the notices and the newest papers of a person in the post they act in."""
    duties = duties_of(actor)
    kinds = Counter(duty.kind for duty in duties)
    tabs = [Tab(key, str(KINDS.get(key, key)), count) for key, count in kinds.most_common()]
    chosen, now = kind if kind in kinds else "", timezone.now()
    groups = DUE.get(due)
    return Desk(
        duties=duties,
        shown=[
            duty
            for duty in duties
            if chosen in ("", duty.kind) and (not groups or due_group(duty.due_at, now) in groups)
        ],
        tabs=[Tab("", str(_("All")), len(duties)), *tabs],
        notices=list(notices_of(actor.person_id)[:NOTICES]),
        papers=list(newest_papers(actor)[:PAPERS]),
    )
