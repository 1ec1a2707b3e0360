"""Heads: the newest line of a chain, signed by the record key, so that no line is changed, cut or invented."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from lienthong.records.signing import messages
from lienthong.records.signing.signer.disk import end_of
from lienthong.records.signing.signer.vault import Vault
from lienthong.records.signing.trust import Trust

HEADS_FILE: Final = "signer.heads"
JOURNAL: Final = "journal"
_KIND: Final = "head"
_LONGEST: Final = 4096

Head = dict[str, Any]


def signed_head(vault: Vault, said: Mapping[str, Any]) -> Head:
    """A head with the record key's signature."""
    return {**said, "signature": vault.recorded(_KIND, said)}


def is_signed(head: Mapping[str, Any], trust: Trust) -> bool:
    said = {name: value for name, value in head.items() if name != "signature"}
    try:
        return trust.is_recorded(_KIND, said, str(head["signature"]))
    except (KeyError, ValueError):
        return False


class Heads:
    """`signer.heads`: one line a line of the journal, written right after it."""

    def __init__(self, place: Path) -> None:
        self.path = place / HEADS_FILE
        self.newest: Head | None = None

    def open(self) -> None:
        """Take away a last line the machine died in: what it was to cover was never answered for."""
        if self.path.exists():
            torn = end_of(self.path, _LONGEST).rpartition(b"\n")[2]
            os.truncate(self.path, self.path.stat().st_size - len(torn))
        self.newest = newest_head(self.path)

    def write(self, head: Head) -> None:
        append(self.path, messages.canonical(head))
        self.newest = head


def newest_head(path: Path) -> Head | None:
    """The last whole line; one that cannot be read is a head that nobody signed."""
    lines = end_of(path, _LONGEST).split(b"\n")[:-1] if path.exists() else []
    if not lines:
        return None
    try:
        return dict(json.loads(lines[-1]))
    except (ValueError, TypeError):
        return {}


def append(path: Path, line: bytes) -> None:
    """Add a line, on disk when this returns; what could not be written whole is taken back."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        before = os.fstat(descriptor).st_size
        try:
            if os.write(descriptor, line + b"\n") != len(line) + 1:
                raise OSError("not written whole")
            os.fdatasync(descriptor)
        except OSError:
            os.ftruncate(descriptor, before)
            raise
    finally:
        os.close(descriptor)
