from django.db import migrations, models


def let_them_begin_anew(apps, schema_editor):
    """An invitation is good for half an hour: whoever is under way begins anew."""
    apps.get_model("signing", "KeyInvitation").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("signing", "0007_passkeys_at_the_window"),
    ]

    operations = [
        migrations.RunPython(let_them_begin_anew, migrations.RunPython.noop),
        migrations.RemoveField(model_name="keyinvitation", name="token"),
        migrations.AddField(
            model_name="keyinvitation",
            name="hidden_token",
            field=models.CharField(db_collation="C", default="", editable=False, max_length=255),
            preserve_default=False,
        ),
    ]
