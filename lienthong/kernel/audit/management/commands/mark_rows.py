from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from lienthong.kernel.audit.actions import record_about_table
from lienthong.kernel.audit.marked_rows import mark_rows, marked_tables


class Command(BaseCommand):
    help = (
        "Mark every row that gives rights, as it is: after a restore without var/keys, when no mark is good."
        " Whatever is in the database then counts as written by this system; the history says so."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for table in marked_tables():
            count = mark_rows(table, table.MARKED)
            record_about_table(None, "audit.rows_marked", table, count=count)
            self.stdout.write(f"{table._meta.label_lower}: {count}")
