from lienthong.kernel.jobs.public import job

from .actions import reminding


@job(name="procedures.remind_of_deadlines", every="0 7 * * *")
def remind_of_deadlines() -> None:
    reminding.remind_of_deadlines()
