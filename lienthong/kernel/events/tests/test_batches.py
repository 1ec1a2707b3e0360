"""Events that come by the thousand are heard many together."""

from dataclasses import dataclass

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from lienthong.kernel.events import hearing
from lienthong.kernel.events.models import OutboxEntry
from lienthong.kernel.events.public import announce, in_batches, on, unheard_since
from lienthong.kernel.jobs.public import queued_jobs, run_jobs

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class DropFell:
    drop_id: int


batches = []
broken = []


@pytest.fixture(autouse=True)
def _a_gauge(monkeypatch):
    for kept in ("_heard", "_heard_in_batches", "_classes"):
        monkeypatch.setattr(hearing, kept, dict(getattr(hearing, kept)))
    batches.clear()
    broken.clear()

    @in_batches(DropFell)
    def measure(events: list[DropFell]) -> None:
        # Any row will do to see what is rolled back with a reaction.
        ContentType.objects.create(app_label="gauge", model=str(len(events)))
        if broken:
            raise OSError("the gauge leaks")
        batches.append([event.drop_id for event in events])


def test_announcing_costs_one_statement_and_no_job(django_assert_num_queries):
    with django_assert_num_queries(1):
        announce(DropFell(1), DropFell(2))

    assert queued_jobs() == []


def test_all_that_waits_is_heard_together_and_leaves_no_row():
    for drop in range(3):
        announce(DropFell(drop))
    run_jobs()
    run_jobs()

    assert batches == [[0, 1, 2]]
    assert not OutboxEntry.objects.exists()


def test_a_batch_that_fails_is_heard_again_whole():
    announce(DropFell(1), DropFell(2))
    broken.append("gauge")
    with pytest.raises(OSError, match="leaks"), transaction.atomic():
        run_jobs()
    assert not ContentType.objects.filter(app_label="gauge").exists()

    broken.clear()
    run_jobs()

    assert batches == [[1, 2]]


def test_it_is_known_since_when_something_waits():
    assert unheard_since(DropFell) is None
    before = timezone.now()
    announce(DropFell(1))
    announce(DropFell(2))

    first = OutboxEntry.objects.earliest("id").announced_at
    assert unheard_since(DropFell) == first >= before
    run_jobs()
    assert unheard_since(DropFell) is None


def test_an_event_has_one_reaction_that_hears_it_in_batches():
    with pytest.raises(ValueError, match="heard already"):
        in_batches(DropFell)(lambda events: None)


def test_what_is_heard_one_by_one_is_not_heard_in_batches():
    @dataclass(frozen=True)
    class BellRang:
        bell_id: int

    on(BellRang)(lambda event: None)
    with pytest.raises(ValueError, match="heard already"):
        in_batches(BellRang)(lambda events: None)
