from lienthong.kernel.jobs.public import job

from . import actions


def _stop(*, intake_id: int) -> None:
    actions.stop(intake_id)


@job(name="administration.try_rows", attempts=3, on_give_up=_stop)
def try_rows(*, intake_id: int) -> None:
    actions.try_rows(intake_id)


@job(name="administration.write_rows", attempts=3, on_give_up=_stop)
def write_rows(*, intake_id: int) -> None:
    actions.write_rows(intake_id)
