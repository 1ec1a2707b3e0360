"""The official report of a level, compiled from the lines of a period."""

from django.db import models
from django.utils import timezone

from lienthong.records.documents.public import Document

from .reports import Period


class CompiledReport(models.Model):
    """Which document a period was compiled into, and of which moment its figures are (T-55)."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="compiled")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    as_of = models.DateTimeField()
    compiled_at = models.DateTimeField(default=timezone.now)
    compiled_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
