from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ...seeds import seed


class Command(BaseCommand):
    help = "Write the reference data an installation starts with."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        seed()
