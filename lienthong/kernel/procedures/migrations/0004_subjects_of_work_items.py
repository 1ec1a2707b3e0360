"""A step says itself on which record it is, as everything on a desk does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("procedures", "0003_work_items")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE procedures_workitem item
            SET subject_type_id = run.subject_type_id, subject_id = run.subject_id
            FROM procedures_case run WHERE run.id = item.case_id
            """,
            migrations.RunSQL.noop,
        ),
    ]
