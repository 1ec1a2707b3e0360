"""Tasks: the record of T-10 to T-19, who has part in it, and how it stood from when until when."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from ..time import TimeState, time_state
from .plans import Plan, Proposal, Target


class State(models.TextChoices):
    """The work state, stored and changed by people; never “late”, which is worked out."""

    DRAFT = "draft", _("Draft")
    ASSIGNED = "assigned", _("Task assigned")
    RECEIVED = "received", _("Received")
    REFUSED = "refused", _("Not accepted")
    UNDER_WAY = "under_way", _("Under way")
    AWAITING = "awaiting", _("Waiting for approval")
    RETURNED = "returned", _("Sent back")
    DONE = "done", _("Completed")
    PAUSED = "paused", _("Paused")
    CANCELLED = "cancelled", _("Task withdrawn")


OPEN = (
    State.ASSIGNED,
    State.RECEIVED,
    State.REFUSED,
    State.UNDER_WAY,
    State.AWAITING,
    State.RETURNED,
    State.PAUSED,
)
# In which the lead may report and hand in the result.
CARRIED = (State.RECEIVED, State.UNDER_WAY, State.RETURNED)


class Rhythm(models.TextChoices):
    """How often a task is reported."""

    ONCE = "once", _("Once, at the end")
    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    HALF = "half", _("Every six months")
    NINE = "nine", _("After nine months")
    YEAR = "year", _("Every year")
    MONTHS = "months", _("In the months named")


class Task(models.Model):
    """What one organisation gives to one other to do, or takes upon itself."""

    class Kind(models.TextChoices):
        SUPERIOR = "superior", _("By a document of a superior")
        BOARD = "board", _("Given by the standing board")
        ROUTINE = "routine", _("Regular professional work")
        ARISING = "arising", _("Arising")

    class Basis(models.TextChoices):
        DOCUMENT = "document", _("A document")
        MEETING = "meeting", _("Minutes or conclusions of a meeting")
        NONE = "none", _("None; it arose, and why is said")

    class DueKind(models.TextChoices):
        DATE = "date", _("By a day")
        PERIOD = "period", _("Within a period")
        YEARLY = "yearly", _("Every year")
        STANDING = "standing", _("Standing")
        EVENT = "event", _("When something happens")
        NONE = "none", _("None named")

    class Priority(models.TextChoices):
        NORMAL = "normal", _("Normal")
        URGENT = "urgent", _("Urgent")
        EXPRESS = "express", _("Express")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("given by"))
    year = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=40)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="tasks")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="task")
    target = models.ForeignKey(Target, models.PROTECT, null=True, related_name="tasks")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    # Of a task that recurs each year: the row of the year before (T-35).
    earlier = models.OneToOneField("self", models.PROTECT, null=True, related_name="later")
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.DOCUMENT)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    # A paper that is not in the system, the minutes, or why it arose.
    basis_words = models.CharField(_("basis"), max_length=300, blank=True)
    wid = models.CharField(max_length=64, blank=True)
    clause = models.CharField(_("clause"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SUPERIOR)
    group = models.CharField(_("group"), max_length=200, blank=True)
    content = models.TextField(_("task"))
    content_folded = models.TextField(db_collation="C", editable=False)
    # Who coordinates, as printed, where no organisation of that name may be asked.
    coordinator_words = models.CharField(max_length=600, blank=True)
    directing = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    # "Các đảng ủy xã, phường": one child task for each direct subordinate of the day it is assigned.
    to_all_below = models.BooleanField(default=False)
    responsible = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    authority = models.CharField(_("who concludes or signs"), max_length=200, blank=True)
    due_kind = models.CharField(max_length=10, choices=DueKind, default=DueKind.NONE)
    due_words = models.CharField(_("deadline as printed"), max_length=200, blank=True)
    due_on = models.DateField(_("deadline"), null=True)
    first_due_on = models.DateField(null=True)
    rhythm = models.CharField(_("reporting"), max_length=10, choices=Rhythm, default=Rhythm.ONCE)
    # "3, 6, 9, 11", where the text names months that are no usual rhythm.
    report_months = models.CharField(max_length=40, blank=True)
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.NORMAL)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # What it was before it was paused.
    state_before = models.CharField(max_length=10, choices=State, blank=True)
    sent_on = models.DateField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    assigned_at = models.DateTimeField(null=True)
    assigned_by_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # In what it went beyond what was required: found by a person, never computed (T-70).
    beyond = models.CharField(max_length=300, blank=True)
    beyond_by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "code"], name="code_names_one_task_of_a_unit_in_a_year"
            ),
            models.CheckConstraint(
                name="assigned_task_has_a_lead",
                condition=Q(state__in=["draft", "cancelled"]) | Q(lead__isnull=False),
            ),
            models.CheckConstraint(name="task_says_what_is_done", condition=~Q(content="")),
            models.CheckConstraint(
                name="task_names_its_basis",
                condition=Q(basis="document", document__isnull=False) | ~Q(basis_words=""),
            ),
            models.CheckConstraint(
                name="standing_task_has_no_day",
                condition=~Q(due_kind__in=["standing", "none"]) | Q(due_on=None),
            ),
            models.CheckConstraint(
                name="dated_task_has_a_day",
                condition=~Q(due_kind__in=["date", "period", "yearly"]) | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="finished_task_says_when_its_result_was_sent",
                condition=~Q(state__in=["awaiting", "done"]) | Q(sent_on__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawn_task_has_a_reason", condition=~Q(state="cancelled") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="only_a_completed_task_goes_beyond",
                condition=Q(beyond="") | (Q(state="done") & ~Q(beyond_by_name="")),
            ),
            models.CheckConstraint(
                name="progress_of_a_task_is_a_percentage", condition=Q(percent__lte=100)
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="tasks_given_by"),
            models.Index(fields=["lead", "state", "due_on"], name="tasks_led_by"),
            models.Index(fields=["document", "wid"], name="tasks_of_a_clause"),
        ]

    def __str__(self) -> str:
        return self.content

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_carried(self) -> bool:
        return self.state in CARRIED

    @property
    def is_own(self) -> bool:
        """Taken upon oneself: who gives it carries it out."""
        return self.lead_id == self.unit_id

    def time_on(self, day: dt.date, *, soon: int = 7) -> TimeState:
        return time_state(self.state, self.due_on, self.sent_on, day, soon=soon)

    def unclear(self, *, products: int) -> list[str]:
        """Which of the "6 rõ" it lacks (T-10)."""
        clear = {
            "person": self.responsible_id is not None,
            "work": self.content.strip() != "",
            "time": self.due_kind != self.DueKind.NONE,
            "responsibility": self.lead_id is not None or self.to_all_below,
            "product": products > 0,
            "authority": self.authority.strip() != "",
        }
        return [name for name, is_clear in clear.items() if not is_clear]


class Product(models.Model):
    """What a task brings forth, and the document that it became."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("Plan")
        REPORT = "report", _("Report")
        SUBMISSION = "submission", _("Submission")
        DECISION = "decision", _("Decision")
        CONFERENCE = "conference", _("Conference")
        FIGURES = "figures", _("Figures")
        OTHER = "other", _("Other")

    task = models.ForeignKey(Task, models.CASCADE, related_name="products")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="product_is_named", condition=~Q(words="")),
        ]


class Coordination(models.Model):
    """A body that is asked to coordinate; it confirms its part, and its silence makes nobody late (T-25)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="coordinations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="body_coordinates_once"),
        ]
        indexes = [models.Index(fields=["unit", "task"], name="tasks_coordinated_by")]


class Standing(models.Model):
    """How a task stood from one moment until another, and who was responsible; what a board of a past moment is read from."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="standings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # Nobody decides in their own matter, also not who was responsible before (docs/adr/0071).
    responsible = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State)
    due_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    # A task given to all below is counted in its children, never twice (T-53).
    is_counted = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(until=None), name="task_stands_one_way_now"
            ),
            models.CheckConstraint(
                name="standing_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]
        indexes = [models.Index(fields=["unit", "since"], name="standings_given_by")]
