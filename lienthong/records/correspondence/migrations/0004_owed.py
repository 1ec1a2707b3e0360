"""What arrived documents ask of units: said once, for the jobs that write it onto the desks.

Plain SQL over the functions of the audiences, for any units and documents at once.
"""

from django.db import migrations

# Whether a unit can act on a document that reached it: it is addressed, or its own committee has
# issued or forwarded it.
CAN_ACT = """
CREATE FUNCTION correspondence_can_act(paper bigint, whom bigint)
RETURNS TABLE (is_addressed boolean)
LANGUAGE sql STABLE AS $$
    SELECT bool_or(reached.purpose <> '')
    FROM audiences_reached(paper, whom) reached
    HAVING bool_or(reached.purpose <> '')
        OR count(*) > 0 AND EXISTS (SELECT 1 FROM audiences_released(paper, whom))
$$
"""

# Those beneath wait until the committee forwards a document, or a letter of its superiors that
# carries it.
AWAITED = """
CREATE FUNCTION correspondence_awaited(paper bigint, whom bigint, today date)
RETURNS TABLE (unit_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT below.unit_id FROM audiences_waiting(paper, whom, today) below
    UNION ALL
    SELECT below.unit_id
    FROM units_unit me
    CROSS JOIN LATERAL generate_series(5, length(me.path), 5) upto
    JOIN units_unit superior ON superior.path = left(me.path, upto) COLLATE "C"
    JOIN documents_document letter ON letter.carries_id = paper AND letter.issuer_id = superior.id
    CROSS JOIN LATERAL audiences_waiting(letter.audience_id, whom, today) below
    WHERE me.id = whom AND letter.audience_id IS NOT NULL
$$
"""

# What these units owe on these documents. Where there is no register, letter and original are one
# item, the original's if it reached the unit; a clerk registers an original that is only in scope
# together with the letter that brings it.
OWED = """
CREATE FUNCTION correspondence_owed(places bigint[], papers bigint[], today date)
RETURNS TABLE (
    unit_id bigint, audience_id bigint, entry_id bigint, owes text, since timestamptz, due_on date
)
LANGUAGE sql STABLE AS $$
    WITH arrived AS (
        SELECT DISTINCT me.id AS unit_id, me.kind_is_branch, me.has_register,
               CASE WHEN NOT me.has_register AND document.carries_id IS NOT NULL
                         AND EXISTS (SELECT 1 FROM audiences_reached(document.carries_id, me.id))
                    THEN document.carries_id ELSE document.audience_id END AS audience_id
        FROM units_unit me
        CROSS JOIN documents_document document
        CROSS JOIN LATERAL correspondence_can_act(document.audience_id, me.id) here
        WHERE me.id = ANY(places) AND document.audience_id = ANY(papers)
          AND (me.valid_to IS NULL OR me.valid_to > today)
          AND (here.is_addressed OR NOT me.has_register OR NOT EXISTS (
                   SELECT 1 FROM documents_document letter
                   CROSS JOIN LATERAL correspondence_can_act(letter.audience_id, me.id) covers
                   WHERE letter.carries_id = document.audience_id
                     AND letter.issuer_id IN (
                         SELECT superior.id
                         FROM generate_series(5, length(me.path), 5) upto
                         JOIN units_unit superior
                           ON superior.path = left(me.path, upto) COLLATE "C")))
    )
    SELECT arrived.unit_id, arrived.audience_id, NULL::bigint, act.owes, issued.published_at,
           issued.due_on
    FROM arrived
    JOIN audiences_audience issued ON issued.id = arrived.audience_id
    LEFT JOIN audiences_receipt own
           ON own.audience_id = arrived.audience_id AND own.unit_id = arrived.unit_id
    LEFT JOIN correspondence_incomingdocument entry
           ON entry.audience_id = arrived.audience_id AND entry.unit_id = arrived.unit_id
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN own.refused_at IS NOT NULL THEN NULL
            WHEN arrived.has_register THEN CASE WHEN entry.id IS NULL THEN 'register' END
            WHEN own.received_at IS NULL THEN 'receive'
            WHEN arrived.kind_is_branch
            THEN CASE WHEN own.passed_on_at IS NULL THEN 'pass_on' END
            WHEN own.forwarded_at IS NULL AND EXISTS (
                SELECT 1 FROM correspondence_awaited(arrived.audience_id, arrived.unit_id, today))
            THEN 'forward_on' END
    ) act (owes)
    WHERE act.owes IS NOT NULL
    UNION ALL
    SELECT entry.unit_id, entry.audience_id, entry.id, 'forward', entry.registered_at, issued.due_on
    FROM correspondence_incomingdocument entry
    JOIN documents_document document ON document.id = entry.document_id
    JOIN audiences_audience issued ON issued.id = entry.audience_id
    CROSS JOIN LATERAL (SELECT ARRAY[entry.audience_id, document.carries_id]) item (papers)
    WHERE entry.unit_id = ANY(places) AND item.papers && papers
      AND entry.number_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM unnest(item.papers) one
                  CROSS JOIN LATERAL audiences_waiting(one, entry.unit_id, today))
      AND NOT EXISTS (SELECT 1 FROM audiences_receipt own
                      WHERE own.unit_id = entry.unit_id AND own.audience_id = ANY(item.papers)
                        AND own.forwarded_at IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM correspondence_incomingdocument original
                      CROSS JOIN LATERAL audiences_waiting(original.audience_id, entry.unit_id, today)
                      WHERE original.unit_id = entry.unit_id
                        AND original.audience_id = document.carries_id
                        AND original.number_id IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM documents_document letter
                      WHERE letter.issuer_id = entry.unit_id AND letter.state <> 'cancelled'
                        AND letter.carries_id = ANY(item.papers))
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audiences", "0005_one_question"),
        ("documents", "0005_laid_document"),
        ("correspondence", "0003_entries_name_their_audience"),
    ]

    operations = [
        migrations.RunSQL(CAN_ACT, "DROP FUNCTION correspondence_can_act"),
        migrations.RunSQL(AWAITED, "DROP FUNCTION correspondence_awaited"),
        migrations.RunSQL(OWED, "DROP FUNCTION correspondence_owed"),
    ]
