from django.db import migrations, models

from lienthong.kernel.audit.public import mark_rows

MARKED = {
    "Series": ("unit_id", "register", "type_code", "term_id", "year", "last_number"),
}


def mark_what_is_there(apps, schema_editor):
    """What was written before the marks is taken over as it is."""
    for name, columns in MARKED.items():
        mark_rows(apps.get_model("numbering", name), columns)


class Migration(migrations.Migration):
    dependencies = [
        ("numbering", "0002_lost_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="series",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
    ]
