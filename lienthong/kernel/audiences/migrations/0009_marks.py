"""Marks by which an index finds what may have reached a unit: of an audience, and of a unit that asks.

They have one in common wherever the audience has reached the unit; they may have one where it has not, because
the days on which the tree was so are not in them.
"""

from django.db import migrations

OF_AUDIENCE = """
CREATE FUNCTION audiences_marks(document bigint) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(mark), '{}')
    FROM (
        SELECT '#' || unit_id AS mark FROM audiences_addressedunit WHERE audience_id = document
        UNION
        SELECT '>' || path FROM audiences_scoperule WHERE audience_id = document
    ) marks
$$
"""
OF_UNIT = """
CREATE FUNCTION audiences_marks_of(whom bigint) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(mark), '{}')
    FROM (
        SELECT '#' || whom AS mark
        UNION
        SELECT '>' || left(placed.path, upto)
        FROM units_unitplacement placed
        CROSS JOIN LATERAL generate_series(5, length(placed.path), 5) AS upto
        WHERE placed.unit_id = whom
    ) marks
$$
"""


class Migration(migrations.Migration):
    dependencies = [("audiences", "0008_tops_of_boards"), ("units", "0003_placements_as_entered")]

    operations = [
        migrations.RunSQL(OF_AUDIENCE, "DROP FUNCTION audiences_marks"),
        migrations.RunSQL(OF_UNIT, "DROP FUNCTION audiences_marks_of"),
    ]
