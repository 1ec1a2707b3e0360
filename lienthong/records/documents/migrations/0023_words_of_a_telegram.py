from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0022_held_back")]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="address_word",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
    ]
