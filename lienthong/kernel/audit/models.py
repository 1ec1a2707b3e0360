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
    an entry outlives what it speaks of. `facts` hold no personal content.
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
        ]
        constraints = [
            models.UniqueConstraint(name="audit_one_entry_per_seal", fields=["seal_number"]),
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
    """The chain up to one seal number, signed with the installation's audit key."""

    number = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="seal_head_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]
