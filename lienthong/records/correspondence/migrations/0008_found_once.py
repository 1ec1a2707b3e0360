"""A document that has arrived is one entry of the search, whoever may find it; it was three."""

from django.db import migrations

ONE = """
UPDATE search_searchentry
SET permissions = ARRAY['correspondence.view', 'audiences.read', 'audiences.acknowledge']
WHERE room = 'correspondence' AND key NOT LIKE '%/%'
"""
NO_MORE = "DELETE FROM search_searchentry WHERE room = 'correspondence' AND key LIKE '%/%'"


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0007_brief_members_and_forward"),
        ("search", "0005_rights_in_the_index"),
    ]
    # The entries are made anew there, and their keys are numbers.
    run_before = [("search", "0006_texts_and_ways")]

    operations = [
        migrations.RunSQL(ONE, migrations.RunSQL.noop),
        migrations.RunSQL(NO_MORE, migrations.RunSQL.noop),
    ]
