from lienthong.kernel.jobs.public import job

from . import counting


@job(name="audiences.count_new_boards", every="* * * * * */5")
def count_new_boards() -> None:
    counting.count_new_boards()
