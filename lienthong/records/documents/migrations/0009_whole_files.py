from django.db import migrations, models


def forget_what_lies_there(apps, schema_editor):
    """What was laid before a passkey is laid anew; permissions to seal are no longer known to the signer."""
    apps.get_model("documents", "LaidDocument").objects.all().delete()
    apps.get_model("documents", "Document").objects.exclude(ticket="").update(ticket="")


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_newest_of_an_issuer")]

    operations = [
        migrations.RunPython(forget_what_lies_there, migrations.RunPython.noop),
        migrations.RenameField("Document", "ticket", "agreement"),
        migrations.AlterField(
            "Document",
            "agreement",
            models.CharField(blank=True, db_collation="C", editable=False, max_length=64),
        ),
        migrations.RemoveField("LaidDocument", "pdf"),
        migrations.RemoveField("LaidDocument", "digest"),
        migrations.RemoveField("LaidDocument", "gap_start"),
        migrations.RemoveField("LaidDocument", "gap_end"),
        migrations.AddField(
            "LaidDocument",
            "handle",
            models.CharField(db_collation="C", default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            "LaidDocument", "challenge", models.BinaryField(default=b""), preserve_default=False
        ),
    ]
