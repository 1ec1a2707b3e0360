import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_purpose_printed")]

    operations = [
        migrations.RenameModel("LaidPaper", "LaidDocument"),
        migrations.AlterField(
            "LaidDocument",
            "document",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="laid_document",
                to="documents.document",
            ),
        ),
        migrations.AlterField(
            "Document",
            "scope",
            models.CharField(
                choices=[
                    ("none", "Addressed only"),
                    ("committees", "To committees"),
                    ("branches", "To branches"),
                ],
                default="none",
                max_length=12,
                verbose_name="how far it is forwarded",
            ),
        ),
    ]
