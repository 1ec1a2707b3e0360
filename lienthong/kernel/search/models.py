from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


def _paths() -> ArrayField:
    return ArrayField(models.CharField(max_length=100, db_collation="C"), default=list)


class SearchEntry(models.Model):
    """One findable thing of some room: its words, and marks of who may find it."""

    room = models.CharField(max_length=40)
    key = models.BigIntegerField()
    title = models.CharField(max_length=700)
    summary = models.TextField(blank=True)
    happened_on = models.DateField()
    # How it stands, as its room calls it.
    state = models.CharField(max_length=20, blank=True)
    # Single words, words of the title, pairs of words and facts; without places, so that no length is too much.
    vector = SearchVectorField()
    # The words in their order, for phrases of three words and more.
    folded = models.TextField(blank=True)
    # The rights of its ways as marks, so that the index finds words and rights together; who may not find it
    # may share one.
    who = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="search_one_entry_per_thing", fields=["room", "key"]),
        ]
        indexes = [
            GinIndex(name="search_words_and_rights", fields=["vector", "who"], fastupdate=False),
        ]


class SearchWay(models.Model):
    """Where a thing is opened, and who may; the first way that is open to somebody is theirs."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="ways", db_index=False)
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=300)
    text_path = models.CharField(max_length=300, blank=True)
    permissions = ArrayField(models.CharField(max_length=100), default=list)
    # Holders of one of the permissions find it in these very units, …
    unit_paths = _paths()
    # … from above where a permission reaches down (the same units and all above them), …
    within_paths = _paths()
    # … and wherever what has this audience has reached;
    audience_id = models.BigIntegerField(null=True)
    # besides, these persons find it.
    person_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="search_ways_in_order", fields=["entry", "position"]),
        ]
        indexes = [models.Index(name="search_way_by_address", fields=["path"])]


class SearchRebuild(models.Model):
    """How far the things of a room have been indexed anew; gone when all of them are."""

    room = models.CharField(max_length=40, primary_key=True)
    after = models.BigIntegerField(default=0)
