"""A database of its own for one measurement, beside the installation's, dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections

from tests import copies


@contextmanager
def own_database() -> Iterator[None]:
    """Copy and use a database without rows; drop it whatever happens."""
    name = f"bench_{os.getpid()}"
    settings = connections["default"].settings_dict
    former = settings["NAME"]
    with copies.an_administrator() as administrator:
        copies.copy(administrator, copies.migrated(administrator), name)
        connection.close()
        settings["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            settings["NAME"] = former
            copies.drop(administrator, name)
