from django.db import models
from django.utils import timezone


class OutboxEntry(models.Model):
    """Something that happened, written in the transaction in which it happened."""

    event = models.CharField(max_length=100)
    ids = models.JSONField()
    trace = models.CharField(max_length=32, blank=True)
    announced_at = models.DateTimeField(default=timezone.now)
    relayed_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                name="outbox_not_yet_relayed",
                fields=["event", "id"],
                condition=models.Q(relayed_at__isnull=True),
            ),
        ]


class Delivery(models.Model):
    """One event at one of its hearers; `delivered_at` is written with what the hearer did."""

    entry = models.ForeignKey(OutboxEntry, models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=200)
    delivered_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="delivery_once_to_each_handler", fields=["entry", "handler"]
            ),
        ]
        indexes = [
            models.Index(
                name="delivery_failed",
                fields=["id"],
                condition=models.Q(delivered_at__isnull=True),
            ),
        ]
