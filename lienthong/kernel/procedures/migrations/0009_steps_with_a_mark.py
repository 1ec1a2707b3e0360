from django.db import migrations, models

from lienthong.kernel.audit.public import mark_rows

MARKED = (
    "case_id", "step", "subject_type_id", "subject_id", "permission", "unit_id", "post_id",
    "person_id", "is_shared",
)  # fmt: skip


def mark_what_is_there(apps, schema_editor):
    """What was laid on desks before the marks is taken over as it is."""
    mark_rows(apps.get_model("procedures", "WorkItem"), MARKED)


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0008_every_reminder_has_its_deadline"),
    ]

    operations = [
        migrations.AddField(
            model_name="workitem",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
    ]
