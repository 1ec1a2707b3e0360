import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer

from lienthong.kernel.jobs.public import NotAnId, defer, queued_jobs, run_jobs
from lienthong.kernel.jobs.tests import declared

pytestmark = pytest.mark.django_db


class RuleBroken(Exception):
    pass


@pytest.fixture(autouse=True)
def _nothing_done_yet():
    declared.done.clear()
    declared.given_up.clear()


def test_what_was_handed_over_is_done_once_in_order():
    for number in (1, 2, 3):
        defer(declared.note, thing_id=number)

    assert run_jobs() == 3
    assert declared.done == [1, 2, 3]
    assert run_jobs() == 0


def test_a_job_handed_over_in_a_action_that_fails_never_happens():
    @transaction.atomic
    def action():
        defer(declared.note, thing_id=1)
        raise RuleBroken

    with pytest.raises(RuleBroken):
        action()

    assert run_jobs() == 0


@pytest.mark.parametrize(
    "ids",
    [
        {"thing_id": 7},
        {"thing_id": uuid.uuid4()},
        {"thing_id": "a" * 64},
        {"thing_ids": [1, 2, 3]},
    ],
)
def test_a_job_carries_identifiers(ids):
    assert defer(declared.note, **ids)


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "Nguyễn Văn An"},
        {"name_id": "Nguyễn Văn An"},
        {"thing": 7},
        {"thing_id": True},
        {"thing_id": [1, 2]},
        {"thing_ids": ["An"]},
        {"thing_id": {"name": "An"}},
        {"born_on": "1970-01-01"},
    ],
)
def test_a_job_is_refused_anything_personal(arguments):
    with pytest.raises(NotAnId):
        defer(declared.note, **arguments)

    assert queued_jobs() == []


def test_a_waiting_once_only_job_is_not_added_twice_and_the_action_goes_on():
    with transaction.atomic():
        assert defer(declared.note, once="sweep", thing_id=1)
        assert defer(declared.note, once="sweep", thing_id=2) is None
        assert defer(declared.note, thing_id=3)

    run_jobs()
    assert declared.done == [1, 3]


def test_a_job_for_later_waits():
    defer(declared.note, at=timezone.now() + timedelta(hours=1), thing_id=1)

    assert run_jobs() == 0


def test_a_failing_job_does_not_stop_the_others_and_is_tried_again_later():
    defer(declared.fail, thing_id=1)
    defer(declared.note, thing_id=2)

    with pytest.raises(OSError, match="out of document"):
        run_jobs()

    assert declared.done == [2]
    (waiting,) = queued_jobs()
    assert waiting.attempts == 1
    assert waiting.scheduled_at > timezone.now()
    assert declared.given_up == []


def test_a_job_that_failed_for_the_last_time_says_so_and_stays_visible():
    defer(declared.hopeless, thing_id=5)

    with pytest.raises(Exception, match="no printer"):
        run_jobs()

    assert declared.given_up == [5]
    assert [failed.ids for failed in queued_jobs(status="failed")] == [{"thing_id": 5}]


def test_patience_grows_and_ends():
    strategy = app.tasks["tests.fail"].retry_strategy

    assert not strategy.ends_with(OSError(), 0)
    assert strategy.ends_with(OSError(), 1)


def test_a_periodic_job_has_its_hour_and_may_be_called_at_once():
    assert ("tests.clean", "") in app.periodic_registry.periodic_tasks

    declared.clean()
    app.tasks["tests.clean"].defer(timestamp=1)
    run_jobs()

    assert declared.done == ["clean", "clean"]


def moments_of(name, day):
    """When a job is handed over on a day, by the clock of the offices."""
    planner = PeriodicDeferrer(app.periodic_registry)
    begin = timezone.make_aware(datetime.combine(day, time.min))
    planned = app.periodic_registry.periodic_tasks[name, ""]
    seconds = planner.get_timestamps(
        planned, since=begin.timestamp() - 1, until=begin.timestamp() + 24 * 3600 - 1
    )
    return [timezone.localtime(datetime.fromtimestamp(one, UTC)) for one in seconds]


# "07:00" in a cron line is seven in the morning in Hà Nội, when offices open.
@pytest.mark.parametrize(
    ("name", "hour", "minute"),
    [("procedures.remind_of_deadlines", 7, 0), ("people.forget_old_attempts", 2, 17)],
)
def test_a_job_of_the_day_comes_at_its_hour_in_the_offices(name, hour, minute):
    (moment,) = moments_of(name, date(2026, 12, 10))

    assert (moment.date(), moment.hour, moment.minute) == (date(2026, 12, 10), hour, minute)


def test_every_job_of_the_night_is_over_before_the_offices_open():
    lines = {
        name: planned.cron.split()
        for (name, _), planned in app.periodic_registry.periodic_tasks.items()
        if not name.startswith(("tests.", "builtin"))
    }
    once_a_day = [name for name, line in lines.items() if line[1].isdigit()]

    assert once_a_day
    for name in once_a_day:
        assert [one.hour for one in moments_of(name, date(2026, 12, 10)) if one.hour > 7] == []


def test_a_job_called_directly_is_done_here_and_now():
    declared.note(thing_id=9)

    assert declared.done == [9]


def test_a_action_names_the_job_it_hands_over():
    defer("tests.note", thing_id=4)
    run_jobs()

    assert declared.done == [4]
    with pytest.raises(LookupError, match=r"tests\.nothing"):
        defer("tests.nothing", thing_id=4)
