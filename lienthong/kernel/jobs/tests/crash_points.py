"""What must be true of the queue, whatever died."""

from procrastinate.contrib.django.models import ProcrastinateJob

from chaos.findings import STUCK, Finding, Findings
from chaos.points import Dying


def jobs() -> Findings:
    """Nothing waits, runs or has failed, but for the work of the clock."""
    # One question: between two, a job would slip from one state into the other.
    for job in ProcrastinateJob.objects.exclude(status="succeeded"):
        if job.args.keys() != {"timestamp"}:
            yield Finding(STUCK, f"job {job.pk} {job.task_name} is {job.status}")


DYING = Dying(checks=(jobs,))
