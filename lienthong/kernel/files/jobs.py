"""Unused files are not kept."""

from lienthong.kernel.jobs.public import job

from .actions import sweep


@job(name="files.sweep", every="45 3 * * *")
def sweep_unused_files() -> None:
    sweep()
