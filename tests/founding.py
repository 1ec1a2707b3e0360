"""One world for all tests: founded once, copied for each run, rolled back after each test.

A room that brings something says so in its `tests/world.py`: `found()` makes it, and what it returns
comes back to each test as it was. The world is kept as a template database, which is made again when
the code or the day has changed; PostgreSQL copies it in a fraction of a second.
"""

import datetime as dt
import hashlib
import pickle
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

import psycopg
from django.conf import settings
from django.db import connection, connections

from config.floor_plan import rooms
from lienthong.kernel.database.public import secret_from

PREFIX = "founded_"
MAKING = 0x4C54574D  # the advisory lock of whoever makes or clears away templates
IN_USE = 0x4C55  # the class of the locks held by those who copy a template


class FoundedWorld:
    """A copy of the world under the name of the test database."""

    def __init__(self) -> None:
        self.name = connection.creation._get_test_db_name()
        self.administrator = _administrator()
        self.template = _template(self.administrator)
        self._rename_database(self.name)
        self._copy()
        self.states = _states()

    def of(self, module: str) -> Any:
        """What a room has founded, fresh for each test."""
        return pickle.loads(self.states[module])

    def restore(self) -> None:
        """Undo what a test has committed."""
        connections.close_all()
        self._drop()
        self._copy()

    def end(self) -> None:
        connections.close_all()
        self._drop()
        self.administrator.close()

    def _copy(self) -> None:
        self.administrator.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def _drop(self) -> None:
        self.administrator.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    @staticmethod
    def _rename_database(name: str) -> None:
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _administrator() -> psycopg.Connection:
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    return psycopg.connect(**parameters, autocommit=True)


def _template(administrator: psycopg.Connection) -> str:
    """The name of the template for the present code; two runs at once make one."""
    name = f"{PREFIX}{_state_of_the_code()}"
    administrator.execute("SELECT pg_advisory_lock(%s)", [MAKING])
    try:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        known = {row[0] for row in administrator.execute(query, [PREFIX])}
        if name not in known:
            _clear_away(administrator, known)
            _make(administrator, name)
        administrator.execute("SELECT pg_advisory_lock_shared(%s, %s)", [IN_USE, _key(name)])
    finally:
        administrator.execute("SELECT pg_advisory_unlock(%s)", [MAKING])
    return name


def _clear_away(administrator: psycopg.Connection, names: set[str]) -> None:
    """Drop the templates that no run of tests copies any more."""
    for name in names:
        lock = [IN_USE, _key(name)]
        if administrator.execute("SELECT pg_try_advisory_lock(%s, %s)", lock).fetchone() == (True,):
            administrator.execute(f'DROP DATABASE "{name}"')
            administrator.execute("SELECT pg_advisory_unlock(%s, %s)", lock)


def _make(administrator: psycopg.Connection, name: str) -> None:
    being_made = f"making_{name}"
    connection.settings_dict["TEST"]["NAME"], own = (
        being_made,
        connection.settings_dict["TEST"]["NAME"],
    )
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.settings_dict["TEST"]["NAME"] = own
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE founded (room text PRIMARY KEY, state bytea NOT NULL)")
        for room in rooms():
            module = f"{room.module}.tests.world"
            if (room.folder / "tests" / "world.py").exists():
                state = pickle.dumps(import_module(module).found())
                cursor.execute("INSERT INTO founded VALUES (%s, %s)", [room.module, state])
        cursor.execute("ANALYZE")
    connection.close()
    administrator.execute(f'ALTER DATABASE "{being_made}" RENAME TO "{name}"')


def _states() -> dict[str, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT room, state FROM founded")
        return {room: bytes(state) for room, state in cursor.fetchall()}


def _state_of_the_code() -> str:
    marks = secret_from(settings.MARKS)
    digest = hashlib.sha256(f"{dt.date.today()} {settings.BASE_DIR} {marks}".encode())
    for floor in ("lienthong", "config"):
        for path in sorted(Path(settings.BASE_DIR, floor).rglob("*.py")):
            if not path.name.startswith("test_"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _key(name: str) -> int:
    return crc32(name.encode()) - 2**31
