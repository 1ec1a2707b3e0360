from lienthong.kernel.jobs.public import job

from . import binding, checking


@job(name="audit.seal", every="* * * * *")
def seal() -> None:
    checking.seal_or_report()


@job(name="audit.bind_versions", every="*/5 * * * *")
def bind_versions() -> None:
    binding.bind_versions()


@job(name="audit.check", every="10 4 * * *")
def check() -> None:
    checking.check_history()
