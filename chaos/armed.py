"""Processes that meet trouble: web (`application`) and worker (`python -m chaos.armed`) as they are
served, but at the named point they may wait for the database to be killed instead of dying, or
die when the action is committed and its answer not yet sent: that to a form, or where the form leads to
the window, that to whoever comes back from there.
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
WINDOW = os.environ.get("LIENTHONG_WINDOW", "")
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
        led: list[str] = []

        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            led.extend(value for name, value in headers if name == "Location")
            return start_response(status, headers, *more)

        answered = served(environ, begin)
        is_the_action = environ["REQUEST_METHOD"] == "POST" or environ["PATH_INFO"].endswith(
            "/back/"
        )
        leads_on = any(address.startswith(WINDOW) for address in led)
        if LOSES_ITS_ANSWER and is_the_action and not leads_on:
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
