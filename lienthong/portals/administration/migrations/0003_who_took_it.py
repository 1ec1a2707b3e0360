import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel.audit.public import mark_rows

MARKED = (
    "unit_id",
    "brought_by_id",
    "taken_by_id",
    "file_id",
    "state",
    "proposal_id",
    "counts",
    "findings",
    "made",
)


def mark_what_is_there(apps, schema_editor):
    """Who took it comes under the mark; of those before nobody is named."""
    mark_rows(apps.get_model("administration", "Intake"), MARKED)


class Migration(migrations.Migration):
    dependencies = [
        ("administration", "0002_what_was_agreed_to"),
        ("people", "0011_decisions_of_posts"),
    ]

    operations = [
        migrations.AddField(
            model_name="intake",
            name="taken_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.post",
            ),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
    ]
