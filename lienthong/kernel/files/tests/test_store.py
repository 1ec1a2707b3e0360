import os
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lienthong.kernel.files.actions import sweep
from lienthong.kernel.files.models import FileDamaged
from lienthong.kernel.files.public import StoredFile, store

pytestmark = pytest.mark.django_db


def test_the_same_bytes_are_kept_once(files_root):
    first = store(b"text", media_type="text/plain")
    second = store(b"text", media_type="text/plain")

    assert first == second
    assert second.read() == b"text"
    assert second.size == 4
    assert [path for path in files_root.rglob("*") if path.is_file()] == [first.path]


def test_bytes_changed_on_disk_are_noticed():
    kept = store(b"text", media_type="text/plain")
    kept.path.chmod(0o600)
    kept.path.write_bytes(b"tExt")

    with pytest.raises(FileDamaged):
        kept.read()
    with pytest.raises(CommandError):
        call_command("files", "check")


def test_nobody_sees_half_a_file(monkeypatch, files_root):
    def fail(descriptor):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="No space"):
        store(b"text", media_type="text/plain")
    assert not [path for path in files_root.rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()


def test_bytes_without_a_record_are_removed_after_a_day():
    with transaction.atomic():
        lost = store(b"lost", media_type="text/plain")
        transaction.set_rollback(True)
    kept = store(b"kept", media_type="text/plain")
    assert sweep() == 0
    for file in (lost, kept):
        os.utime(file.path, (time.time() - 90_000,) * 2)

    assert sweep() == 1
    assert not lost.path.exists()
    assert kept.path.exists()


def test_a_record_is_named_by_a_hash():
    with connection.cursor() as cursor, pytest.raises(Exception, match="stored_file_is_named"):
        cursor.execute("INSERT INTO files_storedfile VALUES ('not-a-hash', 1, 'text/plain', now())")
