"""A database of its own for one measurement, beside the installation's, dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, connections


@contextmanager
def own_database() -> Iterator[None]:
    """Create, migrate and use an empty database; drop it whatever happens."""
    name = f"bench_{os.getpid()}"
    settings = connections["default"].settings_dict
    former = settings["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    settings["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        settings["NAME"] = former
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
