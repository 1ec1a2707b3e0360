from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0001_initial")]

    operations = [
        migrations.RenameModel("DeedOutcome", "ActionOutcome"),
        migrations.RemoveConstraint("ActionOutcome", "one_effect_per_key"),
        migrations.RenameField("ActionOutcome", "deed", "action"),
        migrations.AddConstraint(
            "ActionOutcome",
            models.UniqueConstraint(
                fields=["person_id", "action", "key"], name="one_effect_per_key"
            ),
        ),
    ]
