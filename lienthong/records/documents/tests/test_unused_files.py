"""What a document is made of is kept as long as a row speaks of it; what was replaced or given up is not."""

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from lienthong.kernel.files.actions import kept_paths
from lienthong.kernel.files.jobs import sweep_unused_files
from lienthong.kernel.files.public import StoredFile, store

from ..models import Document

pytestmark = pytest.mark.django_db


def test_a_file_no_row_refers_to_is_removed_after_a_day(province):
    unused, used, fresh, replaced = (
        store(word, media_type="text/plain") for word in (b"unused", b"used", b"fresh", b"replaced")
    )
    document = province.draft()
    for file in (replaced, used):
        document.source_file = file
        document.save()
    StoredFile.objects.exclude(pk=fresh.pk).update(created_at=timezone.now() - timedelta(days=2))
    for path in kept_paths():
        os.utime(path, (time.time() - 90_000,) * 2)

    sweep_unused_files()

    left = set(StoredFile.objects.values_list("pk", flat=True))
    assert not {unused.pk, replaced.pk} & left
    assert not unused.path.exists()
    assert not replaced.path.exists()
    assert {used.pk, fresh.pk} <= left
    assert used.path.exists()
    assert Document.objects.get(pk=document.pk).source_file.read() == b"used"


def test_bytes_brought_in_again_just_now_are_not_removed(province):
    again = store(b"again", media_type="text/plain")
    StoredFile.objects.update(created_at=timezone.now() - timedelta(days=2))

    sweep_unused_files()

    assert again.path.exists()
    assert StoredFile.objects.filter(pk=again.pk).exists()
