"""Plans, what is proposed for them from the clauses of a document, and the targets they hold."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document
from lienthong.records.texts.public import why_said


class Plan(models.Model):
    """What one organisation has set itself to do for a directive, or in a year."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=500)
    title_folded = models.CharField(max_length=500, db_collation="C", editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    # The directive it carries out; none for the working programme of a year.
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "document"], name="directive_has_one_plan_of_a_unit"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-opened_at"], name="plans_of_a_unit")]

    def __str__(self) -> str:
        return self.title


class Kind(models.TextChoices):
    TARGET = "target", _("Target")
    TASK = "task", _("Task")
    REPORT_DUTY = "report_duty", _("Duty to report")


class Comparator(models.TextChoices):
    AT_LEAST = ">=", _("at least")
    AT_MOST = "<=", _("at most")
    MORE = ">", _("more than")
    LESS = "<", _("less than")
    EXACTLY = "=", _("exactly")
    BETWEEN = "between", _("between")
    NONE = "", _("as the text says")


class Direction(models.TextChoices):
    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")
    NONE = "", _("not said")


class Measured(models.Model):
    """A measurable or dated end state, as a proposal and as a target have it."""

    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    value_to = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    measure = models.CharField(max_length=60, blank=True)
    comparator = models.CharField(max_length=12, choices=Comparator, blank=True)
    direction = models.CharField(max_length=6, choices=Direction, blank=True)
    baseline = models.CharField(max_length=120, blank=True)
    # Yearly steps of one target bear one name.
    series = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True


class Proposal(Measured):
    """What was read from a clause: it obliges nobody until a person accepts it."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        ACCEPTED = "accepted", _("Taken into the plan")
        REJECTED = "rejected", _("Rejected")
        MERGED = "merged", _("Merged into another one")
        SPLIT = "split", _("Split")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="proposals")
    position = models.PositiveIntegerField()
    wid = models.CharField(max_length=64, blank=True)
    clause = models.CharField(max_length=120, blank=True)
    # The words of the clause it was read from, to be compared.
    passage = models.TextField(blank=True)
    why = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    content = models.TextField()
    lead_words = models.CharField(max_length=300, blank=True)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    to_all_below = models.BooleanField(default=False)
    coordinator_words = models.CharField(max_length=600, blank=True)
    directing_words = models.CharField(max_length=300, blank=True)
    due_words = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    due_kind = models.CharField(max_length=10, blank=True)
    period = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=200, blank=True)
    product = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="proposal_says_something", condition=~Q(content="")),
            models.CheckConstraint(
                name="decided_proposal_names_who_decided",
                condition=Q(state="open") | ~Q(decided_by_name=""),
            ),
        ]
        indexes = [models.Index(fields=["plan", "position"], name="proposals_of_a_plan")]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def reading(self) -> str:
        """Why it was read so, in a sentence."""
        return why_said(self.why) if self.why else ""

    @property
    def is_target(self) -> bool:
        return self.kind == Kind.TARGET


class Target(Measured):
    """A measurable or dated end state that a plan holds (chỉ tiêu của văn bản)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="target")
    wid = models.CharField(max_length=64, blank=True)
    clause = models.CharField(max_length=120, blank=True)
    content = models.TextField()
    due_words = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="range_of_a_target_goes_upwards",
                condition=Q(value_to=None) | Q(value_to__gte=F("value")),
            ),
        ]

    def __str__(self) -> str:
        return self.content
