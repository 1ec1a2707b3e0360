import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from lienthong.kernel.audit.marks import marked
from lienthong.kernel.audit.sealing import said_by_entry


def mark_what_is_there(apps, schema_editor):
    """What was written before the marks is taken over as it is, and sealed anew by the signer."""
    entry_model = apps.get_model("audit", "AuditEntry")
    entry_model.objects.update(seal_number=None, seal_hash="")
    for entry in entry_model.objects.order_by("id").iterator():
        entry.mark = marked(said_by_entry(entry))
        entry.save(update_fields=["mark"])


NEVER_CHANGED = pgtrigger.migrations.AddTrigger(
    model_name="auditentry",
    trigger=pgtrigger.compiler.Trigger(
        name="audit_is_never_changed",
        sql=pgtrigger.compiler.UpsertTriggerSql(
            func="\n    IF OLD.seal_number IS NOT NULL\n        OR to_jsonb(NEW) - 'seal_number' - 'seal_hash'\n            IS DISTINCT FROM to_jsonb(OLD) - 'seal_number' - 'seal_hash'\n    THEN\n        RAISE EXCEPTION 'An audit entry is never changed.';\n    END IF;\n    RETURN NEW;\n",
            hash="b03311ecab5cc30a6d5879fceec9dcd050e03f1a",
            operation="UPDATE",
            pgid="pgtrigger_audit_is_never_changed_a81a8",
            table="audit_auditentry",
            when="BEFORE",
        ),
    ),
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_entries_and_seals")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name="auditentry", name="audit_is_never_changed"),
        migrations.DeleteModel(name="SealHead"),
        migrations.RemoveConstraint(model_name="auditentry", name="audit_one_entry_per_seal"),
        migrations.AddField(
            model_name="auditentry",
            name="mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=80),
            preserve_default=False,
        ),
        migrations.RunPython(mark_what_is_there, migrations.RunPython.noop),
        NEVER_CHANGED,
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["seal_number"], name="audit_by_seal"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["mark"], name="audit_by_mark"),
        ),
        migrations.CreateModel(
            name="SealHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                ("signature", models.CharField(max_length=128)),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealhead",
            trigger=pgtrigger.compiler.Trigger(
                name="seal_head_is_never_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ccba9da3254e5fe941e909a7e15f2144277ef85d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_seal_head_is_never_changed_c6f92",
                    table="audit_sealhead",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="SealPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.JSONField()),
                ("entry_ids", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="SelfCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("entries", models.BigIntegerField(default=0)),
                ("versions", models.BigIntegerField(default=0)),
                ("unsealed", models.BigIntegerField(default=0)),
                ("faults", models.JSONField(default=list)),
                ("fault_count", models.IntegerField(default=0)),
            ],
        ),
    ]
