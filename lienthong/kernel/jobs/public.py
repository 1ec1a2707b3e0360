"""Background and periodic work."""

from procrastinate.contrib.django import app

from lienthong.kernel.jobs.crash import crash_point
from lienthong.kernel.jobs.declaring import GiveUp, Job, NotAnId, defer, job, refuse_all_but_ids
from lienthong.kernel.jobs.queries import QueuedJob, queued_jobs
from lienthong.kernel.jobs.running import run_jobs

__all__ = [
    "GiveUp",
    "Job",
    "NotAnId",
    "QueuedJob",
    "app",
    "crash_point",
    "defer",
    "job",
    "queued_jobs",
    "refuse_all_but_ids",
    "run_jobs",
]
