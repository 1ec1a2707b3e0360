"""The question every inbox asks, kept in the database with its plan.

Each ancestor of each place the unit ever had is asked for its newest rules: a handful of index reads,
whatever the number of units and papers. As a function it is planned once per connection.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION audiences_arrivals(
    me bigint, in_line boolean, is_branch boolean, until timestamptz, page integer
)
RETURNS TABLE (audience_id bigint, published_at timestamptz, purpose text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT reached.audience_id, reached.published_at, max(reached.purpose)
    FROM (
        (SELECT named.audience_id, named.published_at, named.purpose::text AS purpose
         FROM audiences_addressedunit named
         WHERE named.unit_id = me AND named.published_at < until
         ORDER BY named.published_at DESC LIMIT page)
        UNION ALL
        SELECT scoped.audience_id, scoped.published_at, ''
        FROM units_unitplacement placed
        CROSS JOIN LATERAL generate_series(5, length(placed.path) - 5, 5) AS upto
        CROSS JOIN LATERAL (
            SELECT rule.audience_id, rule.published_at
            FROM audiences_scoperule rule
            WHERE rule.path = left(placed.path, upto) COLLATE "C"
              AND rule.published_at < until
              AND rule.frozen_on >= placed.valid_from
              AND (placed.valid_to IS NULL OR rule.frozen_on < placed.valid_to)
              AND (rule.to_branches OR NOT is_branch)
            ORDER BY rule.published_at DESC LIMIT page
        ) scoped
        WHERE placed.unit_id = me AND in_line
    ) reached
    GROUP BY reached.audience_id, reached.published_at
    ORDER BY reached.published_at DESC
    LIMIT page;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audiences", "0001_initial"), ("units", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION audiences_arrivals")]
