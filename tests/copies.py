"""Databases that are made once and copied: PostgreSQL copies one in a fraction of a second.

A template is kept under a prefix and the state of what it was made from. It is made again when that has
changed, and dropped once no run of tests copies it any more.
"""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from zlib import crc32

import psycopg
from django.db import connection

from lienthong.kernel.database.public import make_tables

BASE = Path(__file__).resolve().parent.parent
MIGRATED = "migrated_"
MAKING = 0x4C54574D  # the advisory lock of whoever makes or clears away templates
IN_USE = 0x4C55  # the class of the locks held by those who copy a template
# What a database without rows is made from, beside models and migrations: what these import.
IMPORTED = ("lienthong/kernel/text", "lienthong/kernel/audit", "lienthong/kernel/people")


def an_administrator() -> psycopg.Connection:
    """A connection of its own, beside the database of the tests."""
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    return psycopg.connect(**parameters, autocommit=True)


def migrated(administrator: psycopg.Connection) -> str:
    """The name of a template with every table and no row but those of migrations."""
    return template(administrator, MIGRATED, state_of(_causes()), _migrate)


def template(
    administrator: psycopg.Connection,
    prefix: str,
    state: str,
    make: Callable[[psycopg.Connection, str], None],
) -> str:
    """The name of the template for the present state; two runs at once make one."""
    name = f"{prefix}{state}"
    administrator.execute("SELECT pg_advisory_lock(%s)", [MAKING])
    try:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        known = {row[0] for row in administrator.execute(query, [prefix])}
        if name not in known:
            _clear_away(administrator, known)
            being_made = f"making_{name}"
            drop(administrator, being_made)
            make(administrator, being_made)
            administrator.execute(f'ALTER DATABASE "{being_made}" RENAME TO "{name}"')
        administrator.execute("SELECT pg_advisory_lock_shared(%s, %s)", [IN_USE, _key(name)])
    finally:
        administrator.execute("SELECT pg_advisory_unlock(%s)", [MAKING])
    return name


def copy(administrator: psycopg.Connection, of: str, name: str) -> None:
    administrator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{of}"')


def drop(administrator: psycopg.Connection, name: str) -> None:
    administrator.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def state_of(paths: Iterable[Path], said: str = "") -> str:
    digest = hashlib.sha256(said.encode())
    for path in paths:
        digest.update(str(path.relative_to(BASE)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _causes() -> list[Path]:
    code = [BASE / "requirements.lock", BASE / "config" / "settings.py"]
    for path in BASE.glob("lienthong/**/*.py"):
        place = path.relative_to(BASE)
        is_cause = {"migrations", "models"} & set(place.parts) or path.name == "models.py"
        if "tests" not in place.parts and (is_cause or str(place).startswith(IMPORTED)):
            code.append(path)
    return sorted(code)


def _migrate(administrator: psycopg.Connection, name: str) -> None:
    administrator.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    former = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        make_tables()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former


def _clear_away(administrator: psycopg.Connection, names: set[str]) -> None:
    """Drop the templates that no run of tests copies any more."""
    for name in names:
        lock = [IN_USE, _key(name)]
        if administrator.execute("SELECT pg_try_advisory_lock(%s, %s)", lock).fetchone() == (True,):
            administrator.execute(f'DROP DATABASE "{name}"')
            administrator.execute("SELECT pg_advisory_unlock(%s, %s)", lock)


def _key(name: str) -> int:
    return crc32(name.encode()) - 2**31
