"""Keeping bytes, once and for good."""

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

from lienthong.kernel.files.models import StoredFile, path_of

# A file is written before the transaction that needs it; a day is longer than any transaction.
ORPHAN_SECONDS = 24 * 60 * 60


def store(data: bytes, *, media_type: str) -> StoredFile:
    """Keep these bytes. The same bytes are kept once; what is kept is never changed."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    try:
        os.utime(path)  # young again: no sweep takes it meanwhile
    except FileNotFoundError:
        write_once(path, data)
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": len(data), "media_type": media_type}
    )
    return stored


def write_once(path: Path, data: bytes) -> None:
    """After this returns, the bytes survive a loss of power; before, nobody sees half of them."""
    path.parent.mkdir(mode=0o770, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("xb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), 0o440)
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    for directory in (path.parent, path.parent.parent, path.parent.parent.parent):
        sync_directory(directory)


def sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_away(file: StoredFile) -> None:
    """Remove at once, when the transaction ends well, what nobody uses any more; else it stays."""
    with contextlib.suppress(ProtectedError), transaction.atomic():
        path = file.path
        file.delete()
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def sweep() -> int:
    """Remove what nobody uses: files to which no row of any room refers, and bytes no record speaks of.

    Such come from drafts given up, failed transactions and killed processes; each is left a day.
    """
    removed = 0
    for unused in _unused().iterator():
        with contextlib.suppress(FileNotFoundError):
            if unused.path.stat().st_mtime >= time.time() - ORPHAN_SECONDS:
                continue  # somebody is bringing the same bytes in just now
        with contextlib.suppress(ProtectedError):
            unused.delete()
    for path in kept_paths():
        known = StoredFile.objects.filter(sha256=path.name).exists()
        with contextlib.suppress(FileNotFoundError):
            if not known and path.stat().st_mtime < time.time() - ORPHAN_SECONDS:
                path.unlink()
                removed += 1
    return removed


def _unused() -> QuerySet[StoredFile]:
    """Files older than a day to which no row of any room refers."""
    yesterday = timezone.now() - timedelta(seconds=ORPHAN_SECONDS)
    unused = StoredFile.objects.filter(created_at__lt=yesterday)
    for field in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(field, ForeignObjectRel) and field.concrete is False:
            rows = field.related_model._base_manager.filter(**{field.field.name: OuterRef("pk")})
            unused = unused.exclude(Exists(rows))
    return unused


def kept_paths() -> Iterator[Path]:
    return (path for path in Path(settings.FILES_ROOT).glob("??/??/*") if path.is_file())
