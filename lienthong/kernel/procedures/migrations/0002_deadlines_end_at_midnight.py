"""A deadline's day ends at 24:00; some rooms wrote 17:00 of the day, others 23:59."""

from django.db import migrations

TO_THE_END_OF_THE_DAY = """
    UPDATE procedures_stepvisit
    SET due_at = (date_trunc('day', due_at AT TIME ZONE 'Asia/Ho_Chi_Minh') + interval '1 day')
        AT TIME ZONE 'Asia/Ho_Chi_Minh'
    WHERE (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::time IN ('17:00', '23:59')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0001_initial"),
    ]

    operations = [migrations.RunSQL(TO_THE_END_OF_THE_DAY, migrations.RunSQL.noop)]
