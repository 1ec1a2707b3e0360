"""The figure in which a task is counted on a day: the same rule as `time.time_state`."""

from django.db import migrations

FIGURE = """
CREATE FUNCTION commitments_figure(state text, due date, sent date, today date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN state IN ('draft', 'cancelled') THEN NULL ELSE
        CASE
            WHEN state IN ('assigned', 'received', 'refused') THEN 'not_begun'
            WHEN state = 'done' THEN 'done'
            ELSE 'under_way'
        END
        || CASE
            WHEN CASE WHEN state IN ('awaiting', 'done') THEN coalesce(sent, today) ELSE today END > due
            THEN '_late' ELSE ''
        END
    END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations = [
        migrations.RunSQL(FIGURE, "DROP FUNCTION commitments_figure(text, date, date, date)")
    ]
