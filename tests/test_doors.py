"""What rooms offer each other is used: nothing is announced to nobody, no way leads nowhere."""

import re
from dataclasses import is_dataclass
from importlib import import_module

from config.floor_plan import rooms
from lienthong.kernel.events.hearing import event_name, handlers_of
from lienthong.kernel.web.places import named_places


def test_every_event_is_heard() -> None:
    unheard = [
        event_name(event)
        for room in rooms()
        if (room.folder / "events.py").exists()
        for event in vars(import_module(f"{room.module}.events")).values()
        if is_dataclass(event) and not handlers_of(event_name(event))
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
