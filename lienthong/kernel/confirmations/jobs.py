"""What becomes of proposals by the calendar, and of what was answered elsewhere."""

from lienthong.kernel.jobs.public import job

from .actions import carry_out_due, expire_due
from .laying import take_up


@job(name="confirmations.take_up", every="* * * * *")
def take_up_what_was_answered() -> None:
    take_up()


@job(name="confirmations.expire", every="*/10 * * * *")
def expire() -> None:
    take_up()
    expire_due()


@job(name="confirmations.carry_out", every="*/5 * * * *")
def carry_out() -> None:
    carry_out_due()
