"""Whom a paper reached in the line of command, who waits for whom, and who can act: each said once.

All are plain SQL, so that the planner sees through them into the query that asks.
"""

from importlib import import_module

from django.db import migrations

before = import_module("lienthong.kernel.audiences.migrations.0003_reached_and_owing")

# Whether a paper reached a unit that stood in this place on the day of issue.
IN_LINE = """
CREATE FUNCTION audiences_in_line(paper bigint, unit bigint, place text, kind text)
RETURNS TABLE (is_addressed boolean)
LANGUAGE sql STABLE AS $$
    SELECT one.is_addressed
    FROM (SELECT EXISTS (SELECT 1 FROM audiences_addressedunit named
                         WHERE named.audience_id = paper AND named.unit_id = unit)) one (is_addressed)
    WHERE kind IN ('provincial_committee', 'central_direct_committee', 'upper_committee',
                   'commune_committee', 'base_committee', 'base_branch', 'part_committee', 'branch')
      AND (one.is_addressed
           OR EXISTS (SELECT 1 FROM audiences_scoperule s
                      WHERE s.audience_id = paper
                        AND place > s.path AND place < s.path || '~'
                        AND (s.to_branches OR kind NOT IN ('branch', 'base_branch'))))
$$
"""

# The line of command at and beneath one place, as the tree stood on the day of issue.
REACHED = """
CREATE OR REPLACE FUNCTION audiences_reached(paper bigint, place text)
RETURNS TABLE (
    unit_id bigint, path text, parent_id bigint, kind text, has_register boolean,
    is_addressed boolean
)
LANGUAGE sql STABLE AS $$
    SELECT placed.unit_id, placed.path::text, placed.parent_id, u.kind::text, u.has_register,
           line.is_addressed
    FROM audiences_audience issued
    JOIN units_unitplacement placed
      ON placed.path >= place COLLATE "C" AND placed.path < (place || '~') COLLATE "C"
     AND placed.valid_from <= issued.frozen_on
     AND (placed.valid_to IS NULL OR placed.valid_to > issued.frozen_on)
    JOIN units_unit u ON u.id = placed.unit_id
    CROSS JOIN LATERAL audiences_in_line(paper, u.id, placed.path, u.kind) line
    WHERE issued.id = paper
$$
"""

# Those in scope that wait today for this committee to carry the paper on: the scope decides, with
# whatever purpose the paper reached the committee.
WAITING = """
CREATE FUNCTION audiences_waiting(paper bigint, committee bigint, today date)
RETURNS TABLE (unit_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT below.id
    FROM audiences_audience issued
    JOIN units_unit me ON me.id = committee AND me.id <> issued.issuer_id
    JOIN units_unitplacement mine
      ON mine.unit_id = me.id AND mine.valid_from <= issued.frozen_on
     AND (mine.valid_to IS NULL OR mine.valid_to > issued.frozen_on)
    CROSS JOIN LATERAL audiences_in_line(paper, me.id, mine.path, me.kind) my_line
    JOIN units_unit below
      ON below.parent_id = me.id AND (below.valid_to IS NULL OR below.valid_to > today)
    JOIN units_unitplacement stood
      ON stood.unit_id = below.id AND stood.valid_from <= issued.frozen_on
     AND (stood.valid_to IS NULL OR stood.valid_to > issued.frozen_on)
    CROSS JOIN LATERAL audiences_in_line(paper, below.id, stood.path, below.kind) line
    WHERE issued.id = paper
      AND me.kind NOT IN ('branch', 'base_branch')
      AND NOT line.is_addressed
      AND EXISTS (SELECT 1 FROM audiences_scoperule s
                  WHERE s.audience_id = paper
                    AND mine.path >= s.path AND mine.path < s.path || '~')
$$
"""

# Only who was addressed, or whose own committee issued the paper or carried it on, can act at all.
OWING = """
CREATE FUNCTION audiences_owing(paper bigint, top text, today date)
RETURNS TABLE (unit_id bigint, kind text, owes text)
LANGUAGE sql STABLE AS $$
    SELECT me.id, me.kind::text,
           CASE WHEN own.received_at IS NULL THEN 'receive'
                WHEN me.kind IN ('branch', 'base_branch') THEN 'pass_on'
                ELSE 'carry_on' END
    FROM (
        SELECT named.unit_id FROM audiences_addressedunit named WHERE named.audience_id = paper
        UNION
        SELECT below.id
        FROM audiences_audience issued JOIN units_unit below ON below.parent_id = issued.issuer_id
        WHERE issued.id = paper
        UNION
        SELECT below.id
        FROM audiences_receipt above
        JOIN units_unit below ON below.parent_id = above.unit_id
        JOIN units_unitplacement there
          ON there.unit_id = below.id
         AND there.path >= top COLLATE "C" AND there.path < (top || '~') COLLATE "C"
        WHERE above.audience_id = paper AND above.forwarded_at IS NOT NULL
    ) may_act
    JOIN units_unit me ON me.id = may_act.unit_id AND (me.valid_to IS NULL OR me.valid_to > today)
    JOIN audiences_audience issued ON issued.id = paper
    JOIN units_unitplacement stood
      ON stood.unit_id = me.id
     AND stood.path >= top COLLATE "C" AND stood.path < (top || '~') COLLATE "C"
     AND stood.valid_from <= issued.frozen_on
     AND (stood.valid_to IS NULL OR stood.valid_to > issued.frozen_on)
    CROSS JOIN LATERAL audiences_in_line(paper, me.id, stood.path, me.kind) line
    LEFT JOIN audiences_receipt own ON own.audience_id = paper AND own.unit_id = me.id
    WHERE own.refused_at IS NULL
      AND CASE WHEN own.received_at IS NULL THEN TRUE
               WHEN me.kind IN ('branch', 'base_branch')
               THEN own.passed_on_at IS NULL AND issued.due_on < today
               ELSE own.forwarded_at IS NULL
                    AND EXISTS (SELECT 1 FROM audiences_waiting(paper, me.id, today)) END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("audiences", "0003_reached_and_owing"), ("units", "0001_initial")]

    operations = [
        migrations.RunSQL("DROP FUNCTION audiences_owing", before.OWING),
        migrations.RunSQL(IN_LINE, "DROP FUNCTION audiences_in_line"),
        migrations.RunSQL(
            REACHED, before.REACHED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        ),
        migrations.RunSQL(WAITING, "DROP FUNCTION audiences_waiting"),
        migrations.RunSQL(OWING, "DROP FUNCTION audiences_owing"),
    ]
