"""Jobs that exist for the tests only."""

import os
import time
from pathlib import Path
from typing import Any

from lienthong.kernel.jobs.declaring import GiveUp
from lienthong.kernel.jobs.public import job

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


@job(name="tests.wait_first")
def wait_first(thing_id: int) -> None:
    """Begun for the first time, it ends when the test releases it; the second time it ends at once."""
    marks = Path(os.environ["JOB_MARKS"])
    started_before = (marks / f"{thing_id}.started").exists()
    (marks / f"{thing_id}.started").touch()
    while not (started_before or (marks / f"{thing_id}.released").exists()):
        time.sleep(0.02)
    (marks / f"{thing_id}.done").touch()
