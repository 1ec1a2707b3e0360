import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lienthong.kernel.audit.actions import seal_entries
from lienthong.kernel.audit.sealing import audit_public_key, exported_lines


class Command(BaseCommand):
    help = "Seal what is open, write the audit as lines of JSON, and show the key that signed it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        seal_entries()
        with options["file"].open("w", encoding="utf-8") as file:
            for line in exported_lines():
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.stdout.write(
            f"Check with: script/verify-audit {options['file']} --key {audit_public_key()}"
        )
