"""Whom a paper reached, and who can and must do something now: two questions kept in the database.

Both are plain SQL, so that the planner sees through them into the query that asks.
"""

from django.db import migrations

# The line of command at and beneath one place, as the tree stood on the day of issue.
REACHED = """
CREATE FUNCTION audiences_reached(paper bigint, place text)
RETURNS TABLE (
    unit_id bigint, path text, parent_id bigint, kind text, has_register boolean,
    is_addressed boolean
)
LANGUAGE sql STABLE AS $$
    SELECT placed.unit_id, placed.path::text, placed.parent_id, u.kind::text, u.has_register,
           named.id IS NOT NULL
    FROM audiences_audience issued
    JOIN units_unitplacement placed
      ON placed.path >= place COLLATE "C" AND placed.path < (place || '~') COLLATE "C"
     AND placed.valid_from <= issued.frozen_on
     AND (placed.valid_to IS NULL OR placed.valid_to > issued.frozen_on)
    JOIN units_unit u ON u.id = placed.unit_id
    LEFT JOIN audiences_addressedunit named
           ON named.audience_id = paper AND named.unit_id = placed.unit_id
    WHERE issued.id = paper
      AND u.kind IN ('provincial_committee', 'central_direct_committee', 'upper_committee',
                     'commune_committee', 'base_committee', 'base_branch', 'part_committee',
                     'branch')
      AND (named.id IS NOT NULL
           OR EXISTS (SELECT 1 FROM audiences_scoperule s
                      WHERE s.audience_id = paper
                        AND placed.path > s.path AND placed.path < s.path || '~'
                        AND (s.to_branches OR u.kind NOT IN ('branch', 'base_branch'))))
$$
"""

# Who waits for its own committee can do nothing: the committee owes the carrying on.
OWING = """
CREATE FUNCTION audiences_owing(paper bigint, place text, today date)
RETURNS TABLE (unit_id bigint, owes text)
LANGUAGE sql STABLE AS $$
    WITH reached AS MATERIALIZED (SELECT * FROM audiences_reached(paper, place))
    SELECT me.id,
           CASE WHEN own.received_at IS NULL THEN 'receive'
                WHEN me.kind IN ('branch', 'base_branch') THEN 'pass_on'
                ELSE 'carry_on' END
    FROM reached
    JOIN audiences_audience issued ON issued.id = paper
    JOIN units_unit me ON me.id = reached.unit_id
     AND (me.valid_to IS NULL OR me.valid_to > today)
    LEFT JOIN audiences_receipt own ON own.audience_id = paper AND own.unit_id = me.id
    LEFT JOIN audiences_receipt above
           ON above.audience_id = paper AND above.unit_id = me.parent_id
          AND above.forwarded_at IS NOT NULL
    WHERE own.refused_at IS NULL
      AND (reached.is_addressed OR issued.issuer_id = me.parent_id OR above.id IS NOT NULL)
      AND CASE WHEN own.received_at IS NULL THEN TRUE
               WHEN me.kind IN ('branch', 'base_branch')
               THEN own.passed_on_at IS NULL AND issued.due_on < today
               ELSE own.forwarded_at IS NULL
                    AND me.id IN (SELECT below.parent_id FROM reached below
                                  WHERE NOT below.is_addressed) END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("audiences", "0002_arrivals_of_a_unit"), ("units", "0001_initial")]

    operations = [
        migrations.RunSQL(REACHED, "DROP FUNCTION audiences_reached"),
        migrations.RunSQL(OWING, "DROP FUNCTION audiences_owing"),
    ]
