"""What set-up does inside Django, in one process."""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command, get_commands

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"


def prepare() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if "seed" in get_commands():
        call_command("seed", verbosity=0)
    if "collectstatic" in sys.argv:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)


if __name__ == "__main__":
    prepare()
