"""The signer's own journal: appended to, chained, never rewritten."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

JOURNAL_FILE: Final = "signer.journal"
_START: Final = "0" * 64


class Journal:
    """Every line holds the hash of the line before it."""

    def __init__(self, place: Path) -> None:
        self.path = place / JOURNAL_FILE
        self._head = self._last_hash()

    def write(self, what: str, **facts: Any) -> None:
        entry = {"at": datetime.now(UTC).isoformat(), "what": what, **facts, "before": self._head}
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode("utf-8")
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._head = hashlib.sha256(line).hexdigest()

    def _last_hash(self) -> str:
        if not self.path.exists():
            return _START
        data = self.path.read_bytes()
        whole, _, torn = data.rpartition(b"\n")
        if torn:
            # A line the machine died in was never answered for; it is closed so that the chain goes on.
            with self.path.open("ab") as file:
                file.write(b"\n")
            whole = data
        last = whole.rpartition(b"\n")[2]
        return hashlib.sha256(last).hexdigest() if last else _START


def journal_is_whole(path: Path) -> bool:
    """Whether no line of a journal was changed, removed or put in between."""
    before = _START
    for line in path.read_bytes().splitlines():
        try:
            claimed = json.loads(line).get("before")
        except ValueError:
            claimed = before
        if claimed != before:
            return False
        before = hashlib.sha256(line).hexdigest()
    return True
