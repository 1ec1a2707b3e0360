"""The files that a body hands in with its result: looked at as everywhere, secrets refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from lienthong.kernel.files.public import (
    FileRefused,
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

MOST_FILES = 10
PICTURES = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True)
class BroughtFile:
    """One file, and what its bearer says of pages that nobody can read here."""

    name: str
    data: bytes
    bears_no_mark: bool = False


@dataclass(frozen=True)
class FileToKeep:
    """A file that has been looked into; one that could not be read is answered for by its bearer's tick."""

    name: str
    data: bytes
    media_type: str
    is_read: bool


def look_into(files: Sequence[BroughtFile]) -> list[FileToKeep]:
    """The files, if none does harm or bears a mark of secrecy. It takes long: nothing is locked meanwhile."""
    if len(files) > MOST_FILES:
        raise RuleBroken(
            _("Choose at most %(most)d files.") % {"most": MOST_FILES}, field="attached"
        )
    return [look_into_one(one) for one in files]


def keep_files(assignment: Assignment, files: Sequence[FileToKeep]) -> list[ResultFile]:
    return [
        ResultFile.objects.create(
            assignment=assignment,
            file=store(one.data, media_type=one.media_type),
            name=nfc(one.name)[:200],
        )
        for one in files
    ]


def look_into_one(brought: BroughtFile) -> FileToKeep:
    """One file, if it does no harm and bears no mark of secrecy."""
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
    return FileToKeep(brought.name, brought.data, media_type, is_read)


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
