"""`script/attack NAME`: try to get past what the table allows."""

import argparse
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from attack import access  # noqa: E402 -- the rooms need the settings first

ATTACKS = {"access": access.run}


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/attack", description=__doc__)
    parser.add_argument("name", choices=sorted(ATTACKS))
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    chosen = parser.parse_args()
    return 0 if ATTACKS[chosen.name](as_json=chosen.json) else 1


if __name__ == "__main__":
    sys.exit(main())
