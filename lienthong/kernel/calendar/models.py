"""The secret address at which a person's calendar fetches what is due."""

from django.db import models
from django.utils import timezone

from lienthong.kernel.people.public import Person


class Feed(models.Model):
    """A person's one address; it is known by a keyed hash that names its person."""

    # Data class: personal (person, last_read_at).
    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, db_collation="C")
    # Under which password it was made: with another one it opens nothing.
    made_under = models.CharField(max_length=64, db_collation="C", default="")
    # A calendar service is outside: with this it hears of no number either.
    is_bare = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    last_read_at = models.DateTimeField(null=True)
