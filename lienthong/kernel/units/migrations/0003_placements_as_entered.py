"""What a unit's kind says, as columns; and when each placement was entered and its end.

Both are asked by functions of the database; whether a placement counts is said once, here.
"""

import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

STOOD = """
CREATE FUNCTION units_stood(
    valid_from date, valid_to date, entered_at timestamptz, ended_at timestamptz,
    day date, moment timestamptz
)
RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT valid_from <= day AND entered_at <= moment
       AND (valid_to IS NULL OR valid_to > day OR ended_at > moment)
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0002_unit_history"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="unit",
            name="update_update",
        ),
        migrations.AddField(
            model_name="unit",
            name="kind_in_line",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Q(
                    (
                        "kind__in",
                        [
                            "base_branch",
                            "base_committee",
                            "branch",
                            "central_committee",
                            "central_direct_committee",
                            "commune_committee",
                            "part_committee",
                            "provincial_committee",
                            "upper_committee",
                        ],
                    )
                ),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="kind_is_branch",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Q(("kind__in", ["base_branch", "branch"])),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddField(
            model_name="unitplacement",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="unitplacement",
            name="entered_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."has_register" IS DISTINCT FROM (NEW."has_register") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name_body" IS DISTINCT FROM (NEW."name_body") OR OLD."name_committee" IS DISTINCT FROM (NEW."name_committee") OR OLD."name_folded" IS DISTINCT FROM (NEW."name_folded") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."path" IS DISTINCT FROM (NEW."path") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."serves_id" IS DISTINCT FROM (NEW."serves_id") OR OLD."symbol" IS DISTINCT FROM (NEW."symbol") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to"))',
                    func='INSERT INTO "units_unithistory" ("has_register", "id", "kind", "name_body", "name_committee", "name_folded", "parent_id", "path", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "serves_id", "symbol", "valid_from", "valid_to") VALUES (NEW."has_register", NEW."id", NEW."kind", NEW."name_body", NEW."name_committee", NEW."name_folded", NEW."parent_id", NEW."path", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."serves_id", NEW."symbol", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="72afe8f7fc8b743d3db4122e1f44fcbd3071f624",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_727f7",
                    table="units_unit",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(STOOD, "DROP FUNCTION units_stood"),
    ]
