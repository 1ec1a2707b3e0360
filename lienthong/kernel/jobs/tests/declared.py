"""Jobs that exist for the tests only."""

import os
import time
from pathlib import Path
from typing import Any

from lienthong.kernel.jobs.public import GiveUp, job

done: list[Any] = []
given_up: list[int] = []


@job(name="tests.note")
def note(thing_id: Any) -> None:
    done.append(thing_id)


@job(name="tests.fail", attempts=2, on_give_up=lambda thing_id: given_up.append(thing_id))
def fail(thing_id: int) -> None:
    raise OSError("the printer is out of document")


@job(name="tests.hopeless", on_give_up=lambda thing_id: given_up.append(thing_id))
def hopeless(thing_id: int) -> None:
    raise GiveUp("there is no printer")


@job(name="tests.clean", every="0 3 * * *")
def clean() -> None:
    done.append("clean")


@job(name="tests.sleep_first")
def sleep_first(thing_id: int) -> None:
    """Long the first time it is done, short the second time."""
    marks = Path(os.environ["JOB_MARKS"])
    started_before = (marks / f"{thing_id}.started").exists()
    (marks / f"{thing_id}.started").touch()
    if not started_before:
        time.sleep(float(os.environ.get("JOB_SLEEP", "60")))
    (marks / f"{thing_id}.done").touch()
