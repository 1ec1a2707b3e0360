"""What arrived documents ask of units already lies on their desks."""

from django.db import migrations

STEPS = """
    UPDATE procedures_workitem item SET kind = 'incoming', office_first = item.step = 'propose'
    FROM procedures_case run
    WHERE run.id = item.case_id AND run.procedure_key = 'correspondence.handling'
"""
# Every document with those who may act on it: addressed, or directly beneath who issued or forwarded it.
OWED = """
    INSERT INTO procedures_workitem (
        step, kind, subject_type_id, subject_id, permission, unit_id, is_shared, office_first,
        opened_at, due_at, is_suspended, outcome, note, is_cancelled, closed_by_name)
    SELECT DISTINCT ON (kind.id, COALESCE(owed.entry_id, owed.audience_id), owed.unit_id)
           'correspondence.' || owed.owes, 'incoming', kind.id,
           COALESCE(owed.entry_id, owed.audience_id),
           CASE owed.owes WHEN 'register' THEN 'correspondence.register'
                          WHEN 'forward' THEN 'correspondence.forward'
                          ELSE 'audiences.acknowledge' END,
           owed.unit_id, false, false, owed.since,
           ((owed.due_on + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'),
           false, '', '', false, ''
    FROM audiences_audience issued
    CROSS JOIN LATERAL (
        SELECT array_agg(DISTINCT unit_id) FROM (
            SELECT unit_id FROM audiences_addressedunit WHERE audience_id = issued.id
            UNION ALL
            SELECT id FROM units_unit WHERE parent_id = issued.issuer_id
            UNION ALL
            SELECT unit_id FROM audiences_receipt WHERE audience_id = issued.id
            UNION ALL
            SELECT below.id FROM audiences_receipt above
            JOIN units_unit below ON below.parent_id = above.unit_id
            WHERE above.audience_id = issued.id AND above.forwarded_at IS NOT NULL
        ) one
    ) concerned (places)
    CROSS JOIN LATERAL correspondence_owed(
        concerned.places, ARRAY[issued.id], (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) owed
    JOIN django_content_type kind
      ON (kind.app_label, kind.model) = (CASE WHEN owed.entry_id IS NULL THEN 'audiences'
                                              ELSE 'correspondence' END,
                                         CASE WHEN owed.entry_id IS NULL THEN 'audience'
                                              ELSE 'incomingdocument' END)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("procedures", "0005_changes_of_open_work"),
        ("correspondence", "0004_owed"),
    ]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (STEPS, OWED)]
