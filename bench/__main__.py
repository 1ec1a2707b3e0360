"""`script/bench NAME`: measure one promise."""

import argparse
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench import acks, fanout, files, pages, reading, search  # noqa: E402 -- the rooms need the settings first

BENCHES = {
    "acks": acks.run,
    "fanout": fanout.run,
    "files": files.run,
    "pages": pages.run,
    "read": reading.run,
    "search": search.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHES))
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--size", choices=("full", "tenth"), default="full")
    parser.add_argument("--tier", choices=sorted(search.TIERS), help="of search: whose library")
    chosen = parser.parse_args()
    further = {"tier": chosen.tier} if chosen.tier else {}
    return 0 if BENCHES[chosen.name](as_json=chosen.json, size=chosen.size, **further) else 1


if __name__ == "__main__":
    sys.exit(main())
