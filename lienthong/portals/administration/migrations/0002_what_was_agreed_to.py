from django.db import migrations, models

from lienthong.kernel.audit.public import mark_rows

MARKED = (
    "unit_id",
    "brought_by_id",
    "file_id",
    "state",
    "proposal_id",
    "counts",
    "findings",
    "made",
)


def mark_what_is_there(apps, schema_editor):
    """What was found, counted and made comes under the mark, as it is."""
    mark_rows(apps.get_model("administration", "Intake"), MARKED)


class Migration(migrations.Migration):
    dependencies = [("administration", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="intake",
            name="state",
            field=models.CharField(
                choices=[
                    ("reading", "being tried"),
                    ("tried", "tried; nothing has been written"),
                    ("proposed", "proposed; a second person confirms it"),
                    ("writing", "being written"),
                    ("changed", "changed since it was tried; nothing has been written"),
                    ("stopped", "stopped by a fault; nothing has been written"),
                    ("done", "written"),
                    ("given_up", "given up; nothing was written"),
                    ("withdrawn", "taken back"),
                ],
                default="reading",
                max_length=10,
            ),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
    ]
