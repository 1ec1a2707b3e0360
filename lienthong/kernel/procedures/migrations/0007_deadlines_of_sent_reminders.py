"""Each reminder sent until now was of the deadline that counted when it was sent."""

from django.db import migrations

THE_DEADLINE_OF_THAT_MOMENT = """
    UPDATE procedures_workreminder AS sent
    SET due_on = (
        (
            COALESCE(
                (
                    SELECT moved.was FROM procedures_deadlinechange AS moved
                    WHERE moved.item_id = sent.item_id AND moved.changed_at > sent.sent_at
                    ORDER BY moved.id LIMIT 1
                ),
                item.due_at
            ) - interval '1 microsecond'
        ) AT TIME ZONE 'Asia/Ho_Chi_Minh'
    )::date
    FROM procedures_workitem AS item
    WHERE item.id = sent.item_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0006_reminded_of_a_deadline"),
    ]

    operations = [migrations.RunSQL(THE_DEADLINE_OF_THAT_MOMENT, migrations.RunSQL.noop)]
