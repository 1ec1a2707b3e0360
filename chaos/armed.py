"""Processes that meet trouble: web (`application`) and worker (`python -m chaos.armed`) as they are
served, but at the named point they may wait for the database to be killed instead of dying, or
die when the action is committed and its answer not yet sent.
"""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application

HOLDS = os.environ.get("CHAOS_HOLDS") == "1"
LOSES_ITS_ANSWER = os.environ.get("CHAOS_LOSES_ITS_ANSWER") == "1"
PATIENCE = 600.0


class Holding:
    """In the place of `os` where the point is: waits until it is released, then goes on."""

    @staticmethod
    def _exit(_status: int) -> None:
        run = Path(os.environ["LIENTHONG_VAR"]) / "run"
        (run / "held").touch()
        deadline = time.monotonic() + PATIENCE
        while not (run / "released").exists() and time.monotonic() < deadline:
            time.sleep(0.02)


def hold_instead_of_dying() -> None:
    from lienthong.kernel.jobs import crash  # noqa: PLC0415 - the settings come first

    crash.os = Holding  # type: ignore[attr-defined,assignment]


def web() -> Callable[..., Iterable[bytes]]:
    served = get_wsgi_application()
    if HOLDS:
        hold_instead_of_dying()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answered = served(environ, start_response)
        if LOSES_ITS_ANSWER and environ["REQUEST_METHOD"] == "POST":
            os._exit(137)
        return answered

    return answer


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if __name__ == "__main__":
    import django

    django.setup()
    hold_instead_of_dying()
    execute_from_command_line(["manage.py", "work"])
else:
    application = web()
