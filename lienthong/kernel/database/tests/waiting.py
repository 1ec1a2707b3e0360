"""Waiting in a test: for a state, however long a busy machine takes, and never for a time."""

import time
from collections.abc import Callable

from django.db import connection

PATIENCE = (
    300.0  # seconds after which a state that never comes fails the test; no bound of any test
)


def until(is_so: Callable[[], object], what: str) -> None:
    """Come back as soon as this is so."""
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, f"waited in vain until {what}"
        time.sleep(0.02)


def until_another_waits_for_us() -> None:
    """Come back when another connection waits for a lock that this transaction holds."""
    until(_another_waits, "another connection waits for our lock")


def _another_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])
