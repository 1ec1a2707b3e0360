import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lienthong.kernel.audit.exporting import exported_lines
from lienthong.kernel.audit.keeping import KeeperAway


class Command(BaseCommand):
    help = "Seal what is open, and write the history as lines of JSON that end with a closing head."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("w", encoding="utf-8") as file:
                for line in exported_lines():
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except KeeperAway as away:
            options["file"].unlink()
            raise CommandError(f"Nothing was exported. {away}") from None
        trust = Path(settings.SIGNER or settings.VAR) / "keys" / "trust"
        self.stdout.write(f"Check with: script/verify-audit {options['file']} --trust {trust}")
