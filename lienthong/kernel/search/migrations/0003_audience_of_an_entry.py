from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_scope_to_branches"), ("audiences", "0005_one_question")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="audience_id",
            field=models.BigIntegerField(null=True),
        ),
    ]
