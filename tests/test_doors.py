"""What rooms offer each other is used: no name in a door, no event and no way is for nobody."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import is_dataclass
from importlib import import_module

from config.floor_plan import BASE, rooms
from lienthong.kernel.events.hearing import event_name, handlers_of, heard_in_batches
from lienthong.kernel.web.places import named_places

PROGRAMS = ("lienthong", "config", "attack", "bench", "chaos")
# Built before the rooms that need them (meetings, petitions, transfers).
AHEAD = {
    "lienthong.kernel.calendar": {"Entry", "in_calendars"},
    "lienthong.kernel.procedures": {"add_holders", "hand_over", "resume", "suspend", "take_back"},
    "lienthong.records.texts": {
        "paper_of",
    },
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every program but tests, by its module; what an update takes must stay there for it."""
    for path in (path for top in PROGRAMS for path in (BASE / top).rglob("*.py")):
        if "tests" not in path.parts:
            module = ".".join(path.relative_to(BASE).with_suffix("").parts)
            yield module, ast.parse(path.read_text("utf-8"))


def taken_from(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a program takes through a door: `from room.public import name`, or `public.name`."""
    doors = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module.endswith(".public"):
                yield from ((node.module.removesuffix(".public"), one.name) for one in node.names)
            doors |= {
                one.asname or one.name: node.module for one in node.names if one.name == "public"
            }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=taken) if name in doors:
                yield doors[name], taken


def test_every_name_in_a_door_is_taken_by_another_room() -> None:
    taken = defaultdict(set)
    for module, tree in sources():
        for room, name in taken_from(tree):
            if not module.startswith(f"{room}."):
                taken[room].add(name)
    idle = {
        room.module: names
        for room in rooms()
        if (room.folder / "public.py").exists()
        and (names := set(import_module(f"{room.module}.public").__all__) - taken[room.module])
    }
    assert idle == AHEAD


def test_every_event_is_heard() -> None:
    unheard = [
        event_name(event)
        for room in rooms()
        if (room.folder / "events.py").exists()
        for event in vars(import_module(f"{room.module}.events")).values()
        if is_dataclass(event)
        and not handlers_of(event_name(event))
        and event_name(event) not in heard_in_batches()
    ]
    assert unheard == []


def test_every_way_leads_to_a_place_that_a_room_has() -> None:
    asked = {
        place
        for room in rooms()
        for path in (*room.folder.rglob("*.html"), *room.folder.rglob("*.py"))
        if "tests" not in path.parts
        for place in re.findall(
            r"""(?:{% way to=|way_to\()["'](\w+)["']""", path.read_text("utf-8")
        )
    }
    assert len(asked) > 5
    assert asked - named_places() == set()
