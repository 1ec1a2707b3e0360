"""The tables of every migration as a file: an installation with a cluster of its own begins with them.

To migrate takes the better part of a minute, and the tests found several installations.
`python -m tests.begun FILE` fills the empty database of the installation it is run for.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import django
from django.db import connection

from lienthong.kernel.database.public import client_program

BASE = Path(__file__).resolve().parent.parent


def save(database: str, target: Path) -> Path:
    """Write a database of the tests down."""
    _run("pg_dump", "--format=custom", f"--file={target}", f"--dbname={database}")
    return target


def begin(dump: Path, environment: Mapping[str, str]) -> None:
    """Give the installation of this environment its tables; its migrations find nothing more to do."""
    command = [sys.executable, "-m", "tests.begun", str(dump)]
    subprocess.run(command, cwd=BASE, env=dict(environment), check=True)


def load(source: Path) -> None:
    connection.ensure_connection()
    database = f"--dbname={connection.settings_dict['NAME']}"
    _run("pg_restore", "--single-transaction", "--exit-on-error", database, source)


def _run(program: str, *arguments: str | Path) -> None:
    known = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    subprocess.run(
        [client_program(program), "--no-owner", "--no-privileges", *map(str, arguments)],
        env=os.environ | {name: str(known[key]) for name, key in names.items() if known.get(key)},
        check=True,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    load(Path(sys.argv[1]))
