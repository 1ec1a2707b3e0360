"""Which rooms a change touches: those it is in, and those that lean on them."""

import re
import subprocess

from config.floor_plan import BASE, Room, rooms

# Texts, looks and ordinary tests.
SAYS_NOTHING = re.compile(r"\.(md|po|css|svg)$|^tests/|/tests/test_")


def rooms_changed_since(revision: str) -> set[str]:
    """The modules of the rooms touched, what is not yet committed included."""
    command = ["git", "diff", "--name-only", "--merge-base", revision]
    told = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=True)
    return touched(told.stdout.split())


def touched(paths: list[str]) -> set[str]:
    """Everything, when a change is in no room: settings, the attack itself, what is installed."""
    changed: set[str] = set()
    for path in paths:
        if SAYS_NOTHING.search(path):
            continue
        room = next(
            (one for one in rooms() if BASE.joinpath(path).is_relative_to(one.folder)), None
        )
        if room is None or room.module == "config":
            return {one.module for one in rooms()}
        changed.add(room.module)
    for room in rooms():  # the lowest first, so that who leans on one that leans is found too
        if leans_on(room) & changed:
            changed.add(room.module)
    return changed


def leans_on(room: Room) -> set[str]:
    known = {one.module for one in rooms()} - {room.module}
    return {
        found
        for path in room.folder.rglob("*.py")
        if "tests" not in path.parts
        for found in re.findall(r"\blienthong\.\w+(?:\.\w+)?", path.read_text())
        if found in known
    }
