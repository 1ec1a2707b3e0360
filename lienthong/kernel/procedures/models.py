"""Cases, the work items that lie on desks, and what was changed while they did."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import MarkedQuerySet, MarkedRow
from lienthong.kernel.live.public import PERSON, POST, RIGHTS, UNIT, tells
from lienthong.kernel.people.public import DatedQuerySet, Person, Post
from lienthong.kernel.units.public import Unit

from .definitions import Procedure, Step, Work, procedure, work


class Case(models.Model):
    """One run of a procedure over one record."""

    procedure_key = models.CharField(max_length=40)
    procedure_version = models.PositiveSmallIntegerField()
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="case_of_subject")]

    @property
    def procedure(self) -> Procedure:
        return procedure(self.procedure_key, self.procedure_version)


class OwedManager(models.Manager["WorkItem"]):
    """What is owed outside any case: it lies on desks and gives no right, so it bears no mark."""

    def get_queryset(self) -> models.QuerySet["WorkItem"]:
        return super().get_queryset().filter(case=None)


class WorkItem(MarkedRow):
    """Something that somebody must do: a visit to a step of a case, or what is owed outside any.

    The open ones are the desks; the closed ones are the history of their case. What was owed outside
    a case leaves no row when it is settled: the room that asked for it keeps its own history.
    """

    # By which somebody does a step, whatever rights the post has.
    MARKED = (
        "case_id", "step", "subject_type_id", "subject_id", "permission", "unit_id", "post_id",
        "person_id", "is_shared",
    )  # fmt: skip
    GIVING = Q(case__isnull=False)
    UNMARKED = gettext_noop("Step %(row)s is not as this system wrote it. Nobody does it.")

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="items")
    step = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    # Who holds it: see `Holder`. The permission is kept beside a post, for the day the post is lost.
    permission = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    is_shared = models.BooleanField(default=False)
    office_first = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)
    # While its case is suspended it lies on no desk.
    is_suspended = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    note = models.TextField(blank=True)
    is_cancelled = models.BooleanField(default=False)
    closed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    closed_for = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    closed_by_name = models.CharField(max_length=200, blank=True)

    objects = MarkedQuerySet.as_manager()
    owed = OwedManager()

    class Meta:
        triggers = tells("work", {"unit_id": UNIT, "post_id": POST, "person_id": PERSON})
        constraints = [
            models.CheckConstraint(
                name="closed_step_has_an_outcome",
                condition=Q(closed_at=None) | ~Q(outcome="") | Q(is_cancelled=True),
            ),
            models.CheckConstraint(
                name="work_item_has_a_holder",
                condition=Q(unit__isnull=False) | Q(post__isnull=False) | Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_thing_owed_on_a_subject",
                fields=["subject_type", "subject_id", "unit", "post", "person"],
                condition=Q(case=None),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "permission", "due_at"],
                condition=Q(closed_at=None, is_suspended=False),
                name="open_work_of_a_unit",
            ),
            models.Index(
                fields=["post"],
                condition=Q(closed_at=None, post__isnull=False),
                name="open_work_of_a_post",
            ),
            models.Index(
                fields=["person"],
                condition=Q(closed_at=None, person__isnull=False),
                name="open_work_of_a_person",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="work_on_a_subject"),
        ]

    @property
    def definition(self) -> Work:
        return self.case.procedure.by_key[self.step] if self.case else work(self.step)

    @property
    def label(self) -> str:
        """What a timeline calls it."""
        definition = self.definition
        return str(definition.label if isinstance(definition, Step) else definition.verb)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class DeadlineChange(models.Model):
    """A deadline was moved, with the reason; every earlier one stays readable."""

    # The steps of a case are never deleted.
    item = models.ForeignKey(WorkItem, models.DO_NOTHING, related_name="deadline_changes")
    was = models.DateTimeField(null=True)
    becomes = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300)
    changed_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="moved_deadline_has_a_reason", condition=~Q(reason="") & ~Q(was=F("becomes"))
            ),
        ]


class Suspension(models.Model):
    """A case rested for a time, with the reason; its deadlines moved by as many days."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=300)
    began_at = models.DateTimeField(auto_now_add=True)
    began_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    began_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="suspension_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="case_is_suspended_once", fields=["case"], condition=Q(ended_at=None)
            ),
        ]


class HandOver(models.Model):
    """While the holder of a post is absent, a colleague has its shared work on the desk too."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    to_post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta:
        triggers = tells(RIGHTS, {"to_post_id": POST})
        constraints = [
            models.CheckConstraint(
                name="hand_over_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="work_is_handed_to_another", condition=~Q(post=F("to_post"))
            ),
        ]
        indexes = [models.Index(fields=["to_post", "valid_to"], name="work_handed_to_a_post")]


class WorkReminder(models.Model):
    """Those who hold a step, or lead its case, were reminded of its deadline; of each occasion once."""

    item = models.ForeignKey(WorkItem, models.DO_NOTHING, related_name="reminders")
    # The deadline reminded of: one that was moved is reminded of anew.
    due_on = models.DateField()
    # Days from the deadline: negative before it, positive after it.
    days = models.SmallIntegerField()
    is_escalation = models.BooleanField(default=False)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reminded_once_of_a_day",
                fields=["item", "due_on", "days", "is_escalation"],
            ),
        ]
