"""What rooms offer each other is used: nothing is announced to nobody."""

from dataclasses import is_dataclass
from importlib import import_module

from config.floor_plan import rooms
from lienthong.kernel.events.hearing import event_name, handlers_of


def test_every_event_is_heard() -> None:
    unheard = [
        event_name(event)
        for room in rooms()
        if (room.folder / "events.py").exists()
        for event in vars(import_module(f"{room.module}.events")).values()
        if is_dataclass(event) and not handlers_of(event_name(event))
    ]
    assert unheard == []
