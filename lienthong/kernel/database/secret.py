"""Random secrets an installation makes for itself, one file each."""

import contextlib
import os
import secrets
import stat
from pathlib import Path


def secret_from(path: Path) -> str:
    """The secret kept at `path`; made at random when there is none.

    It is for the owner's eyes only; in a folder that hands its group on, for those of the group, too.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        is_shared = path.parent.stat().st_mode & stat.S_ISGID
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            os.fchmod(descriptor, 0o640 if is_shared else 0o600)
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(descriptor)
        # Of two processes starting at once, the first one's secret stays.
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
        unfinished.unlink()
    return path.read_text(encoding="ascii").strip()
