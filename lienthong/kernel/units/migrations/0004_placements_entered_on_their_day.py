"""Placements from before the moment was kept count as entered on the day from which they hold."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("units", "0003_placements_as_entered")]

    operations = [
        migrations.RunSQL(
            "UPDATE units_unitplacement SET entered_at = least(entered_at, valid_from)",
            migrations.RunSQL.noop,
        ),
    ]
