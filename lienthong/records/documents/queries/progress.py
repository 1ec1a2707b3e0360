"""How a document stands: what this actor can do now, the way it goes, its history."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lienthong.kernel.audit.public import AuditEntry, history_of, said_by, sentence
from lienthong.kernel.permissions.public import Actor, Permission, paths_where
from lienthong.kernel.procedures.public import (
    Moment,
    WorkItem,
    holder_of,
    posts_asked,
    timeline,
)
from lienthong.records.signing.public import Certificate, is_disowned, is_disowned_in
from lienthong.records.texts.public import every_clause

from .. import permissions
from ..models import Document, Opinion, OpinionRequest, State
from ..procedures import procedure_of
from .bodies import records_votes
from .corrections import Correction, corrections_of
from .document import body_of
from .facts import Facts, facts_today
from .form_check import Finding, errors_of, form_check
from .in_force import InForce, in_force_of
from .resting import Resting, awaited_keys, resting_key
from .wordings import not_in_the_text

NEWEST = 30
STILL_CHANGEABLE = (State.DRAFT, State.APPRAISAL, State.ADOPTION, State.SUBMISSION)


# What is to be done in each state, and under which permission.
TASKS: dict[str, tuple[str, Permission]] = {
    State.DRAFT: ("draft", permissions.DRAFT),
    State.APPRAISAL: ("appraise", permissions.APPRAISE),
    State.ADOPTION: ("record_adoption", permissions.RECORD_ADOPTION),
    State.SUBMISSION: ("submit", permissions.DRAFT),
    State.SIGNING: ("sign", permissions.SIGN),
    State.SIGNED: ("issue", permissions.ISSUE),
}


def held_under(document: Document) -> tuple[Permission, str]:
    """The permission of whoever has the document now, and the path where it must reach."""
    _task, permission = TASKS.get(document.state, ("", permissions.DRAFT))
    drafted = permission is permissions.DRAFT
    return permission, (document.drafting_unit if drafted else document.issuer).path


def says_something(document: Document) -> bool:
    """Whether there are words in the text of a draft, or a table."""
    return any(
        (clause.get("heading") or clause.get("text") or "").strip() or clause.get("groups")
        for clause in every_clause(body_of(document))
    )


def is_untouched(document: Document) -> bool:
    """Whether a draft is finalised and nobody has initialled it or recorded a vote since."""
    if document.state == State.APPRAISAL:  # initials bring it on
        return True
    is_adopted_next = document.state == State.ADOPTION
    return is_adopted_next and not document.initials.filter(voided_at=None).exists()


@dataclass(frozen=True)
class Turn:
    """What one actor can do with one document now; each is asked once."""

    document: Document
    actor: Actor

    def __str__(self) -> str:
        return self.document.title

    @cached_property
    def draft(self) -> bool:
        """Whether the actor drafts it, whatever its state."""
        return paths_where(self.actor, permissions.DRAFT).covers(self.document.drafting_unit.path)

    @cached_property
    def own_request(self) -> OpinionRequest | None:
        """The last time the actor's body was asked for its opinion, if the actor may give it."""
        if not paths_where(self.actor, permissions.OPINE).covers(self.actor.path):
            return None
        asked = self.document.opinion_requests.all()
        mine = [request for request in asked if request.unit_id == self.actor.unit_id]
        return mine[-1] if mine else None

    @property
    def opine(self) -> bool:
        return self.own_request is not None and self.own_request.is_open

    @cached_property
    def task(self) -> str:
        """The one thing the actor should do with the document now; empty when others have it."""
        if self.opine:
            return "opine"
        task, _permission = TASKS.get(self.document.state, ("", None))
        permission, path = held_under(self.document)
        if not task or not paths_where(self.actor, permission).covers(path):
            return ""
        if task == "record_adoption" and not records_votes(self.document, self.actor):
            return ""
        return "" if task == "sign" and not self._is_signer() else task

    def _is_signer(self) -> bool:
        """A signature is not delegated: only the very post that signs, in person."""
        return self.actor.post_id == self.document.signer_id and self.actor.for_post_id is None

    @cached_property
    def is_disowned(self) -> bool:
        """Whether the holder of the key that signed it has said that this was somebody else."""
        document = self.document
        if document.state != State.SIGNED or not (document.signer_id and document.signed_at):
            return False
        return is_disowned_in(self._keys, document.signer_id, document.signed_at)

    @cached_property
    def _keys(self) -> list[Certificate]:
        """Of those on whose keys it depends now."""
        return awaited_keys(self.document)

    @cached_property
    def resting(self) -> Resting | None:
        """The suspended key for which it waits."""
        return resting_key(self.document, self.actor, self._keys)

    @cached_property
    def corrections(self) -> list[Correction]:
        """What the form of the day words otherwise than the draft."""
        return corrections_of(self.document)

    @property
    def may_edit(self) -> bool:
        return self.draft and self.document.state in STILL_CHANGEABLE

    @cached_property
    def has_text(self) -> bool:
        return says_something(self.document)

    @cached_property
    def may_take_back(self) -> bool:
        """Whether the drafter may have a finalised draft back, as nobody has acted on it."""
        return self.draft and is_untouched(self.document)

    @property
    def may_return(self) -> bool:
        return self.task not in ("", "opine", "draft")

    @property
    def may_cancel(self) -> bool:
        return self.draft and self.document.is_running and self.task in ("draft", "submit", "")

    @property
    def round_is_open(self) -> bool:
        """Whether a body asked for its opinion is still waited for."""
        return any(request.is_open for request in self.document.opinion_requests.all())

    @property
    def may_ask(self) -> bool:
        """Bodies are asked, and their opinions taken in, while the document is a draft."""
        return self.draft and self.document.is_editable

    @cached_property
    def findings(self) -> list[Finding]:
        """What the form check has to say, as long as the document can still be changed or returned.

        Whoever is shown other words for a place is not warned of the same place beside them.
        """
        found = form_check(self.document) if self.document.is_running else []
        proposed = {one.key.partition(".")[0] for one in self.corrections} if self.may_edit else ()
        return [one for one in found if one.is_error or one.key not in proposed]

    @cached_property
    def accepted_not_written(self) -> list[Opinion]:
        """Proposals that were accepted and do not stand in the text."""
        said = (
            one for asked in self.document.opinion_requests.all() for one in asked.opinions.all()
        )
        is_any = self.document.is_editable and any(
            one.proposal and one.taken_in == Opinion.TakenIn.ACCEPTED for one in said
        )
        return not_in_the_text(self.document) if is_any else []

    @property
    def is_unsound(self) -> bool:
        return bool(errors_of(self.findings))

    @cached_property
    def standing(self) -> InForce:
        """What other documents have done to this one since it was issued."""
        return in_force_of(self.document) if self.document.is_issued else InForce(())

    @property
    def may_act_on(self) -> bool:
        """Whether a document that recalls, replaces or amends this one can be begun."""
        issued = self.document.is_issued and self.standing.is_in_force
        return issued and paths_where(self.actor, permissions.DRAFT).covers(
            self.document.issuer.path
        )

    @cached_property
    def facts(self) -> Facts:
        """What is to be known before it goes out of one's hands."""
        return facts_today(self.document)


def is_signature_disowned(document: Document) -> bool:
    """Whether a document, signed and not yet numbered, can only go back to drafting."""
    if document.state != State.SIGNED or document.signer_id is None or document.signed_at is None:
        return False
    return is_disowned(document.signer_id, document.signed_at)


def way_of(document: Document, steps: list[WorkItem]) -> list[Moment]:
    """What has been done, who has the document now, and what comes."""
    # A draft whose way began anew was not given up: it goes on.
    shown = [one for one in steps if not (one.is_cancelled and one.step == "draft")]
    skipped = ["adoption"] if document.standing_adoption else []
    return timeline(shown, procedure_of(document), without=skipped)


@dataclass(frozen=True)
class Whereabouts:
    """Who has a document now and for what, since when, and what comes after that."""

    holders: str
    since: dt.datetime | None
    following: str


def whereabouts(steps: list[WorkItem], way: list[Moment]) -> Whereabouts:
    """Where a document is, for who does not have it."""
    since = min((one.opened_at for one in steps if one.is_open), default=None)
    following = next((one.title for one in way if one.state == "waiting"), "")
    return Whereabouts(waits_for(steps), since, following)


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


def last_done(document: Document) -> AuditEntry | None:
    """What was last done to a document."""
    return history_of(document).last()


def history(document: Document, newest: int | None = None) -> list[dict[str, Any]]:
    """What happened, the newest first, with person, post and unit; all of it, or the newest."""
    entries = history_of(document).order_by("-id")[:newest]
    return [{"text": sentence(one), "by": said_by(one), "at": one.at} for one in entries]
