from lienthong.kernel.audit import actions
from lienthong.kernel.jobs.public import job


@job(name="audit.seal", every="* * * * *")
def seal() -> None:
    actions.seal_entries()
