from lienthong.kernel.jobs.public import job

from . import actions


@job(name="administration.try_rows", attempts=3)
def try_rows(*, intake_id: int) -> None:
    actions.try_rows(intake_id)


@job(name="administration.write_rows", attempts=3)
def write_rows(*, intake_id: int) -> None:
    actions.write_rows(intake_id)
