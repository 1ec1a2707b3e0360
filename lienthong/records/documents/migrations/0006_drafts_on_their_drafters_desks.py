"""Open steps say where they lie: drafts with their drafter, the vote with the office.

A number that could not be sealed is waited for in the document's own procedure; the procedure of its own
for that is gone.
"""

from django.db import migrations

KINDS = """
    UPDATE procedures_workitem item
    SET kind = CASE WHEN item.step IN ('signing', 'issuing') THEN 'signing' ELSE 'drafts' END,
        office_first = item.step = 'adoption'
    FROM procedures_case run
    WHERE run.id = item.case_id AND run.procedure_key LIKE 'documents.%'
"""
DRAFTS = """
    UPDATE procedures_workitem item SET post_id = document.drafter_id, is_shared = true
    FROM procedures_case run, documents_document document
    WHERE run.id = item.case_id AND run.procedure_key IN ('documents.collective', 'documents.plain')
      AND document.id = run.subject_id AND item.step IN ('draft', 'submission')
      AND item.closed_at IS NULL
"""
REISSUED = """
    UPDATE procedures_case run
    SET procedure_key = CASE WHEN kind.needs_adoption THEN 'documents.collective'
                             ELSE 'documents.plain' END
    FROM documents_document document
    JOIN reference_documenttype kind ON kind.code = document.type_id
    WHERE run.procedure_key = 'documents.reissue' AND document.id = run.subject_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0004_subjects_of_work_items"),
        ("reference", "0001_initial"),
        ("documents", "0005_laid_document"),
    ]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (KINDS, DRAFTS, REISSUED)
    ]
