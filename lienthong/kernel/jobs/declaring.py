"""How a room says what it does in the background, and hands it over."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate import App, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job as QueuedJob
from procrastinate.retry import BaseRetryStrategy
from procrastinate.tasks import Task

Id = int | str | UUID
_LONGEST_WAIT = 300  # seconds
_DEATHS_FORGIVEN = 10
_WITH_SECONDS = 6  # fields of a cron line
_HASH = re.compile(r"[0-9a-f]{32,64}")


class GiveUp(Exception):
    """Raised by a job that no further attempt can help."""


class NotAnId(TypeError):
    """A job or an event was given something that says more than an identifier."""


@dataclass(frozen=True)
class Patience(BaseRetryStrategy):
    """Try again after 1, 2, 4 … 300 seconds, so many times in all."""

    attempts: int

    def ends_with(self, error: BaseException, earlier_attempts: int) -> bool:
        return isinstance(error, GiveUp) or earlier_attempts + 1 >= self.attempts

    def get_retry_decision(
        self, *, exception: BaseException, job: QueuedJob
    ) -> RetryDecision | None:
        if self.ends_with(exception, job.attempts):
            return None
        return RetryDecision(retry_in={"seconds": min(2**job.attempts, _LONGEST_WAIT)})


@dataclass(frozen=True)
class Job:
    """Something done in the background; calling it does it here and now."""

    name: str
    function: Callable[..., None]
    task: Task[..., None, ...]

    def __call__(self, **ids: Any) -> None:
        self.function(**ids)


continual: list[Job] = []  # those that come every few seconds: they are always due


def job(
    *,
    name: str,
    attempts: int = 10,
    every: str = "",
    on_give_up: Callable[..., None] | None = None,
    priority: int = 0,
) -> Callable[[Callable[..., None]], Job]:
    """Declare a job; `every` is a cron line in local time, `on_give_up` gets the ids when the last try failed.

    A job may be interrupted anywhere and done again: it is written to be repeatable.
    """
    patience = Patience(attempts)

    def declare(function: Callable[..., None]) -> Job:
        def run(context: JobContext, /, **ids: Any) -> None:
            if every:
                ids.pop("timestamp", None)
            try:
                if context.job.attempts >= attempts + _DEATHS_FORGIVEN:
                    raise GiveUp(f"{name} has killed its worker again and again")
                function(**ids)
            except Exception as error:
                if on_give_up and patience.ends_with(error, context.job.attempts):
                    on_give_up(**ids)
                raise

        task = app.task(name=name, pass_context=True, retry=patience, priority=priority)(run)
        declared = Job(name, function, task)
        if every:
            _repeat(declared, every)
        return declared

    return declare


def _repeat(declared: Job, every: str) -> None:
    """Hand a job over by a cron line; while it still waits it is not handed over again."""
    periodic = app.periodic(cron=every, queueing_lock=declared.name)
    periodic(cast(Task[..., None, [int]], declared.task))
    if len(every.split()) == _WITH_SECONDS:
        continual.append(declared)


def keep_local_hours(ready: App) -> None:
    """Read each cron line by the clock of the offices; left alone, the library reads it as UTC."""
    now = timezone.localtime(timezone=timezone.get_default_timezone())
    for planned in ready.periodic_registry.periodic_tasks.values():
        # Moments that come later without a zone are taken in the zone of this one.
        planned.croniter.set_current(now)


def defer(
    what: Job | str,
    *,
    lock: str | None = None,
    once: str | None = None,
    at: datetime | None = None,
    **ids: Id | list[Id],
) -> int | None:
    """Hand a job over inside the caller's transaction: rolled back with it, seen with its commit.

    Jobs of one `lock` run one after the other. While a job of one `once` waits, further ones are
    not added (None is answered): only for work that looks at everything there is to do.
    Actions name the job ("documents.seal"): its declaration calls them, so they cannot import it.
    """
    refuse_all_but_ids(ids)
    waiting = _task(what).configure(lock=lock, queueing_lock=once, schedule_at=at)
    arguments = {name: _plain(value) for name, value in ids.items()}
    if once is None:
        return waiting.defer(**arguments)
    try:
        with transaction.atomic():
            return waiting.defer(**arguments)
    except AlreadyEnqueued:
        return None


def _task(what: Job | str) -> Task[..., None, ...]:
    if isinstance(what, Job):
        return what.task
    if what not in app.tasks:
        raise LookupError(f"No room declares a job {what}")
    return app.tasks[what]


def refuse_all_but_ids(arguments: dict[str, Any]) -> None:
    """Queues are read by operators: only `…_id` and `…_ids` travel, as numbers or hashes."""
    for name, value in arguments.items():
        values = value if name.endswith("_ids") and isinstance(value, list | tuple) else [value]
        if not name.endswith(("_id", "_ids")) or not all(map(_is_id, values)):
            raise NotAnId(f"{name} is not an identifier")


def _is_id(value: Any) -> bool:
    if isinstance(value, str):
        return bool(_HASH.fullmatch(value.replace("-", "")))
    return isinstance(value, int | UUID) and not isinstance(value, bool)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, UUID) else value
