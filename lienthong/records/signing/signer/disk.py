"""Writing so that what was written is on the disk, whole, when the call returns."""

from __future__ import annotations

import os
from pathlib import Path


def private_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Replace a file whole, on disk when this returns."""
    beside = path.with_name(path.name + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)  # whatever the umask takes away from what all may read
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def end_of(path: Path, length: int) -> bytes:
    """The last bytes of a file, which may be long."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - length))
        return file.read()
