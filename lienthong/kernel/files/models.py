"""Bytes kept by what they are: the name of a file is the hash of its content."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FileDamaged(Exception):
    """The bytes on disk are no longer those that were stored."""


class StoredFile(models.Model):
    """A file that was stored once and never changes."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, primary_key=True, db_collation="C")
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    created_at = models.DateTimeField(_("stored at"), auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(
                name="stored_file_is_named_by_its_hash",
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> Path:
        return path_of(self.sha256)

    def read(self) -> bytes:
        """The bytes as they were stored; damage is found here, not by the reader."""
        data = self.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise FileDamaged(self.sha256)
        return data


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:4] / sha256
