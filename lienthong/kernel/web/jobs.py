"""Answers kept for repeated requests are not kept for ever."""

import datetime as dt

from django.utils import timezone

from lienthong.kernel.jobs.public import job

from .models import ActionOutcome

KEPT_FOR = dt.timedelta(days=7)  # a phone may come back with an unsent form after days


@job(name="web.forget_old_answers", every="15 3 * * *")
def forget_old_answers() -> None:
    ActionOutcome.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
