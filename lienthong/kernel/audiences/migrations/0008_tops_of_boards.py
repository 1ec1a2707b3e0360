"""The committee beneath which each board looks, where it was when its document was issued."""

from django.db import migrations

NAME_THE_TOPS = """
UPDATE audiences_audience issued
SET top_path = placed.path
FROM units_unit issuer
JOIN units_unitplacement placed ON placed.unit_id = coalesce(issuer.serves_id, issuer.id)
WHERE issuer.id = issued.issuer_id
  AND units_stood(placed.valid_from, placed.valid_to, placed.entered_at, placed.ended_at,
                  issued.frozen_on, issued.published_at)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audiences", "0007_boards_in_batches"),
        ("units", "0004_placements_entered_on_their_day"),
    ]

    operations = [migrations.RunSQL(NAME_THE_TOPS, migrations.RunSQL.noop)]
