"""`script/attack access` tries to get past what the table allows, `files` past the look inside, `verdict` past the verdict,
`audit` past the history; `insiders` tries what one person alone may not do."""

import argparse
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from attack import (  # noqa: E402 -- the rooms need the settings first
    access,
    audit,
    files,
    insiders,
    verdict,
)
from attack.changes import rooms_changed_since  # noqa: E402
from attack.rooms import brought, room_of, rules  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/attack", description=__doc__)
    parser.add_argument("name", choices=["access", "files", "verdict", "insiders", "audit"])
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--full", action="store_true", help="every persona about every thing")
    parser.add_argument("--room", action="append", help="only its routes; may be given again")
    parser.add_argument("--since", help="only of rooms that a change since this revision touches")
    chosen = parser.parse_args()
    if chosen.name == "files":
        return 0 if files.run(as_json=chosen.json) else 1
    if chosen.name == "verdict":
        return 0 if verdict.run(as_json=chosen.json) else 1
    if chosen.name == "insiders":
        return 0 if insiders.run(as_json=chosen.json) else 1
    if chosen.name == "audit":
        return 0 if audit.run(as_json=chosen.json) else 1
    named = chosen.room or [module.rpartition(".")[2] for module in brought()]
    if chosen.since:
        touched = {module.rpartition(".")[2] for module in rooms_changed_since(chosen.since)}
        named = [room for room in named if room in touched]
    names = [name for name in rules() if room_of(name) in named]
    if not names:
        print("No routes to ask.")
        return 0 if chosen.since else 2
    held = access.run(access.Run(tuple(names), full=chosen.full), as_json=chosen.json)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
