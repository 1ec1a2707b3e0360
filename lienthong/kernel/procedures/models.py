"""Cases and the visits to their steps."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit

from .definitions import Procedure, Step, procedure


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


class StepVisit(models.Model):
    """One holder's visit to one step; open ones are the work list, closed ones the history."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    step = models.CharField(max_length=40)
    permission = models.CharField(max_length=60)
    holder_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    holder_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    note = models.TextField(blank=True)
    is_cancelled = models.BooleanField(default=False)
    closed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    closed_for = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    closed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="closed_visit_has_an_outcome",
                condition=Q(closed_at=None) | ~Q(outcome="") | Q(is_cancelled=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder_unit", "permission", "due_at"],
                condition=Q(closed_at=None),
                name="open_steps_of_a_unit",
            ),
            models.Index(
                fields=["holder_post"], condition=Q(closed_at=None), name="open_steps_of_a_post"
            ),
        ]

    @property
    def definition(self) -> Step:
        return self.case.procedure.by_key[self.step]

    @property
    def label(self) -> str:
        return str(self.definition.label)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
