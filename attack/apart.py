"""One share of the personas, in a process of its own; the settings come before the rooms."""

import logging
import os
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
# Thousands of refusals are the point; the log keeps only what is worse.
logging.getLogger("django.request").setLevel(logging.CRITICAL)

from django.conf import settings  # noqa: E402 -- after the set-up
from django.db import connection  # noqa: E402

from attack.asking import play  # noqa: E402
from attack.facts import World  # noqa: E402


def work(there: Connection, database: str, files: Path, world: World, share: slice) -> None:
    Thread(target=end_with_the_attack, daemon=True).start()
    connection.settings_dict["NAME"] = database
    settings.FILES_ROOT = files
    there.send(play(world, world.personas[share], notifying=share.start == 0))


def end_with_the_attack() -> None:
    """Who began the attack has gone, killed perhaps; nobody would hear what is found."""
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
