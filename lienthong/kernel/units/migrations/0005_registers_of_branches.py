"""A branch that was founded with register and seal by a slip has neither."""

from django.db import migrations

NO_REGISTER = """
    UPDATE units_unit SET has_register = FALSE
    WHERE has_register AND kind IN ('base_branch', 'branch', 'cell')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_placements_entered_on_their_day"),
    ]

    operations = [migrations.RunSQL(NO_REGISTER, migrations.RunSQL.noop)]
