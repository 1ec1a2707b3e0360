"""Recording that the collective has adopted a document."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import FileRefused, inspect_upload, store
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.procedures.public import advance
from lienthong.kernel.reference.public import RuleVersion, rule
from lienthong.kernel.text.public import one_line
from lienthong.records.texts.public import MarkedSecret, read_upload

from .. import permissions
from ..models import Adoption, Document, State
from ..queries.document import text_sha256
from .appraisal import refuse_unless_records_votes

A_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class BroughtFile:
    """A file somebody brings along; of one that acts, the cleaned copy they agreed to."""

    name: str
    data: bytes
    original: str = ""  # the hash of the file that was not taken in
    taken_out: str = ""
    bears_no_mark: bool = False  # said by who brings it, of pages that nobody can read here


@dataclass(frozen=True)
class Inspected:
    """What a file that was brought is, and whether all of it could be read."""

    media_type: str
    is_read: bool


@transaction.atomic
def record_adoption(
    document_id: int, vote: Adoption, minutes: BroughtFile | None, *, actor: Actor
) -> Adoption:
    """Record how a body voted: adopted only by more than half of *all* members, with the minutes."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.RECORD_ADOPTION, document.issuer.path)

    if document.state != State.ADOPTION:
        raise RuleBroken(_("This document is not waiting for adoption."))
    refuse_unless_records_votes(document, actor)
    _refuse_wrong_vote(vote, document)
    majority = rule("documents.adoption_majority", vote.held_on)
    _refuse_below_majority(vote, majority)
    if minutes is None:
        raise RuleBroken(_("Attach the minutes of the vote."), field="minutes")
    found = inspected(minutes, "minutes")

    vote.document, vote.recorded_by_id = document, actor.post_id
    vote.minutes = store(minutes.data, media_type=found.media_type)
    vote.minutes_name = minutes.name[:200]
    vote.text_sha256, vote.rule_version = text_sha256(document), majority.pk
    vote.save()
    advance(document, "adopted", actor=actor)

    record_brought(minutes, found, document, actor=actor)
    record(
        actor,
        "documents.adopted",
        document,
        body=one_line(vote.body),
        held_on=vote.held_on,
        votes_for=vote.votes_for,
        votes_against=vote.votes_against,
        members=vote.members_count,
    )
    return vote


def _refuse_wrong_vote(vote: Adoption, document: Document) -> None:
    required(vote.body, _("Say which body adopted the document."), field="body")
    if vote.held_on > timezone.localdate():
        raise RuleBroken(_("The vote cannot lie in the future."), field="held_on")
    if vote.held_on < timezone.localdate(document.created_at) - A_YEAR:
        raise RuleBroken(
            _("Check the day of the vote: it lies more than a year before the draft."),
            field="held_on",
        )
    if vote.members_count < 1:
        raise RuleBroken(_("Say how many members the body has."), field="members_count")
    cast = vote.votes_for + vote.votes_against + vote.votes_abstained
    if cast > vote.members_count:
        raise RuleBroken(
            _("%(cast)d votes are more than the body has members (%(members)d).")
            % {"cast": cast, "members": vote.members_count},
            field="votes_for",
        )


def _refuse_below_majority(vote: Adoption, majority: RuleVersion) -> None:
    # Điều lệ Đảng, Điều 9: more than half of all members, not of those present.
    percent = int(majority.value["more_than_percent_of_all_members"])
    if vote.votes_for * 100 <= percent * vote.members_count:
        needed = vote.members_count * percent // 100 + 1
        raise RuleBroken(
            _(
                "Not adopted: %(votes)d of all %(members)d members voted for it; "
                "at least %(needed)d are needed."
            )
            % {"votes": vote.votes_for, "members": vote.members_count, "needed": needed},
            field="votes_for",
        )


def record_brought(
    file: BroughtFile, inspected: Inspected, document: Document, *, actor: Actor
) -> None:
    """Record what was cut from a file that acted, or that its bearer found no mark of secrecy on a scan."""
    if file.original:
        # Of the file itself only its hash is kept.
        facts = {"original": file.original, "taken_out": file.taken_out}
        record(actor, "documents.cleaned", document, **facts)
    if not inspected.is_read:
        record(actor, "documents.said_unmarked", document, file=sha256(file.data).hexdigest())


def inspected(brought: BroughtFile, field: str) -> Inspected:
    """The kind of a file that travels along; refused when hostile or marked secret."""
    try:
        found = inspect_upload(brought.data, brought.name)
    except FileRefused as refused:
        raise RuleBroken(str(refused), field=field) from refused
    try:
        is_read = not read_upload(brought.data, found.kind, brought.name).has_scans
    except MarkedSecret as secret:
        raise RuleBroken(str(secret), field=field) from secret
    except FileRefused:
        is_read = False
    refuse_unread(brought, field, is_read=is_read)
    return Inspected(found.media_type, is_read)


def refuse_unread(brought: BroughtFile, field: str, *, is_read: bool) -> None:
    """Handbook §2.5 (sure): nothing marked secret comes in, and in a scan only a person can see the mark."""
    if not is_read and not brought.bears_no_mark:
        raise RuleBroken(
            _(
                "Nobody can read a mark of secrecy in a scan or a picture here. Look at every page; if there is none, say so below and choose the file again."
            ),
            field=field,
        )
