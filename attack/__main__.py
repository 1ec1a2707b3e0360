"""`script/attack access`: try to get past what the table allows."""

import argparse
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from attack import access  # noqa: E402 -- the rooms need the settings first
from attack.rooms import room_of, rules  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/attack", description=__doc__)
    parser.add_argument("name", choices=["access"])
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--full", action="store_true", help="every persona about every thing")
    parser.add_argument("--room", action="append", help="only its routes; may be given again")
    chosen = parser.parse_args()
    names = [name for name in rules() if not chosen.room or room_of(name) in chosen.room]
    if not names:
        parser.error(f"No routes in {', '.join(chosen.room)}.")
    held = access.run(access.Run(tuple(names), full=chosen.full), as_json=chosen.json)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
