from lienthong.kernel.jobs.public import job

from .actions import list_withdrawn


@job(name="signing.list_withdrawn", attempts=30, priority=10)
def list_a_withdrawn_certificate(*, certificate_id: int) -> None:
    list_withdrawn(certificate_id)
