"""What is kept of forms is not kept for ever."""

import datetime as dt

from django.core.cache import caches
from django.utils import timezone

from lienthong.kernel.jobs.public import job

from .cache_store import JsonCache
from .kept import KEPT_FOR as INPUT_KEPT_FOR
from .models import ActionOutcome, AwaitedReturn, KeptInput

KEPT_FOR = dt.timedelta(days=7)  # a phone may come back with an unsent form after days


@job(name="web.forget_old_answers", every="15 3 * * *")
def forget_old_answers() -> None:
    ActionOutcome.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()


@job(name="web.forget_kept_input", every="25 * * * *")
def forget_kept_input() -> None:
    KeptInput.objects.filter(kept_at__lt=timezone.now() - INPUT_KEPT_FOR).delete()


@job(name="web.forget_awaited_returns", every="35 3 * * *")
def forget_awaited_returns() -> None:
    AwaitedReturn.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()


@job(name="web.forget_expired_counters", every="45 * * * *")
def forget_expired_counters() -> None:
    for cache in caches.all():
        if isinstance(cache, JsonCache):
            cache.forget_expired()
