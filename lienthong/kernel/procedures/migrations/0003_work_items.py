"""A visit to a step becomes a work item: the one table of everything that lies on a desk."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0003_one_branch_at_a_time"),
        ("units", "0002_unit_history"),
        ("procedures", "0002_deadlines_end_at_midnight"),
    ]

    operations = [
        migrations.RemoveConstraint("stepvisit", "closed_visit_has_an_outcome"),
        migrations.RemoveIndex("stepvisit", "open_steps_of_a_unit"),
        migrations.RemoveIndex("stepvisit", "open_steps_of_a_post"),
        migrations.RenameModel("StepVisit", "WorkItem"),
        migrations.RenameField("workitem", "holder_unit", "unit"),
        migrations.RenameField("workitem", "holder_post", "post"),
        migrations.AlterField(
            "workitem",
            "case",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="procedures.case",
            ),
        ),
        migrations.AlterField(
            "workitem",
            "unit",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
            ),
        ),
        migrations.AlterField(
            "workitem",
            "post",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.post",
            ),
        ),
        migrations.AlterField(
            "workitem", "opened_at", models.DateTimeField(default=django.utils.timezone.now)
        ),
        migrations.AddField(
            "workitem", "kind", models.CharField(max_length=30, default=""), preserve_default=False
        ),
        migrations.AddField(
            "workitem",
            "subject_type",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AddField("workitem", "subject_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "workitem",
            "person",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField("workitem", "is_shared", models.BooleanField(default=False)),
        migrations.AddField("workitem", "office_first", models.BooleanField(default=False)),
        migrations.AddField("workitem", "is_suspended", models.BooleanField(default=False)),
    ]
