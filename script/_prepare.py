"""What set-up does inside Django, in one process: `_prepare.py [database] [pages]`."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.core.management import call_command, get_commands

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"


def prepare(parts: Sequence[str]) -> None:
    django.setup()
    from lienthong.kernel.database.public import make_tables

    if "database" in parts:
        make_tables()
        if "seed" in get_commands():
            call_command("seed", verbosity=0)
    if "pages" in parts:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)


if __name__ == "__main__":
    prepare(sys.argv[1:])
