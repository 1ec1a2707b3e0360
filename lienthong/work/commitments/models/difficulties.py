"""Difficulties reported upwards, and the answers owed to them (F133)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lienthong.kernel.units.public import Unit

from .tasks import Task


class Difficulty(models.Model):
    """What an organisation cannot solve itself, asked of the one above, and what that answered."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="difficulties_raised")
    words = models.TextField()
    asked = models.TextField(blank=True)
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by_name = models.CharField(max_length=200)
    raised_by_person_id = models.BigIntegerField(null=True)
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="difficulty_says_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="answer_to_a_difficulty_says_something",
                condition=Q(answered_at=None) | ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(fields=["to", "answered_at"], name="difficulties_to_answer"),
            models.Index(fields=["unit", "-raised_at"], name="difficulties_raised_by"),
        ]

    def __str__(self) -> str:
        return self.words[:80]
