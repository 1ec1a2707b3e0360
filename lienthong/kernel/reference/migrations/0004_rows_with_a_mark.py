from django.db import migrations, models

from lienthong.kernel.audit.public import mark_rows

MARKED = {
    "Term": ("unit_id", "starts_on", "ends_on"),
    "RuleVersion": ("key", "value", "valid_from", "valid_to", "withdrawn_at"),
}


def mark_what_is_there(apps, schema_editor):
    """What was written before the marks is taken over as it is."""
    for name, columns in MARKED.items():
        mark_rows(apps.get_model("reference", name), columns)


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0003_entries_are_withdrawn"),
    ]

    operations = [
        migrations.AddField(
            model_name="ruleversion",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="term",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
    ]
