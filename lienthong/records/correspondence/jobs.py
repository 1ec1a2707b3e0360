from lienthong.kernel.jobs.public import job

from .actions import reminding


@job(name="correspondence.deliver_reminder", on_give_up=None)
def deliver_reminder(reminder_id: int) -> None:
    reminding.deliver_reminder(reminder_id)
