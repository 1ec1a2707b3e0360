"""What becomes of proposals by the calendar."""

from lienthong.kernel.jobs.public import job

from .actions import carry_out_due, expire_due


@job(name="confirmations.expire", every="*/10 * * * *")
def expire() -> None:
    expire_due()


@job(name="confirmations.carry_out", every="*/5 * * * *")
def carry_out() -> None:
    carry_out_due()
