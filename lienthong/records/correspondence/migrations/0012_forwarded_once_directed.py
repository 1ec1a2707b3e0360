"""A document is to be forwarded once a leader has directed, not while it waits for a proposal."""

from importlib import import_module

from django.db import migrations

before = import_module("lienthong.records.correspondence.migrations.0007_brief_members_and_forward")
ENTERED = "      AND entry.number_id IS NOT NULL\n      AND EXISTS (SELECT 1 FROM unnest"
DIRECTED = ENTERED.replace(
    "IS NOT NULL\n", "IS NOT NULL AND entry.state NOT IN ('registered', 'proposed')\n", 1
)
assert ENTERED in before.OWED, "the question of what is owed reads otherwise"
OWED = before.OWED.replace(ENTERED, DIRECTED)
TOO_EARLY = """
    DELETE FROM procedures_workitem item
    USING correspondence_incomingdocument entry, django_content_type kind
    WHERE item.step = 'correspondence.forward_with_letter' AND item.subject_id = entry.id
      AND kind.id = item.subject_type_id AND kind.app_label = 'correspondence'
      AND kind.model = 'incomingdocument' AND entry.state IN ('registered', 'proposed')
"""


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0011_lines_of_the_register")]
    operations = [
        migrations.RunSQL("DROP FUNCTION correspondence_owed", migrations.RunSQL.noop),
        migrations.RunSQL(OWED, "DROP FUNCTION correspondence_owed"),
        migrations.RunSQL(TOO_EARLY, migrations.RunSQL.noop),
    ]
