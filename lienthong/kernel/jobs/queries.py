"""What waits, what runs, what has failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob


@dataclass(frozen=True)
class QueuedJob:
    id: int
    name: str
    status: str
    attempts: int
    scheduled_at: datetime | None
    ids: dict[str, Any]


def queued_jobs(*, status: str = "todo") -> list[QueuedJob]:
    """The jobs in one state (todo, doing, failed), oldest first; done ones are not kept."""
    return [
        QueuedJob(row.id, row.task_name, row.status, row.attempts, row.scheduled_at, row.args)
        for row in ProcrastinateJob.objects.filter(status=status).order_by("id")
    ]
