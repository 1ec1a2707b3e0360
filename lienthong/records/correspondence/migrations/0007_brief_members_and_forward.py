"""A branch briefs its members, a committee forwards, with a letter where it keeps a register."""

from importlib import import_module

from django.db import migrations, models

before = import_module("lienthong.records.correspondence.migrations.0004_owed")

OWED = (
    before.OWED.replace("'forward'", "'forward_with_letter'")
    .replace("'forward_on'", "'forward'")
    .replace("'pass_on'", "'brief_members'")
    .replace("passed_on_at", "briefed_at")
)
STEPS = """
    UPDATE procedures_workitem
    SET step = CASE step WHEN 'correspondence.pass_on' THEN 'correspondence.brief_members'
                         WHEN 'correspondence.forward_on' THEN 'correspondence.forward'
                         ELSE 'correspondence.forward_with_letter' END
    WHERE step IN ('correspondence.pass_on', 'correspondence.forward_on', 'correspondence.forward')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audiences", "0006_brief_members"),
        ("correspondence", "0006_owed_is_said_anew"),
    ]

    operations = [
        migrations.RunSQL(OWED, "DROP FUNCTION correspondence_owed"),
        migrations.RunSQL(STEPS, migrations.RunSQL.noop),
        migrations.RemoveConstraint("forwarding", "carried_on_once"),
        migrations.AddConstraint(
            "forwarding",
            models.UniqueConstraint(fields=["unit", "audience"], name="forwarded_once"),
        ),
    ]
