from lienthong.kernel.jobs.public import job

from . import actions


@job(name="search.rebuild", every="* * * * * */10")
def rebuild_further() -> None:
    actions.rebuild_further()
