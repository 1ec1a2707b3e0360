"""What one person proposes and a second one confirms, what they answered, and who was notified."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import MarkedRow
from lienthong.kernel.people.public import Person, Post
from lienthong.kernel.permissions.public import Matter, Power, power_of
from lienthong.kernel.reference.public import last_day
from lienthong.kernel.text.public import nfc
from lienthong.kernel.units.public import Unit

DOMAIN = b"lienthong.statement.1\0"
FIXED = (
    "uid",
    "kind",
    "unit_id",
    "subject",
    "concerned_id",
    "statement",
    "hash",
    "proposer_id",
    "proposed_by_id",
    "proposed_at",
    "until",
)
_WHAT_WAS_PROPOSED_STAYS = f"""
    IF ROW({", ".join(f"NEW.{name}" for name in FIXED)})
        IS DISTINCT FROM ROW({", ".join(f"OLD.{name}" for name in FIXED)})
    THEN
        RAISE EXCEPTION 'What was proposed is never changed.';
    END IF;
    IF OLD.state NOT IN ('proposed', 'confirmed') THEN
        RAISE EXCEPTION 'An answered proposal is never changed.';
    END IF;
    RETURN NEW;
"""


def hash_of(statement: bytes) -> str:
    """H: what is agreed to, in one number."""
    return hashlib.sha256(DOMAIN + statement).hexdigest()


class Proposal(MarkedRow):
    """What exactly one person in a post proposes, and what has become of it."""

    # What is executed is what the hash says; by whom it was agreed is what the rest says.
    MARKED = (
        *(name for name in FIXED if name != "statement"),
        "state",
        "confirmer_id",
        "confirmed_by_id",
        "is_single",
        "waits_until",
    )
    UNMARKED = gettext_noop(
        "Proposal %(row)s is not as this system wrote it. It is not carried out."
    )

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits to be confirmed")
        CONFIRMED = "confirmed", _("confirmed, takes effect later")
        DONE = "done", _("confirmed and done")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")
        EXPIRED = "expired", _("expired")
        FAILED = "failed", _("could not be carried out")

    OPEN = (State.PROPOSED, State.CONFIRMED)

    # Data class: personal (statement, subject: names of persons), internal (the rest).
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300)
    concerned = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # Canonical JSON: what is carried out is what these bytes say.
    statement = models.BinaryField()
    hash = models.CharField(max_length=64)
    proposer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    confirmer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    # In an installation with one administrator, where nobody else can confirm.
    is_single = models.BooleanField(default=False)
    waits_until = models.DateTimeField(null=True)
    because = models.CharField(max_length=500, blank=True)
    # What the signer says of it; empty while the web alone keeps the proposals.
    receipt = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="proposal_open_once_on_a_subject",
                fields=["kind", "subject"],
                condition=Q(state__in=["proposed", "confirmed"]),
            ),
            models.CheckConstraint(
                name="proposal_confirmed_by_a_second_person",
                condition=Q(confirmer=None)
                | (~Q(confirmer=F("proposer")) & ~Q(confirmed_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="proposal_not_answered_by_who_gains",
                condition=Q(concerned=None)
                | (
                    ~Q(concerned=F("proposer")) & (Q(confirmer=None) | ~Q(concerned=F("confirmer")))
                ),
            ),
            models.CheckConstraint(
                name="proposal_done_was_confirmed",
                condition=~Q(state__in=["confirmed", "done"])
                | Q(confirmer__isnull=False)
                | Q(is_single=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="proposal_still_open",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="proposal_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="proposal_stays_as_proposed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_WHAT_WAS_PROPOSED_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return str(self.power.label)

    @property
    def power(self) -> Power:
        return power_of(self.kind)

    @property
    def matter(self) -> Matter:
        """What its bytes say; bytes that are not those agreed to say nothing."""
        statement = bytes(self.statement)
        if hash_of(statement) != self.hash:
            raise ValueError(f"proposal {self.pk}: the statement is not that of its hash")
        said: dict[str, Any] = json.loads(statement)
        matter = self.power.said_in(statement)
        if (said["kind"], said["id"]) != (self.kind, self.uid.hex) or (
            matter.unit_id,
            matter.concerned_id,
            matter.subject(),
        ) != (self.unit_id, self.concerned_id, self.subject):
            raise ValueError(f"proposal {self.pk}: the statement speaks of something else")
        return matter

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def last_day(self) -> dt.date:
        """It may be confirmed to the end of this day."""
        return last_day(self.until)

    @property
    def waits(self) -> bool:
        return self.state == self.State.PROPOSED


class Answer(models.Model):
    """What one person in a post said to a proposal; never changed."""

    class Verb(models.TextChoices):
        PROPOSE = "propose", _("proposed")
        CONFIRM = "confirm", _("confirmed")
        REFUSE = "refuse", _("refused")
        WITHDRAW = "withdraw", _("withdrew")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="answers")
    verb = models.CharField(max_length=8, choices=Verb)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    by = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(
                name="answer_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


class LaidAnswer(models.Model):
    """Somebody has gone to the witness of a power to answer there, and has not come back.

    It is kept before the answer, so that what was answered takes effect here, come back or not.
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    # What is to be answered, exactly: of a proposal still to be made, its bytes are nowhere else.
    # Data class: personal (statement, subject: names of persons), internal (the rest).
    statement = models.BinaryField()
    hash = models.CharField(max_length=64)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=8, choices=Answer.Verb)
    # What the witness calls the answer.
    asked = models.CharField(max_length=8)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="laid_once_an_answer", fields=["kind", "subject", "verb", "post"]
            ),
        ]

    @property
    def power(self) -> Power:
        return power_of(self.kind)

    @property
    def matter(self) -> Matter:
        return self.power.said_in(bytes(self.statement))

    @property
    def is_over(self) -> bool:
        """It cannot be answered any more."""
        if self.proposal is not None:
            return not self.proposal.is_open
        return self.until <= timezone.now()


class Telling(models.Model):
    """Somebody was notified of a proposal or of its outcome, and when that person opened it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="tellings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # What it had come to when the person was notified.
    state = models.CharField(max_length=10, choices=Proposal.State)
    sent_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="told_once_of_each_state", fields=["proposal", "person", "state"]
            )
        ]


def statement_of(proposal: Proposal, installation: str, body: dict[str, Any]) -> bytes:
    """The canonical bytes of a proposal (UTF-8, sorted keys, no spaces), as the signer will check them."""
    said = {
        "v": 1,
        "installation": installation,
        "id": proposal.uid.hex,
        "kind": proposal.kind,
        "made": _moment(proposal.proposed_at),
        "until": _moment(proposal.until),
        "organisation": f"o-{proposal.unit_id}",
        "concerned": f"p-{proposal.concerned_id}" if proposal.concerned_id else "",
        "after": 0,
        "body": body,
    }
    written = nfc(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    return written.encode()


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_in(written: str) -> dt.datetime:
    """A moment as statements write it."""
    return dt.datetime.fromisoformat(written)
