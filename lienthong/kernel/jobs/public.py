"""Background and periodic work."""

from lienthong.kernel.jobs.crash import crash_point
from lienthong.kernel.jobs.declaring import NotAnId, defer, job, refuse_all_but_ids
from lienthong.kernel.jobs.queries import queued_jobs
from lienthong.kernel.jobs.running import run_jobs

__all__ = [
    "NotAnId",
    "crash_point",
    "defer",
    "job",
    "queued_jobs",
    "refuse_all_but_ids",
    "run_jobs",
]
