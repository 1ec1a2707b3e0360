"""Whether this installation can look at uploaded files at all (`manage.py check --deploy`)."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register

from lienthong.kernel.files import bounded
from lienthong.kernel.files.keeper import SCRIPT
from lienthong.kernel.files.refusals import FileRefused

OPEN_TO_ALL = 0o005


def nothing(data: bytes) -> int:
    """The least a bounded function can do."""
    return len(data)


@register(deploy=True)
def files_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The child that reads files belongs to a stranger: it needs code that is open to everybody."""
    closed = closed_places() if bounded.stranger() else []
    if closed:
        words = f"Uploaded files cannot be read: {closed[0]} is closed to other users."
        return [Error(words, hint=f"Run: chmod -R o+rX {' '.join(closed)}", id="files.E001")]
    try:
        bounded.run_bounded(f"{__name__}.nothing", b"", seconds=20, megabytes=512)
    except FileRefused:
        words = "Uploaded files cannot be read; the log says where the child failed."
        return [Error(words, id="files.E001")]
    return []


def closed_places() -> list[str]:
    """Folders of the code, ours and the libraries', that others may not read."""
    root = SCRIPT.parents[2]
    ours = [str(root), *(str(folder) for folder in root.rglob("*") if folder.is_dir())]
    places = [*ours, *filter(os.path.isdir, sys.path)]
    return [place for place in places if Path(place).stat().st_mode & OPEN_TO_ALL != OPEN_TO_ALL][
        :5
    ]
