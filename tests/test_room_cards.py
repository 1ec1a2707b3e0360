"""What each room says of itself in its `room.toml`."""

import re
from collections import Counter

from django.apps import apps

from config.floor_plan import Room, rooms


def source_of(room: Room) -> str:
    files = [*room.folder.rglob("*.py"), *room.folder.rglob("*.html")]
    return "\n".join(path.read_text("utf-8") for path in files if "tests" not in path.parts)


def test_an_icon_is_brought_by_one_room_that_shows_it() -> None:
    brought = Counter(icon for room in rooms() for icon in room.icons)
    assert {icon for icon, count in brought.items() if count > 1} == set()
    assert [room.module for room in rooms() if room.icons != sorted(room.icons)] == []
    idle = {
        icon
        for room in rooms()
        if (source := source_of(room))
        for icon in room.icons
        if not re.search(rf"""["']{icon}["']""", source)
    }
    assert idle == set()


def test_every_word_of_the_organisation_is_explained_once() -> None:
    explained = Counter(word for room in rooms() for word in room.words)
    assert {word for word, count in explained.items() if count > 1} == set()


def test_every_model_has_a_word_of_the_organisation_in_its_room() -> None:
    named = {
        room.module: set(re.findall(r"`(\w+)`", " ".join(room.words.values()))) for room in rooms()
    }
    unnamed = {
        f"{app.name}: {model.__name__}"
        for app in apps.get_app_configs()
        if app.name in named
        for model in app.get_models()
        if ".tests." not in model.__module__
        if not model.__name__.endswith("History") and model.__name__ not in named[app.name]
    }
    assert unnamed == set()
