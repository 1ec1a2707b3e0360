import pgtrigger
from django.db import models
from django.utils import timezone

_ONLY_SEALING_CHANGES = """
    IF OLD.seal_number IS NOT NULL
        OR to_jsonb(NEW) - 'seal_number' - 'seal_hash'
            IS DISTINCT FROM to_jsonb(OLD) - 'seal_number' - 'seal_hash'
    THEN
        RAISE EXCEPTION 'An audit entry is never changed.';
    END IF;
    RETURN NEW;
"""


class AuditEntry(models.Model):
    """Who did what, in which post, for whom; never changed and never deleted.

    Person, post and unit are numbers without foreign keys, beside their names as of that moment:
    an entry outlives what it speaks of. `facts` hold no personal content. `mark` is a message
    authentication code by the process that wrote the entry.
    """

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=100)
    is_reading = models.BooleanField(default=False)
    subject_type = models.CharField(max_length=100, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    for_post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=255, blank=True)
    actor_title = models.CharField(max_length=255, blank=True)
    unit_name = models.CharField(max_length=255, blank=True)
    facts = models.JSONField(default=dict)
    trace = models.CharField(max_length=32, blank=True)
    mark = models.CharField(max_length=80, blank=True, editable=False)
    seal_number = models.BigIntegerField(null=True, editable=False)
    seal_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(
                name="audit_history_of_a_subject", fields=["subject_type", "subject_id", "id"]
            ),
            models.Index(name="audit_deeds_of_a_person", fields=["person_id", "id"]),
            models.Index(
                name="audit_not_yet_sealed",
                fields=["id"],
                condition=models.Q(seal_number__isnull=True),
            ),
            # Not unique: a number that somebody invents is found by the check and holds nothing up.
            models.Index(name="audit_by_seal", fields=["seal_number"]),
            models.Index(name="audit_by_mark", fields=["mark"]),
        ]
        triggers = [
            pgtrigger.Protect(name="audit_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="audit_is_never_changed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ONLY_SEALING_CHANGES,
            ),
        ]


class SealHead(models.Model):
    """What the signer has said of the chain: a head, or the beginning of an epoch after a restore."""

    content = models.JSONField()
    signature = models.CharField(max_length=128)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="seal_head_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]


class SealPlan(models.Model):
    """What is being sealed. After a crash between the signer's answer and our commit, the same is asked again."""

    start = models.JSONField()
    entry_ids = models.JSONField()


class SelfCheck(models.Model):
    """What the daily check of the history found; its faults are sentences with their facts."""

    at = models.DateTimeField(default=timezone.now)
    entries = models.BigIntegerField(default=0)
    versions = models.BigIntegerField(default=0)
    unsealed = models.BigIntegerField(default=0)
    faults = models.JSONField(default=list)
    fault_count = models.IntegerField(default=0)
