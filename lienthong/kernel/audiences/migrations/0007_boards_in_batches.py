"""Boards are counted in batches: counters per place, and on each receipt what of it has been counted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audiences", "0006_brief_members"),
        ("units", "0004_placements_entered_on_their_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(db_collation="C", max_length=60)),
                ("units", models.PositiveIntegerField()),
                ("branches", models.PositiveIntegerField()),
                ("registers", models.PositiveIntegerField()),
                ("addressed", models.PositiveIntegerField()),
                ("opened", models.PositiveIntegerField(default=0)),
                ("registered", models.PositiveIntegerField(default=0)),
                ("received", models.PositiveIntegerField(default=0)),
                ("briefed", models.PositiveIntegerField(default=0)),
                ("forwarded", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("received_by_branches", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="audience",
            name="counted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="audience",
            name="top_path",
            field=models.CharField(db_collation="C", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="receipt",
            name="counted",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="audience",
            index=models.Index(
                condition=models.Q(("counted_at", None)), fields=["id"], name="boards_to_be_counted"
            ),
        ),
        migrations.AddField(
            model_name="placecount",
            name="audience",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="audiences.audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="placecount",
            constraint=models.UniqueConstraint(
                fields=("audience", "path"), name="place_counted_once"
            ),
        ),
        migrations.RunSQL("DROP TABLE IF EXISTS board_cache", migrations.RunSQL.noop),
    ]
