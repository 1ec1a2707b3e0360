"""What an installation pays against thieves and power cuts, and a test need not pay a thousand times."""

import copy
import hashlib
import json
import os
from functools import cache
from typing import Any

import pytest
from argon2 import PasswordHasher

from lienthong.kernel.files.bounded import run_bounded
from lienthong.kernel.files.refusals import FileRefused
from lienthong.kernel.people.hashers import Argon2idHasher
from lienthong.records.signing.signer import factors

# Who has files read in a child.
READERS = (
    "lienthong.kernel.files.uploads",
    "lienthong.records.signing.signer.reading",
    "lienthong.records.texts.importing.uploads",
)


class Cheap:
    """Hashes of one pass over 64 KiB, and writing that does not wait for the disk, in this process."""

    def __init__(self) -> None:
        self._patched = pytest.MonkeyPatch()

    def begin(self) -> None:
        self._patched.setattr(Argon2idHasher, "time_cost", 1)
        self._patched.setattr(Argon2idHasher, "memory_cost", 64)
        hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        self._patched.setattr(factors, "_hasher", hasher)
        for wait in ("fsync", "fdatasync"):
            self._patched.setattr(os, wait, lambda _descriptor: None)

    def end(self) -> None:
        self._patched.undo()


class Readings:
    """What was read of a file, for tests that bring the same one again and are about something else."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def read(self, function: str, data: bytes, **arguments: Any) -> Any:
        asked = (json.dumps([function, arguments]), hashlib.sha256(data).digest())
        if asked not in self._known:
            try:
                self._known[asked] = run_bounded(function, data, **arguments)
            except FileRefused as refused:
                self._known[asked] = refused
        known = copy.deepcopy(self._known[asked])
        if isinstance(known, FileRefused):
            raise known
        return known


def read_once(patched: pytest.MonkeyPatch) -> None:
    """For one test; what was read is known to all of this run."""
    for reader in READERS:
        patched.setattr(f"{reader}.run_bounded", _readings().read)


_readings = cache(Readings)
