from django.db import migrations, models

from lienthong.kernel.audit.public import mark_rows

MARKED = ("direction_id", "unit_id", "part")


def mark_what_is_there(apps, schema_editor):
    """What was written before the marks is taken over as it is."""
    mark_rows(apps.get_model("correspondence", "Assignment"), MARKED)


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0008_found_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
    ]
