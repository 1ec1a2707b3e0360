import re

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from lienthong.kernel.live.public import PERSON, tells
from lienthong.kernel.people.public import Person
from lienthong.kernel.reference.public import word_of_type

PAGE_OF_A_THING = re.compile(r"/[^#?]*?/\d+/")


def page_of_thing(path: str) -> str:
    """The part of an address that leads to one thing; empty where it leads to none."""
    found = PAGE_OF_A_THING.match(path)
    return found[0] if found else ""


class Notice(models.Model):
    """A line for one person, worded in that person's language when it is shown."""

    # Data class: personal (person), internal (params: notations, counts, words of tasks).
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    message = models.CharField(max_length=300)
    params = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    # It says who was given power over what: nobody mutes it, it stays until its person opens it.
    stands = models.BooleanField(default=False)

    class Meta:
        triggers = tells("notices", {"person_id": PERSON})
        indexes = [
            models.Index(name="notices_of_a_person", fields=["person", "-id"]),
            models.Index(
                name="notices_unread",
                fields=["person"],
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    @property
    def text(self) -> str:
        params = dict(self.params)
        if "type" in params:
            params["type"] = word_of_type(params["type"])
        worded: str = gettext(self.message) % params
        return worded

    @property
    def page(self) -> str:
        """The page of the thing it leads to, whatever part of it; empty where it leads to no such page."""
        return page_of_thing(self.path)

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
