"""An entry may be for holders of several permissions, and its rights are part of the index of its words."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

PERMISSIONS = "UPDATE search_searchentry SET permissions = ARRAY[permission]"
WHO = """
UPDATE search_searchentry SET who =
    ARRAY(SELECT '=' || path FROM unnest(unit_paths) path)
    || ARRAY(SELECT '<' || path FROM unnest(within_paths) path)
    || ARRAY(SELECT '@' || person FROM unnest(person_ids) person)
    || audiences_marks(audience_id)
"""


def texts(field: models.Field) -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=field, default=list)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_scope_is_the_audiences"), ("audiences", "0009_marks")]

    operations = [
        migrations.AddField("searchentry", "permissions", texts(models.CharField(max_length=100))),
        migrations.AddField("searchentry", "who", texts(models.TextField())),
        migrations.RunSQL(PERMISSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(WHO, migrations.RunSQL.noop),
        migrations.RemoveField("searchentry", "permission"),
        migrations.RemoveIndex("searchentry", "search_words"),
        migrations.AddIndex(
            "searchentry",
            django.contrib.postgres.indexes.GinIndex(
                fields=["vector", "who"], name="search_words_and_rights"
            ),
        ),
    ]
