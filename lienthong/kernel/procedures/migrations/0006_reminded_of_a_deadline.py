"""A reminder belongs to a deadline and not to a step: a moved deadline is reminded of anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0005_changes_of_open_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="workreminder",
            name="due_on",
            field=models.DateField(null=True),
        ),
    ]
