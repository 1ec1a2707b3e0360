from django.db import migrations, models

from lienthong.kernel.audit.public import mark_rows

MARKED = {
    "AccessCode": ("account_id", "purpose", "digest", "expires_at", "used_at", "withdrawn_at"),
    "CodeHalf": ("code_id", "person_id", "digest"),
}


def mark_what_is_there(apps, schema_editor):
    """What was given before the marks is taken over as it is."""
    for name, columns in MARKED.items():
        mark_rows(apps.get_model("people", name), columns)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_sessions_by_a_hash"),
    ]

    operations = [
        migrations.AddField(
            model_name="accesscode",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="codehalf",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
    ]
