import hashlib
import json
from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone


def canonical(body: list[dict[str, Any]]) -> bytes:
    """The one way a body is written as bytes, so that equal texts have equal fingerprints."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_of(body: list[dict[str, Any]]) -> str:
    return hashlib.sha256(canonical(body)).hexdigest()


class Text(models.Model):
    """A text in the making: a tree of clauses, each with an identity that never changes."""

    body = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    # What became of every line of the file it was read from; nothing where it was typed.
    account = models.JSONField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)


class TextVersion(models.Model):
    """A text as it stood at one moment: when initialled, signed or issued. Never changed."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    label = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("text", "number")
        constraints = [
            models.UniqueConstraint(name="text_version_numbered_once", fields=["text", "number"]),
        ]
        triggers = [
            pgtrigger.Protect(
                name="text_version_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]
