from lienthong.kernel.jobs.public import job

from . import actions


@job(name="mail.send_daily_mails", every="*/10 6-12 * * *")
def send_daily_mails() -> None:
    actions.send_daily_mails()
