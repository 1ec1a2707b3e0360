"""Whom a document reached is asked of its audience; an entry keeps no copy of its scope."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0003_audience_of_an_entry")]

    operations = [
        migrations.RemoveField(model_name="searchentry", name="scope_paths"),
        migrations.RemoveField(model_name="searchentry", name="scope_to_branches"),
    ]
