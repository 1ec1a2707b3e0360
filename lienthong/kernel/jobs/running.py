"""Doing what is due in this very process: for tests, and for the demonstration run."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.exceptions import TaskNotFound
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job as QueuedJob

from lienthong.kernel.jobs.declaring import continual
from lienthong.kernel.jobs.rescue import LIVENESS


def run_jobs() -> int:
    """Do every job that is due, oldest first; the first error is raised when all are done."""
    done = 0
    errors: list[Exception] = []
    with _worker() as worker_id:
        while (queued := _next_job(worker_id)) is not None:
            try:
                _run(queued)
            except Exception as error:  # one failing job does not stop the others
                errors.append(error)
            done += 1
    for always_due in continual:
        always_due()
    if errors:
        raise errors[0]
    return done


@contextmanager
def _worker() -> Iterator[int]:
    worker_id: int = _query_one("register_worker")["worker_id"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LIVENESS, worker_id])
    try:
        yield worker_id
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LIVENESS, worker_id])
        _query("unregister_worker", worker_id=worker_id)


def _next_job(worker_id: int) -> QueuedJob | None:
    row = _query_one("fetch_job", queues=None, worker_id=worker_id)
    if row["id"] is None:
        return None
    # Django leaves the JSON of hand-written queries as text.
    return QueuedJob.from_row({**row, "args": json.loads(row["args"])})


def _run(queued: QueuedJob) -> None:
    task = app.tasks.get(queued.task_name)
    try:
        if task is None:
            raise TaskNotFound(queued.task_name)
        context = JobContext(
            app=app, job=queued, start_timestamp=time.time(), abort_reason=lambda: None
        )
        task(context, **queued.task_kwargs)
    except Exception as error:
        _put_back_or_fail(queued, task.get_retry_exception(error, queued) if task else None)
        raise
    _query("finish_job", job_id=queued.id, status="succeeded", delete_job=True)


def _put_back_or_fail(queued: QueuedJob, retry: Any) -> None:
    if retry is None:
        _query("finish_job", job_id=queued.id, status="failed", delete_job=False)
        return
    _query(
        "retry_job",
        job_id=queued.id,
        retry_at=retry.retry_decision.retry_at,
        new_priority=None,
        new_queue_name=None,
        new_lock=None,
    )


def _query(name: str, **arguments: Any) -> None:
    app.connector.get_sync_connector().execute_query(sql.queries[name], **arguments)


def _query_one(name: str, **arguments: Any) -> dict[str, Any]:
    return app.connector.get_sync_connector().execute_query_one(sql.queries[name], **arguments)
