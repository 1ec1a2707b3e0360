"""The files that a body hands in with its result: looked at as everywhere, secrets refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from lienthong.kernel.files.public import (
    FileRefused,
    StoredFile,
    inspect_scan,
    inspect_upload,
    store,
)
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.text.public import nfc
from lienthong.records.texts.public import (
    MARKED_SECRET,
    MarkedSecret,
    is_secret_by_name,
    read_upload,
)

from ..models import Assignment, ResultFile

PICTURES = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True)
class BroughtFile:
    """One file, and what its bearer says of pages that nobody can read here."""

    name: str
    data: bytes
    bears_no_mark: bool = False


def keep_files(assignment: Assignment, files: Sequence[BroughtFile]) -> list[ResultFile]:
    return [
        ResultFile.objects.create(
            assignment=assignment, file=_taken_in(one), name=nfc(one.name)[:200]
        )
        for one in files
    ]


def _taken_in(brought: BroughtFile) -> StoredFile:
    """Its bytes, if it does no harm and bears no mark of secrecy; a picture is answered for by a tick."""
    try:
        if is_secret_by_name(brought.name):
            raise MarkedSecret(MARKED_SECRET)
        media_type, is_read = _looked_at(brought)
    except FileRefused as refused:
        raise RuleBroken(f"{brought.name}: {refused}", field="attached") from refused
    if not is_read and not brought.bears_no_mark:
        raise RuleBroken(
            _("Look at every page, and say that the scan bears no mark of secrecy."),
            field="bears_no_mark",
        )
    return store(brought.data, media_type=media_type)


def _looked_at(brought: BroughtFile) -> tuple[str, bool]:
    if PurePath(brought.name).suffix.lower() in PICTURES:
        return inspect_scan(brought.data, brought.name).media_type, False
    found = inspect_upload(brought.data, brought.name)
    try:
        read = read_upload(brought.data, found.kind, brought.name)
    except MarkedSecret:
        raise
    except FileRefused:
        return found.media_type, False
    return found.media_type, not read.has_scans
