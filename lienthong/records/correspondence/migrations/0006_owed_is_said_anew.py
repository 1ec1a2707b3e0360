"""What is owed is asked of the receipts, whose words change next; the question is asked again after that."""

from importlib import import_module

from django.db import migrations

before = import_module("lienthong.records.correspondence.migrations.0004_owed")


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0005_owed_on_the_desks")]
    run_before = [("audiences", "0006_brief_members")]

    operations = [migrations.RunSQL("DROP FUNCTION correspondence_owed", before.OWED)]
