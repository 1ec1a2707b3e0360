"""`manage.py files check | sweep`: look after the kept bytes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lienthong.kernel.files.actions import sweep
from lienthong.kernel.files.models import FileDamaged
from lienthong.kernel.files.public import StoredFile


class Command(BaseCommand):
    help = "Compare every kept file with its hash, or remove bytes no record speaks of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["check", "sweep"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "sweep":
            self.stdout.write(f"Files removed: {sweep()}.")
            return
        harmed = [file.sha256 for file in StoredFile.objects.iterator() if not is_whole(file)]
        if harmed:
            raise CommandError("Missing or damaged: " + ", ".join(harmed))
        self.stdout.write(f"Files whole: {StoredFile.objects.count()}.")


def is_whole(file: StoredFile) -> bool:
    try:
        return len(file.read()) == file.size
    except (FileDamaged, FileNotFoundError):
        return False
