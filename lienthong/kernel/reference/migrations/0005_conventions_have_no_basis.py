from django.db import migrations

# The record of a decision about this program is no regulation that binds an office.
OURS = "Liên Thông, ADR"


def say_that_it_is_ours(apps, schema_editor):
    """The basis is none of the columns that a mark covers."""
    written = apps.get_model("reference", "RuleVersion").objects
    written.filter(legal_basis__startswith=OURS).update(legal_basis="")


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0004_rows_with_a_mark"),
    ]

    operations = [migrations.RunPython(say_that_it_is_ours, migrations.RunPython.noop)]
