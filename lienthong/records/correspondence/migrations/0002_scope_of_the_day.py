"""Search reads scope against the day of issue: entries name the tops of their scope, as they stood then."""

from django.db import migrations

NAME_THE_TOPS = """
UPDATE search_searchentry entry
SET scope_paths = ARRAY(
    SELECT rule.path FROM audiences_scoperule rule
    WHERE rule.audience_id = split_part(entry.key, '/', 1)::bigint
)::varchar[]
WHERE entry.room = 'correspondence' AND entry.scope_paths <> '{}'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0001_initial"),
        ("audiences", "0001_initial"),
        ("search", "0002_scope_to_branches"),
    ]

    operations = [migrations.RunSQL(NAME_THE_TOPS, migrations.RunSQL.noop)]
