from lienthong.kernel.jobs.public import job

from .actions import clock, recurring


@job(name="commitments.send_digests", every="30 6 * * *")
def send_digests() -> None:
    clock.send_digests()


@job(name="commitments.begin_new_rows", every="0 5 * * *")
def begin_new_rows() -> None:
    recurring.begin_new_rows()
