from django.db import migrations, models

from lienthong.kernel.audit.public import mark_rows

MARKED = ("audience_id", "person_id", "purpose")


def mark_what_is_there(apps, schema_editor):
    """What was written before the marks is taken over as it is."""
    mark_rows(apps.get_model("audiences", "AddressedPerson"), MARKED)


class Migration(migrations.Migration):
    dependencies = [
        ("audiences", "0009_marks"),
    ]

    operations = [
        migrations.AddField(
            model_name="addressedperson",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
    ]
