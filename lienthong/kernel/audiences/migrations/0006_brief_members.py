"""A branch briefs its members, a committee forwards: one word for each, also in the database."""

from importlib import import_module

from django.db import migrations, models

before = import_module("lienthong.kernel.audiences.migrations.0005_one_question")

OWING = (
    before.OWING.replace("'pass_on'", "'brief_members'")
    .replace("'carry_on'", "'forward'")
    .replace("passed_on_at", "briefed_at")
)


class Migration(migrations.Migration):
    dependencies = [("audiences", "0005_one_question")]

    operations = [
        migrations.RunSQL("DROP FUNCTION audiences_owing", before.OWING),
        migrations.RemoveConstraint("receipt", "passed_on_to_no_more_than_there_are"),
        migrations.RemoveConstraint("receipt", "passed_on_says_to_how_many"),
        migrations.RenameField("receipt", "passed_on_at", "briefed_at"),
        migrations.AddConstraint(
            "receipt",
            models.CheckConstraint(
                name="briefed_no_more_than_there_are",
                condition=models.Q(present_count=None)
                | models.Q(present_count__lte=models.F("member_count")),
            ),
        ),
        migrations.AddConstraint(
            "receipt",
            models.CheckConstraint(
                name="briefed_says_how_many",
                condition=models.Q(briefed_at=None) | models.Q(present_count__isnull=False),
            ),
        ),
        migrations.RunSQL(OWING, "DROP FUNCTION audiences_owing"),
    ]
