"""Arrived documents: the register, the direction given on each, who handles it, who was reminded."""

from pathlib import PurePath

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audiences.public import Audience
from lienthong.kernel.audit.public import MarkedQuerySet, MarkedRow
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.numbering.public import TakenNumber
from lienthong.kernel.people.public import Post
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document, Urgency

SHOWN_PAGE_BY_PAGE = (".pdf", ".jpg", ".jpeg", ".png")


class CameBy(models.TextChoices):
    """How a document came to the office."""

    SYSTEM = "system", _("In this system")
    POST = "post", _("By post")
    HAND = "hand", _("Brought by hand")
    EMAIL = "email", _("By e-mail")
    OTHER = "other", _("By another system")


class IncomingDocument(models.Model):
    """A document that a unit with a clerk has entered in its register of arrivals, or sent back.

    The register's own line says what it is. What came within the system leads to the document too; of
    what came from outside there is the scan.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        PROPOSED = "proposed", _("Waiting for direction")
        DIRECTED = "directed", _("Assigned")
        IN_PROGRESS = "in_progress", _("Being handled")
        CLOSED = "closed", _("Closed")
        REFUSED = "refused", _("Refused")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    came_by = models.CharField(
        max_length=8, choices=CameBy, default=CameBy.SYSTEM, db_default=CameBy.SYSTEM
    )
    audience = models.ForeignKey(Audience, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="arrivals")
    sender = models.CharField(max_length=200, db_default="")
    sender_folded = models.CharField(max_length=200, db_collation="C", db_default="")
    notation = models.CharField(max_length=60, blank=True, db_default="")
    issued_on = models.DateField(null=True)
    # Of a kind that is none of the Party's own where it is empty.
    type = models.ForeignKey(DocumentType, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=500, db_default="")
    subject_folded = models.CharField(max_length=500, db_collation="C", db_default="")
    urgency = models.CharField(
        max_length=12, choices=Urgency, default=Urgency.NORMAL, db_default=Urgency.NORMAL
    )
    year = models.PositiveSmallIntegerField()
    number = models.OneToOneField(TakenNumber, models.PROTECT, null=True, related_name="+")
    arrived_on = models.DateField()
    registered_at = models.DateTimeField(auto_now_add=True)
    registered_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    registered_by_name = models.CharField(max_length=200)
    # The letter with which one from outside is forwarded to those below, its scan attached.
    forwarded_with = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="forwards_from_outside"
    )
    state = models.CharField(max_length=12, choices=State, default=State.REGISTERED)
    reason = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "audience"], name="paper_arrives_once"),
            models.CheckConstraint(
                name="registered_paper_has_a_number",
                condition=Q(state="refused", number=None) | ~Q(state="refused") & ~Q(number=None),
            ),
            models.CheckConstraint(
                name="refused_paper_has_a_reason", condition=~Q(state="refused") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="only_what_came_in_the_system_leads_to_a_document",
                condition=Q(came_by="system", audience__isnull=False, document__isnull=False)
                | ~Q(came_by="system") & Q(audience=None, document=None),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-registered_at"], name="arrivals_by_state"),
            models.Index(fields=["unit", "year", "number"], name="register_of_the_year"),
            models.Index(fields=["unit", "notation"], name="arrivals_by_notation"),
        ]

    def __str__(self) -> str:
        return f"{self.notation} {self.subject}".strip()

    @property
    def is_open(self) -> bool:
        return self.state not in (self.State.CLOSED, self.State.REFUSED)

    @property
    def waits_for_direction(self) -> bool:
        return self.state in (self.State.REGISTERED, self.State.PROPOSED)

    @property
    def title(self) -> str:
        """Type and subject as one line; an official letter bears no type name."""
        is_titled = self.type is not None and self.type.has_type_title
        return f"{self.type.name} {self.subject}" if self.type and is_titled else self.subject

    @property
    def heading(self) -> str:
        """The title in a list: where the page is not in Vietnamese, its word for the type first."""
        return self.type.before(self.title) if self.type else self.title


class Scan(models.Model):
    """A file that was brought for the register: kept as it came, shown page by page, never changed."""

    class Turn(models.IntegerChoices):
        NONE, RIGHT, OVER, LEFT = 0, 90, 180, 270

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    entry = models.OneToOneField(IncomingDocument, models.PROTECT, null=True, related_name="scan")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    pages = models.PositiveSmallIntegerField()
    turned = models.PositiveSmallIntegerField(choices=Turn, default=Turn.NONE)
    came_by = models.CharField(max_length=8, choices=CameBy, default=CameBy.POST)
    # What was read of it, each field with how sure that is; the clerk confirms it.
    reading = models.JSONField(default=dict)
    brought_at = models.DateTimeField(auto_now_add=True)
    brought_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    brought_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "brought_at"],
                condition=Q(entry=None),
                name="scans_waiting_for_the_register",
            ),
        ]


class Enclosure(models.Model):
    """A file that came with a letter from outside: kept as it came, in the order the clerk gives it."""

    scan = models.ForeignKey(Scan, models.CASCADE, related_name="enclosures")
    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    # Read as text to the last page; of another one its bearer said that it bears no mark of secrecy.
    is_read = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]

    @property
    def can_be_letter(self) -> bool:
        """Whether pages can be shown of it: a PDF or a picture."""
        return PurePath(self.name).suffix.lower() in SHOWN_PAGE_BY_PAGE


class Direction(models.Model):
    """Ý kiến chỉ đạo: what a leader wants done with an arrived document, and by when."""

    class Result(models.TextChoices):
        NOTE = "note", _("Yes, by a note")
        DOCUMENT = "document", _("Yes, by a document")

    incoming = models.ForeignKey(IncomingDocument, models.CASCADE, related_name="directions")
    instruction = models.TextField()
    due_on = models.DateField(null=True)
    expected = models.CharField(max_length=10, choices=Result, default=Result.NOTE)
    # Of the body that leads, who is to do it; without a name it is the body's to say.
    person = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    given_for = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    given_by_name = models.CharField(max_length=200)
    # Proposed by the office, for the leader to agree to or to change; it gives nobody anything.
    is_proposal = models.BooleanField(default=False, db_default=False)
    # The proposal whose words these are: the leader has agreed to it unchanged.
    agreed_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # Given anew after a return: the earlier one stays readable, this one counts.
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incoming"], condition=Q(is_current=True), name="one_direction_counts"
            ),
            models.CheckConstraint(name="direction_says_something", condition=~Q(instruction="")),
            models.CheckConstraint(
                name="proposal_counts_for_nothing",
                condition=Q(is_proposal=False) | Q(is_current=False),
            ),
        ]


class Assignment(MarkedRow):
    """What a direction gives to one body."""

    MARKED = ("direction_id", "unit_id", "part")
    UNMARKED = gettext_noop(
        "What document %(row)s was given to whom is not as this system wrote it. It gives no right."
    )

    class Part(models.TextChoices):
        LEAD = "lead", _("Leads")
        COORDINATE = "coordinate", _("Coordinates")
        KNOW = "know", _("For information")

    direction = models.ForeignKey(Direction, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    answer = models.TextField(blank=True)
    answer_document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    # The document begun as the answer; it is one once it has been issued and handed in.
    answer_draft = models.ForeignKey(Document, models.PROTECT, null=True, related_name="answers")
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_by_person_id = models.BigIntegerField(null=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["direction", "unit"], name="body_has_one_part"),
            models.UniqueConstraint(
                fields=["direction"], condition=Q(part="lead"), name="one_body_leads"
            ),
            models.CheckConstraint(
                name="answer_says_something",
                condition=Q(answered_at=None) | ~Q(answer="") | Q(answer_document__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="assignments_of_a_body")]

    @property
    def is_awaited(self) -> bool:
        """Whether the body has something to answer and has not."""
        return self.part != self.Part.KNOW and self.answered_at is None

    @property
    def entry_url(self) -> str:
        """The page of the document to which this is the part, or the answer."""
        incoming = self.direction.incoming
        if incoming.audience_id is not None:
            return reverse("correspondence:received", args=[incoming.audience_id])
        return reverse("correspondence:outside:entry", args=[incoming.pk])

    @property
    def wants_document(self) -> bool:
        """Whether a note does not suffice: the leading body was asked for a document."""
        return self.part == self.Part.LEAD and self.direction.expected == Direction.Result.DOCUMENT


class TimeRequest(models.Model):
    """A body asks for more time for its part; what the leader answered stays beside what was asked."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Waits for the leader")
        GRANTED = "granted", _("Granted as asked")
        CHANGED = "changed", _("Granted until another day")
        DECLINED = "declined", _("Declined")
        MOOT = "moot", _("No longer needed")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="time_requests")
    was = models.DateField(null=True)  # the day that stood when it was asked
    until = models.DateField()
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=200)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    granted_until = models.DateField(null=True)
    words = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(outcome=""), name="one_open_request_for_time"
            ),
            models.CheckConstraint(
                name="time_granted_has_a_day",
                condition=Q(outcome__in=["granted", "changed"], granted_until__isnull=False)
                | ~Q(outcome__in=["granted", "changed"]) & Q(granted_until=None),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN


class ResultFile(models.Model):
    """A file that a body hands in with its result."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]


class Forwarding(models.Model):
    """A committee without a register forwarded a document with a few words of its own."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    forwarded_at = models.DateTimeField(auto_now_add=True)
    forwarded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    forwarded_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "audience"], name="forwarded_once"),
        ]


class Reminder(models.Model):
    """Nhắc: one act for all units under a place that have not confirmed a document."""

    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    sent_by_name = models.CharField(max_length=200)
    # Filled by the job that delivers it.
    delivered_at = models.DateTimeField(null=True)
    unit_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["audience", "-sent_at"], name="reminders_of_a_paper")]


class RemindedUnit(models.Model):
    """A unit heard a reminder; asked before the next one."""

    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="reminded")
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "unit"], name="reminded_once_by_one_act"),
        ]
        indexes = [
            models.Index(
                fields=["audience", "unit", "-reminded_at"], name="last_reminder_of_a_unit"
            )
        ]
