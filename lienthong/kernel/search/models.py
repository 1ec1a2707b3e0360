from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


def _paths() -> ArrayField:
    return ArrayField(models.CharField(max_length=100, db_collation="C"), default=list)


class SearchEntry(models.Model):
    """One findable thing of some room, with who may find it."""

    room = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    path = models.CharField(max_length=300)
    happened_on = models.DateField()
    vector = SearchVectorField()
    permissions = ArrayField(models.CharField(max_length=100), default=list)
    # Holders of one of the permissions find it in these very units, …
    unit_paths = _paths()
    # … from above where a permission reaches down (the same units and all above them), …
    within_paths = _paths()
    # … and wherever what has this audience has reached;
    audience_id = models.BigIntegerField(null=True)
    # besides, these persons find it.
    person_ids = ArrayField(models.BigIntegerField(), default=list)
    # All this as marks, so that the index finds words and rights together; who may not find it may share one.
    who = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="search_one_entry_per_thing", fields=["room", "key"]),
        ]
        indexes = [
            GinIndex(name="search_words_and_rights", fields=["vector", "who"]),
            models.Index(name="search_latest_first", fields=["-happened_on", "-id"]),
        ]
