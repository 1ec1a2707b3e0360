"""What has just changed, for whom and in which part of the pages: no word of any record."""

from typing import Any

from django.db import models
from django.db.models.functions import Now


class TransactionNow(models.Func):
    """The number of the present transaction: later ones have higher numbers, whenever they commit."""

    template = "pg_current_xact_id()::text::bigint"
    output_field: Any = models.BigIntegerField()


class Change(models.Model):
    """Something of a person, a post, a unit or a session has changed; the database itself writes it.

    Kept for an hour, so that a browser that lost its connection hears what it missed.
    """

    # "p12" a person, "o7" a post, "u3" a unit, "s…" a session by its hash.
    topic = models.CharField(max_length=48, db_collation="C")
    part = models.CharField(max_length=12)
    transaction = models.BigIntegerField(db_default=TransactionNow())
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["transaction"], name="changes_by_transaction")]
