"""What is said of a task: reports with evidence, extensions, refusals, periods, urgings."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .tasks import Rhythm, Task


class Period(models.Model):
    """A reporting period of one organisation: at opening, one line for each task of that rhythm."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    name = models.CharField(max_length=60)
    ends_on = models.DateField()
    closes_on = models.DateField()
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "rhythm", "ends_on"], name="period_is_opened_once"
            ),
            models.CheckConstraint(
                name="period_closes_after_it_ends", condition=Q(closes_on__gte=F("ends_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TaskReport(models.Model):
    """One report on one task: a line of a period, a note on the way, or the result."""

    class Kind(models.TextChoices):
        PERIOD = "period", _("Report of a period")
        PROGRESS = "progress", _("Progress")
        RESULT = "result", _("Result")

    class State(models.TextChoices):
        OPEN = "open", _("Not reported yet")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Report accepted")
        RETURNED = "returned", _("Sent back")

    task = models.ForeignKey(Task, models.CASCADE, related_name="reports")
    period = models.ForeignKey(Period, models.PROTECT, null=True, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    nothing_arisen = models.BooleanField(default=False)
    result = models.TextField(blank=True)
    percent = models.PositiveSmallIntegerField(null=True)
    difficulties = models.TextField(blank=True)
    requests = models.TextField(blank=True)
    coming = models.TextField(blank=True)
    # Why progress fell, a child is still open, or what was sent is corrected.
    reason = models.CharField(max_length=300, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    correction = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    sent_by_person_id = models.BigIntegerField(null=True)
    sent_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "period"],
                condition=Q(corrects=None),
                name="task_has_one_line_in_a_period",
            ),
            models.UniqueConstraint(
                fields=["corrects", "correction"], name="correction_has_its_own_number"
            ),
            models.CheckConstraint(
                name="reported_percentage_is_one", condition=Q(percent=None) | Q(percent__lte=100)
            ),
            models.CheckConstraint(
                name="sent_report_says_something",
                condition=Q(state="open") | Q(nothing_arisen=True) | ~Q(result=""),
            ),
            models.CheckConstraint(
                name="sent_report_names_who_sent_it",
                condition=Q(state="open") | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_report_says_why", condition=~Q(state="returned") | ~Q(decision="")
            ),
        ]


class Evidence(models.Model):
    """What shows that it was done: a record of the system, which opens with the reader's own rights, or a file."""

    report = models.ForeignKey(TaskReport, models.CASCADE, related_name="evidence")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+")
    # Minutes, a photograph: who may read the task opens it.
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    # What lies outside the system: a place, a link.
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_names_something",
                condition=Q(document__isnull=False)
                | Q(task__isnull=False)
                | Q(file__isnull=False)
                | ~Q(words=""),
            ),
            models.CheckConstraint(
                name="file_of_evidence_has_a_name", condition=Q(file=None) | ~Q(name="")
            ),
        ]


class Extension(models.Model):
    """A later deadline asked for by the lead, and what the assigner decided (T-36)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="extensions")
    due_before = models.DateField()
    asked_day = models.DateField()
    reason = models.CharField(max_length=300)
    asked_on = models.DateField()
    asked_by_name = models.CharField(max_length=200)
    asked_by_person_id = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    granted_day = models.DateField(null=True)
    # The document that allows more extensions than the rule does.
    document_words = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(decided_on=None),
                name="one_extension_waits_for_a_decision",
            ),
            models.CheckConstraint(
                name="extension_ends_later", condition=Q(asked_day__gt=F("due_before"))
            ),
        ]

    @property
    def late_days(self) -> int:
        """How many days it was late when a new day was granted; these are not erased (T-36)."""
        if self.granted_day is None or self.decided_on is None:
            return 0
        return max(0, (self.decided_on - self.due_before).days)


class Refusal(models.Model):
    """The lead does not accept a task, and what the assigner answered (T-23, T-24)."""

    class Answer(models.TextChoices):
        OTHER = "other", _("Given to another organisation")
        INSIST = "insist", _("Upheld")
        WITHDRAW = "withdraw", _("Task withdrawn")

    task = models.ForeignKey(Task, models.CASCADE, related_name="refusals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.TextField()
    refused_at = models.DateTimeField(default=timezone.now)
    refused_by_name = models.CharField(max_length=200)
    refused_by_person_id = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="refusal_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["task"], condition=Q(answer=""), name="one_refusal_waits_for_an_answer"
            ),
        ]


class UrgingQuerySet(models.QuerySet["Urging"]):
    def said(self) -> "UrgingQuerySet":
        """What urges: a reminder, or a letter once it is issued; not what the clock sends (T-40, T-44)."""
        return self.filter(at__isnull=False).exclude(form=Urging.Form.DIGEST)


class Urging(models.Model):
    """One urging on one task: who, when, in which form (T-44)."""

    class Form(models.TextChoices):
        REMINDER = "reminder", _("Reminder")
        LETTER = "letter", _("Urging letter")
        DIGEST = "digest", _("Automatic reminder")

    task = models.ForeignKey(Task, models.CASCADE, related_name="urgings")
    form = models.CharField(max_length=10, choices=Form)
    # When it was said; a letter that is still a draft has urged nobody.
    at = models.DateTimeField(null=True, default=timezone.now)
    by_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    letter = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    objects = UrgingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["task", "-at"], name="urgings_of_a_task")]
