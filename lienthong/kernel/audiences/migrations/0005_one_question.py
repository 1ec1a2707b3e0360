"""Has it reached this unit? The rule is said once, and every other function asks it.

`audiences_rule_reaches` is the rule of scope for one rule and one placement, a plain expression that the
planner sees through. `audiences_reached` puts it to one document and one unit, `audiences_arrivals` walks
from a unit to its newest documents, `audiences_reached_under` from a document to the units beneath a place.
"""

from importlib import import_module

from django.db import migrations, models

arrivals_before = import_module("lienthong.kernel.audiences.migrations.0002_arrivals_of_a_unit")
reached_before = import_module("lienthong.kernel.audiences.migrations.0003_reached_and_owing")
before = import_module("lienthong.kernel.audiences.migrations.0004_line_and_waiting")

# Strictly beneath the top, in the line of command, as far as the branches only where it is said so,
# in the tree of the day of issue as it was known then.
RULE_REACHES = """
CREATE FUNCTION audiences_rule_reaches(
    rule audiences_scoperule, placed units_unitplacement, whom units_unit
)
RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT placed.path > rule.path AND placed.path < rule.path || '~'
       AND whom.kind_in_line AND (rule.to_branches OR NOT whom.kind_is_branch)
       AND units_stood(placed.valid_from, placed.valid_to, placed.entered_at, placed.ended_at,
                       rule.frozen_on, rule.published_at)
$$
"""

# A unit addressed that is in scope too comes twice, with its purpose and without.
REACHED = """
CREATE FUNCTION audiences_reached(document bigint, unit bigint)
RETURNS TABLE (published_at timestamptz, purpose text)
LANGUAGE sql STABLE AS $$
    SELECT named.published_at, named.purpose::text
    FROM audiences_addressedunit named
    WHERE named.audience_id = document AND named.unit_id = unit
    UNION ALL
    SELECT rule.published_at, ''
    FROM units_unit whom
    JOIN units_unitplacement placed ON placed.unit_id = whom.id
    CROSS JOIN LATERAL generate_series(5, length(placed.path) - 5, 5) AS upto
    JOIN audiences_scoperule rule
      ON rule.audience_id = document AND rule.path = left(placed.path, upto) COLLATE "C"
    WHERE whom.id = unit AND audiences_rule_reaches(rule, placed, whom)
$$
"""

# Planned once per connection. Each unit above each place the unit ever had is asked for its newest rules.
ARRIVALS = """
CREATE FUNCTION audiences_arrivals(unit bigint, until timestamptz, page integer)
RETURNS TABLE (audience_id bigint, published_at timestamptz, purpose text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT reached.audience_id, reached.published_at, max(reached.purpose)
    FROM (
        (SELECT named.audience_id, named.published_at, named.purpose::text AS purpose
         FROM audiences_addressedunit named
         WHERE named.unit_id = unit AND named.published_at < until
         ORDER BY named.published_at DESC LIMIT page)
        UNION ALL
        SELECT scoped.audience_id, scoped.published_at, ''
        FROM units_unit whom
        JOIN units_unitplacement placed ON placed.unit_id = whom.id
        CROSS JOIN LATERAL generate_series(5, length(placed.path) - 5, 5) AS upto
        CROSS JOIN LATERAL (
            SELECT rule.audience_id, rule.published_at
            FROM audiences_scoperule rule
            WHERE rule.path = left(placed.path, upto) COLLATE "C" AND rule.published_at < until
              AND audiences_rule_reaches(rule, placed, whom)
            ORDER BY rule.published_at DESC LIMIT page
        ) scoped
        WHERE whom.id = unit AND whom.kind_in_line
    ) reached
    GROUP BY reached.audience_id, reached.published_at
    ORDER BY reached.published_at DESC
    LIMIT page;
END $$
"""

# The line of command at and beneath one place, as the tree stood when the document was issued.
REACHED_UNDER = """
CREATE FUNCTION audiences_reached_under(document bigint, place text)
RETURNS TABLE (
    unit_id bigint, path text, is_branch boolean, has_register boolean, is_addressed boolean
)
LANGUAGE sql STABLE AS $$
    SELECT whom.id, placed.path::text, whom.kind_is_branch, whom.has_register, named.id IS NOT NULL
    FROM audiences_audience issued
    JOIN units_unitplacement placed
      ON placed.path >= place COLLATE "C" AND placed.path < (place || '~') COLLATE "C"
     AND units_stood(placed.valid_from, placed.valid_to, placed.entered_at, placed.ended_at,
                     issued.frozen_on, issued.published_at)
    JOIN units_unit whom ON whom.id = placed.unit_id AND whom.kind_in_line
    LEFT JOIN audiences_addressedunit named
           ON named.audience_id = document AND named.unit_id = whom.id
    WHERE issued.id = document
      AND (named.id IS NOT NULL
           OR EXISTS (SELECT 1 FROM audiences_scoperule rule
                      WHERE rule.audience_id = document
                        AND audiences_rule_reaches(rule, placed, whom)))
$$
"""

# Whether the unit's own committee has issued the document or forwarded it.
RELEASED = """
CREATE FUNCTION audiences_released(document bigint, unit bigint)
RETURNS TABLE (audience_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT issued.id
    FROM audiences_audience issued JOIN units_unit whom ON whom.parent_id = issued.issuer_id
    WHERE issued.id = document AND whom.id = unit
    UNION ALL
    SELECT above.audience_id
    FROM audiences_receipt above JOIN units_unit whom ON whom.parent_id = above.unit_id
    WHERE above.audience_id = document AND whom.id = unit AND above.forwarded_at IS NOT NULL
$$
"""

# Those in scope that wait today for this committee to forward the document: the scope decides, with
# whatever purpose the document reached the committee.
WAITING = """
CREATE FUNCTION audiences_waiting(document bigint, committee bigint, today date)
RETURNS TABLE (unit_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT below.id
    FROM audiences_audience issued
    JOIN units_unit me ON me.id = committee AND me.id <> issued.issuer_id
    JOIN units_unitplacement mine
      ON mine.unit_id = me.id
     AND units_stood(mine.valid_from, mine.valid_to, mine.entered_at, mine.ended_at,
                     issued.frozen_on, issued.published_at)
    JOIN units_unit below
      ON below.parent_id = me.id AND below.kind_in_line
     AND (below.valid_to IS NULL OR below.valid_to > today)
    WHERE issued.id = document AND me.kind_in_line AND NOT me.kind_is_branch
      AND EXISTS (SELECT 1 FROM audiences_scoperule rule
                  WHERE rule.audience_id = document
                    AND mine.path >= rule.path AND mine.path < rule.path || '~')
      AND EXISTS (SELECT 1 FROM audiences_reached(document, me.id))
      AND EXISTS (SELECT 1 FROM audiences_reached(document, below.id))
      AND NOT EXISTS (SELECT 1 FROM audiences_addressedunit named
                      WHERE named.audience_id = document AND named.unit_id = below.id)
$$
"""

# Only who was addressed, or whose own committee issued the document or forwarded it, can act at all.
OWING = """
CREATE FUNCTION audiences_owing(document bigint, top text, today date)
RETURNS TABLE (unit_id bigint, kind text, owes text)
LANGUAGE sql STABLE AS $$
    SELECT me.id, me.kind::text,
           CASE WHEN own.received_at IS NULL THEN 'receive'
                WHEN me.kind_is_branch THEN 'pass_on'
                ELSE 'carry_on' END
    FROM (
        SELECT named.unit_id FROM audiences_addressedunit named
        WHERE named.audience_id = document
        UNION
        SELECT below.id
        FROM audiences_audience issued JOIN units_unit below ON below.parent_id = issued.issuer_id
        WHERE issued.id = document
        UNION
        SELECT below.id
        FROM audiences_receipt above
        JOIN units_unit below ON below.parent_id = above.unit_id
        JOIN units_unitplacement there
          ON there.unit_id = below.id
         AND there.path >= top COLLATE "C" AND there.path < (top || '~') COLLATE "C"
        WHERE above.audience_id = document AND above.forwarded_at IS NOT NULL
    ) may_act
    JOIN units_unit me
      ON me.id = may_act.unit_id AND me.kind_in_line
     AND (me.valid_to IS NULL OR me.valid_to > today)
    JOIN audiences_audience issued ON issued.id = document
    JOIN units_unitplacement stood
      ON stood.unit_id = me.id
     AND stood.path >= top COLLATE "C" AND stood.path < (top || '~') COLLATE "C"
     AND units_stood(stood.valid_from, stood.valid_to, stood.entered_at, stood.ended_at,
                     issued.frozen_on, issued.published_at)
    LEFT JOIN audiences_receipt own ON own.audience_id = document AND own.unit_id = me.id
    WHERE own.refused_at IS NULL
      AND EXISTS (SELECT 1 FROM audiences_reached(document, me.id))
      AND CASE WHEN own.received_at IS NULL THEN TRUE
               WHEN me.kind_is_branch
               THEN own.passed_on_at IS NULL AND issued.due_on < today
               ELSE own.forwarded_at IS NULL
                    AND EXISTS (SELECT 1 FROM audiences_waiting(document, me.id, today)) END
$$
"""

GOING = {
    "audiences_owing": before.OWING,
    "audiences_waiting": before.WAITING,
    "audiences_reached": before.REACHED.replace("CREATE OR REPLACE", "CREATE"),
    "audiences_in_line": before.IN_LINE,
    "audiences_arrivals": arrivals_before.FUNCTION,
}
COMING = {
    "audiences_rule_reaches": RULE_REACHES,
    "audiences_reached": REACHED,
    "audiences_arrivals": ARRIVALS,
    "audiences_reached_under": REACHED_UNDER,
    "audiences_released": RELEASED,
    "audiences_waiting": WAITING,
    "audiences_owing": OWING,
}


class Migration(migrations.Migration):
    dependencies = [
        ("audiences", "0004_line_and_waiting"),
        ("units", "0003_placements_as_entered"),
    ]

    operations = [
        migrations.AlterField(
            model_name="scoperule",
            name="audience",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.PROTECT,
                related_name="scope_rules",
                to="audiences.audience",
            ),
        ),
        migrations.AddIndex(
            model_name="scoperule",
            index=models.Index(fields=["audience", "path"], name="scope_of_an_audience"),
        ),
        *[migrations.RunSQL(f"DROP FUNCTION {name}", sql) for name, sql in GOING.items()],
        *[migrations.RunSQL(sql, f"DROP FUNCTION {name}") for name, sql in COMING.items()],
    ]
