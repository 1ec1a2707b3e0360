"""Entries of the search index name the audience of their document, which says whom it reached."""

from django.db import migrations

NAME_THE_AUDIENCE = """
UPDATE search_searchentry
SET audience_id = split_part(key, '/', 1)::bigint, unit_paths = '{}', within_paths = '{}'
WHERE room = 'correspondence'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0002_scope_of_the_day"),
        ("search", "0003_audience_of_an_entry"),
    ]
    run_before = [("search", "0004_scope_is_the_audiences")]

    operations = [migrations.RunSQL(NAME_THE_AUDIENCE, migrations.RunSQL.noop)]
