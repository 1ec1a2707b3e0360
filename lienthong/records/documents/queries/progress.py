"""How a document stands: what this actor can do now, the way it goes, its history."""

import datetime as dt
from dataclasses import dataclass

from lienthong.kernel.audit.public import history_of, said_by, sentence
from lienthong.kernel.permissions.public import Actor, Permission, paths_where
from lienthong.kernel.procedures.public import (
    Moment,
    WorkItem,
    holder_of,
    posts_asked,
    timeline,
)

from .. import permissions
from ..models import Document, OpinionRequest, State
from ..procedures import procedure_of
from .bodies import records_votes

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


def way_of(document: Document, steps: list[WorkItem]) -> list[Moment]:
    """What has been done, who has the document now, and what comes."""
    # A draft whose way began anew was not given up: it goes on.
    shown = [one for one in steps if not (one.is_cancelled and one.step == "draft")]
    skipped = ["adoption"] if document.standing_adoption else []
    return timeline(shown, procedure_of(document), without=skipped)


def waits_for(steps: list[WorkItem]) -> str:
    """Who has the document now, by post and name where it is one person, and for what."""
    names = [f"{_who_acts(one)} ({one.label})" for one in steps if one.is_open]
    return ", ".join(dict.fromkeys(names))


def _who_acts(item: WorkItem) -> str:
    """A body asked for its opinion answers as a body."""
    posts = posts_asked(item) if item.step != "opinion" else []
    if len(posts) == 1:
        return f"{posts[0].label} {posts[0].person.full_name}"
    return holder_of(item)


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
    return [Happening(sentence(entry), said_by(entry), entry.at) for entry in entries]
