"""Outcomes of actions that a browser may send again."""

from django.db import models


class ActionOutcome(models.Model):
    """What a request with an idempotency key led to, kept so that its repeat has no second effect."""

    person_id = models.BigIntegerField()
    action = models.CharField(max_length=200)
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    location = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "action", "key"], name="one_effect_per_key"
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="outcomes_by_age")]
