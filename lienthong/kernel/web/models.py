"""What is remembered of forms that were sent: what came of them, what was typed in vain."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ActionOutcome(models.Model):
    """What a request with an idempotency key led to, kept so that its repeat has no second effect."""

    person_id = models.BigIntegerField()
    action = models.CharField(max_length=200)
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    # Long enough for the address of another host with the way back in it.
    location = models.CharField(max_length=600, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "action", "key"], name="one_effect_per_key"
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="outcomes_by_age")]


class KeptInput(models.Model):
    """What a person typed into a form that came to nothing, kept a day for that person alone."""

    account_id = models.BigIntegerField()
    address = models.CharField(max_length=200)
    # The values of each field; never what proves who somebody is, never a file.
    fields = models.JSONField()
    had_files = models.BooleanField()
    was_refused = models.BooleanField()
    # Or carried along when the language or the post was switched.
    was_sent = models.BooleanField(default=True)
    # The sentence of the rule that was broken, its field and its language.
    broken_rule = models.JSONField(null=True)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "address"], name="one_kept_input_per_form"
            ),
        ]


class AwaitedReturn(models.Model):
    """What a person went elsewhere to agree to, in which post, and what they had typed; the return takes it up."""

    account_id = models.BigIntegerField()
    address = models.CharField(max_length=200)
    post_id = models.BigIntegerField()
    # The values of each field, never what proves who somebody is.
    fields = models.JSONField()
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "address"], name="one_awaited_return_per_form"
            ),
        ]


class SavedFilter(models.Model):
    """What a person narrows a list by, kept under a name; seen by nobody else."""

    person_id = models.BigIntegerField()
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)
    # What was there when its person last looked, where it is asked what is new; not before the first look.
    looked_at = models.DateTimeField(null=True)
    seen_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "page", "name"], name="one_filter_of_a_name"
            ),
        ]
