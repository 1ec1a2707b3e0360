"""Documents are searched by their texts, and drafts too: those that are there are indexed, batch by batch."""

from django.db import migrations

BEGIN = """
INSERT INTO search_searchrebuild (room, after)
SELECT 'documents', 0 WHERE EXISTS (SELECT 1 FROM documents_document)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0014_named_above_the_text"),
        ("search", "0006_texts_and_ways"),
    ]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
