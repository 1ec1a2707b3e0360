"""One world for all tests: founded once, copied for each run, rolled back after each test.

A room that brings something says so in its `tests/world.py`: `found()` makes it, and what it returns
comes back to each test as it was. The world is kept as a template database, which is made again when
the code or the day has changed.
"""

import datetime as dt
import pickle
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections

from config.floor_plan import rooms
from lienthong.kernel.database.public import secret_from

from . import begun, copies

PREFIX = "founded_"


class FoundedWorld:
    """A copy of the world under the name of the test database."""

    def __init__(self) -> None:
        self.name = connection.creation._get_test_db_name()
        self.administrator = copies.an_administrator()
        self.template = copies.template(self.administrator, PREFIX, _state_of_the_code(), _make)
        _use_database(self.name)
        copies.copy(self.administrator, self.template, self.name)
        self.states = _states()

    def of(self, module: str) -> Any:
        """What a room has founded, fresh for each test."""
        return pickle.loads(self.states[module])

    def tables(self, target: Path) -> Path:
        """Every table without a row, as a file for an installation with a cluster of its own."""
        return begun.save(copies.migrated(self.administrator), target)

    def restore(self) -> None:
        """Undo what a test has committed."""
        connections.close_all()
        copies.drop(self.administrator, self.name)
        copies.copy(self.administrator, self.template, self.name)

    def end(self) -> None:
        connections.close_all()
        copies.drop(self.administrator, self.name)
        self.administrator.close()


def _use_database(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _make(administrator: psycopg.Connection, name: str) -> None:
    copies.copy(administrator, copies.migrated(administrator), name)
    _use_database(name)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE founded (room text PRIMARY KEY, state bytea NOT NULL)")
        for room in rooms():
            module = f"{room.module}.tests.world"
            if (room.folder / "tests" / "world.py").exists():
                state = pickle.dumps(import_module(module).found())
                cursor.execute("INSERT INTO founded VALUES (%s, %s)", [room.module, state])
        cursor.execute("ANALYZE")
    connection.close()


def _states() -> dict[str, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT room, state FROM founded")
        return {room: bytes(state) for room, state in cursor.fetchall()}


def _state_of_the_code() -> str:
    marks = secret_from(settings.MARKS)
    code = [
        path
        for floor in ("lienthong", "config")
        for path in sorted(Path(settings.BASE_DIR, floor).rglob("*.py"))
        if not path.name.startswith("test_")
    ]
    return copies.state_of(code, f"{dt.date.today()} {settings.BASE_DIR} {marks}")
