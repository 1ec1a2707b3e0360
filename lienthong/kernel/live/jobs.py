from lienthong.kernel.jobs.public import job

from . import actions


@job(name="live.forget_old", every="*/15 * * * *")
def forget_old() -> None:
    actions.forget_old()
