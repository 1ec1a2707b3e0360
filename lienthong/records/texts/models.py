import hashlib
import json
from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def canonical(body: list[dict[str, Any]]) -> bytes:
    """The one way a body is written as bytes, so that equal texts have equal fingerprints."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_of(body: list[dict[str, Any]]) -> str:
    return hashlib.sha256(canonical(body)).hexdigest()


class Text(models.Model):
    """A text in the making: a tree of clauses, each with an identity that never changes."""

    body = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    # In which revision each piece was last changed, also of those taken out, and when the order was.
    touched = models.JSONField(default=dict, editable=False)
    ordered_at = models.PositiveIntegerField(default=1, editable=False)
    # What became of every line of the file it was read from; nothing where it was typed.
    account = models.JSONField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def note_change(self, wids: set[str], *, reordered: bool = False) -> None:
        """Begin another revision, in which these pieces were changed."""
        self.revision += 1
        self.touched |= dict.fromkeys(wids, self.revision)
        if reordered:
            self.ordered_at = self.revision


class Writing(models.Model):
    """Who writes a text now. It is theirs while they give a sign of life; somebody else may take it over."""

    text = models.OneToOneField(Text, models.CASCADE, related_name="writing")
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=255)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # When the history last said that they write; it does so at most every ten minutes.
    noted_at = models.DateTimeField()


class TextVersion(models.Model):
    """A text as it stood at one moment: while it was written, when signed. Never changed."""

    class Reason(models.TextChoices):
        SIGNED = "", _("Submitted for signature")
        OPENED = "opened", _("Before somebody went on writing")
        TAKEN_OVER = "taken_over", _("Before somebody else took over")
        WRITTEN = "written", _("After half an hour of writing")
        NAMED = "named", _("Kept by hand")
        ASKED = "asked", _("Sent out for opinions")
        TAKEN_IN = "taken_in", _("Before a proposed wording was put in")

    text = models.ForeignKey(Text, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    label = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    # Who had written it so far; nobody where the text came from a file or was typed by forms.
    written_by = models.CharField(max_length=255, blank=True)
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
