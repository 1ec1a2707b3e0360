from django.db import migrations

FILL = """
UPDATE correspondence_incomingdocument entry
SET type_id = document.type_id,
    sender = left(COALESCE(NULLIF(issuer.name_committee, ''), issuer.name_body), 200),
    sender_folded = left(issuer.name_folded, 200),
    notation = document.notation,
    issued_on = document.issued_on,
    subject = left(regexp_replace(document.subject, '\\s+', ' ', 'g'), 500),
    subject_folded = left(document.subject_folded, 500),
    urgency = document.urgency
FROM documents_document document
JOIN units_unit issuer ON issuer.id = document.issuer_id
WHERE document.id = entry.document_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """The line of the register says itself what was entered."""

    dependencies = [("correspondence", "0010_from_outside")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
