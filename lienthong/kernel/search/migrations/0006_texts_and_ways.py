"""Whole texts are found, by several ways of opening them; all is indexed anew by the rooms."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# Words and rights are kept beside the row: who finds sixty thousand rows reads their days and nothing else.
APART = """
ALTER TABLE search_searchentry SET (toast_tuple_target = 256);
ALTER TABLE search_searchentry ALTER COLUMN vector SET STATISTICS 300;
"""
# The newest things that the tiers of a question find, nearest tier first. Read from the index alone: the planner
# does not know how dear it is to unpack the words of a row, and would go through the table for a common word.
NEWEST = """
CREATE FUNCTION search_newest(
    asked text[], held text[], since date, until date,
    after_tier integer, after_day date, after_entry bigint, most integer
)
RETURNS TABLE (tier integer, entry_id bigint, happened_on date)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    words tsquery;
    given integer := 0;
    made integer;
BEGIN
    FOR number IN greatest(after_tier, 1) .. cardinality(asked) LOOP
        words := asked[number]::tsquery;
        IF number > after_tier THEN
            after_day := 'infinity';
        END IF;
        RETURN QUERY
            SELECT number, found.id, found.happened_on
            FROM search_searchentry found
            WHERE found.vector @@ words AND found.who && held
              AND found.happened_on BETWEEN since AND least(until, after_day)
              AND (found.happened_on < after_day OR found.id < after_entry)
            ORDER BY found.happened_on DESC, found.id DESC
            LIMIT most - given;
        GET DIAGNOSTICS made = ROW_COUNT;
        given := given + made;
        EXIT WHEN given >= most;
    END LOOP;
END $$
"""


def texts(field: models.Field) -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=field, default=list, size=None)


def paths() -> django.contrib.postgres.fields.ArrayField:
    return texts(models.CharField(db_collation="C", max_length=100))


def key() -> models.BigAutoField:
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0005_rights_in_the_index"), ("audiences", "0009_marks")]

    operations = [
        migrations.DeleteModel("SearchEntry"),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", key()),
                ("room", models.CharField(max_length=40)),
                ("key", models.BigIntegerField()),
                ("title", models.CharField(max_length=700)),
                ("summary", models.TextField(blank=True)),
                ("happened_on", models.DateField()),
                ("state", models.CharField(blank=True, max_length=20)),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
                ("folded", models.TextField(blank=True)),
                ("who", texts(models.TextField())),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["vector", "who"], name="search_words_and_rights"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("room", "key"), name="search_one_entry_per_thing"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWay",
            fields=[
                ("id", key()),
                ("position", models.PositiveSmallIntegerField()),
                ("path", models.CharField(max_length=300)),
                ("text_path", models.CharField(blank=True, max_length=300)),
                ("permissions", texts(models.CharField(max_length=100))),
                ("unit_paths", paths()),
                ("within_paths", paths()),
                ("audience_id", models.BigIntegerField(null=True)),
                ("person_ids", texts(models.BigIntegerField())),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.CASCADE,
                        related_name="ways",
                        to="search.searchentry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "position"), name="search_ways_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchRebuild",
            fields=[
                (
                    "room",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("after", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(APART, migrations.RunSQL.noop),
        migrations.RunSQL(
            NEWEST,
            "DROP FUNCTION search_newest(text[], text[], date, date, integer, date, bigint, integer)",
        ),
    ]
