from django.db import migrations, models

from lienthong.kernel.audit.public import mark_rows

MARKED = (
    "uid",
    "kind",
    "unit_id",
    "subject",
    "concerned_id",
    "hash",
    "proposer_id",
    "proposed_by_id",
    "proposed_at",
    "until",
    "state",
    "confirmer_id",
    "confirmed_by_id",
    "is_single",
    "waits_until",
)


def mark_what_is_there(apps, schema_editor):
    """What was written before the marks is taken over as it is, what was answered long ago too."""
    mark_rows(apps.get_model("confirmations", "Proposal"), MARKED)


class Migration(migrations.Migration):
    dependencies = [("confirmations", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
    ]
