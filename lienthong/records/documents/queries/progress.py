"""How a document stands: what this actor can do now, the way it goes, its history."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import AuditEntry, history_of, sentence
from lienthong.kernel.permissions.public import Actor, Permission, paths_where
from lienthong.kernel.procedures.public import StepVisit, visits_of
from lienthong.kernel.reference.public import last_day

from .. import permissions
from ..models import Document, OpinionRequest, State
from ..procedures import OPINIONS, procedure_of
from .bodies import records_votes
from .work_items import DRAFTERS_STEPS, posts_that_act

NEWEST = 30


@dataclass(frozen=True)
class Abilities:
    """What the actor's post allows on one document, whatever its state."""

    draft: bool
    appraise: bool
    record_adoption: bool
    sign: bool
    issue: bool
    own_request: OpinionRequest | None

    @property
    def opine(self) -> bool:
        return self.own_request is not None and self.own_request.is_open


def abilities(document: Document, actor: Actor) -> Abilities:
    """Every permission of this document's actions, asked once."""

    def may(permission: Permission, path: str) -> bool:
        return paths_where(actor, permission).covers(path)

    issuer, drafting = document.issuer.path, document.drafting_unit.path
    asked = may(permissions.OPINE, actor.path)
    return Abilities(
        draft=may(permissions.DRAFT, drafting),
        appraise=may(permissions.APPRAISE, issuer),
        record_adoption=document.state == State.ADOPTION
        and may(permissions.RECORD_ADOPTION, issuer)
        and records_votes(document, actor),
        sign=may(permissions.SIGN, issuer)
        and actor.post_id == document.signer_id
        and actor.for_post_id is None,
        issue=may(permissions.ISSUE, issuer),
        own_request=_own_request(document, actor) if asked else None,
    )


def _own_request(document: Document, actor: Actor) -> OpinionRequest | None:
    requests = [
        asked for asked in document.opinion_requests.all() if asked.unit_id == actor.unit_id
    ]
    return requests[-1] if requests else None


TASK_IN = {
    State.APPRAISAL: "appraise",
    State.ADOPTION: "record_adoption",
    State.SUBMISSION: "submit",
    State.SIGNING: "sign",
    State.SIGNED: "issue",
}


def task_for(document: Document, can: Abilities) -> str:
    """The one thing the actor should do with the document now; empty when others have it."""
    if can.opine:
        return "opine"
    if document.state == State.DRAFT:
        return "draft" if can.draft else ""
    task = TASK_IN.get(State(document.state), "")
    if task == "submit":
        return task if can.draft else ""
    return task if task and getattr(can, task) else ""


def may_return(document: Document, can: Abilities) -> bool:
    task = TASK_IN.get(State(document.state), "")
    return can.draft if task == "submit" else bool(task and getattr(can, task))


@dataclass
class ShownStep:
    """One step of the way, as shown: done, open, or still to come."""

    title: str
    state: str
    by: str = ""
    at: dt.date | None = None
    note: str = ""
    lines: list[str] = field(default_factory=list)


def visits_with_holders(document: Document) -> list[StepVisit]:
    """Every step that was or is open, with who holds it."""
    return list(visits_of(document).select_related("holder_post__person"))


def way_of(document: Document, visits: list[StepVisit]) -> list[ShownStep]:
    """What has been done, who has the document now, and what comes."""
    shown = []
    open_keys = set()
    for visit in visits:
        if visit.is_open:
            open_keys.add(visit.step)
        if not (visit.is_cancelled and visit.step == "draft"):
            shown.append(_shown(visit))
    done, current = _split(shown)
    return [*done, *current, *_to_come(document, open_keys)]


def waits_for(document: Document, visits: list[StepVisit]) -> str:
    """Who has the document now, by post and name where it is one person, and for what."""
    names = [f"{_who_acts(document, visit)} ({visit.label})" for visit in visits if visit.is_open]
    return ", ".join(dict.fromkeys(names))


def _who_acts(document: Document, visit: StepVisit) -> str:
    """A body asked for its opinion answers as a body; a draft is its drafter's."""
    if visit.step == "opinion":
        return str(visit.holder_unit)
    posts = [document.drafter] if visit.step in DRAFTERS_STEPS else posts_that_act(visit)
    if len(posts) == 1:
        return f"{posts[0].label} {posts[0].person.full_name}"
    return _holder(visit)


def _holder(visit: StepVisit) -> str:
    post = visit.holder_post
    return post.person.full_name if post else str(visit.holder_unit)


def _split(shown: list[ShownStep]) -> tuple[list[ShownStep], list[ShownStep]]:
    done = [step for step in shown if step.state != "current"]
    return done, [step for step in shown if step.state == "current"]


def _shown(visit: StepVisit) -> ShownStep:
    title = visit.label
    if visit.case.procedure_key == OPINIONS.key:
        title = _("Opinion of %(unit)s") % {"unit": visit.holder_unit}
    if visit.is_open:
        due_on = last_day(visit.due_at) if visit.due_at else None
        return ShownStep(title, "current", _holder(visit), due_on)
    if visit.is_cancelled:
        return ShownStep(title, "cancelled", str(visit.holder_unit), visit.closed_at)
    state = "returned" if visit.outcome == "returned" else "done"
    return ShownStep(title, state, visit.closed_by_name, visit.closed_at, visit.note)


def _to_come(document: Document, open_keys: set[str]) -> list[ShownStep]:
    if not document.is_running or not open_keys:
        return []
    steps = procedure_of(document).steps
    keys = [step.key for step in steps]
    reached = max((keys.index(key) for key in open_keys if key in keys), default=-1)
    skipped = "adoption" if document.standing_adoption else ""
    return [
        ShownStep(str(step.label), "waiting")
        for step in steps[reached + 1 :]
        if step.key != skipped
    ]


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    text: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class History:
    """What happened, the newest first, with person, post and unit; `goes_on` if there is more."""

    happenings: list[Happening]
    goes_on: bool = False


def history(document: Document) -> History:
    """The newest of it, as much as a page has room for."""
    happenings = _happenings(document, NEWEST + 1)
    return History(happenings[:NEWEST], len(happenings) > NEWEST)


def whole_history(document: Document) -> History:
    return History(_happenings(document, None))


def _happenings(document: Document, limit: int | None) -> list[Happening]:
    entries = history_of(document).order_by("-id")[:limit]
    return [Happening(sentence(entry), _who(entry), entry.at) for entry in entries]


def _who(entry: AuditEntry) -> str:
    parts = (entry.actor_name, entry.actor_title, entry.unit_name)
    return ", ".join(part for part in parts if part) or _("The system")
