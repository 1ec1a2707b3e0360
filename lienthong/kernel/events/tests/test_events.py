from dataclasses import dataclass

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from lienthong.kernel.events import actions, hearing
from lienthong.kernel.events.models import Delivery, OutboxEntry
from lienthong.kernel.events.public import announce, current_trace, on, tracing
from lienthong.kernel.events.queries import undelivered
from lienthong.kernel.jobs.public import NotAnId, queued_jobs, run_jobs

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class KettleBoiled:
    kettle_id: int
    cup_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class NobodyCares:
    kettle_id: int


@dataclass(frozen=True)
class NameTold:
    name: str


@dataclass
class Changing:
    kettle_id: int


heard = []
broken = []


@on(KettleBoiled)
def pour_tea(event: KettleBoiled) -> None:
    if "tea" in broken:
        raise OSError("no tea for Nguyễn Văn An")
    heard.append(("tea", event, current_trace()))


@on(KettleBoiled)
def fill_bottle(event: KettleBoiled) -> None:
    # Any row will do to see what is rolled back with a reaction.
    ContentType.objects.create(app_label="bottle", model=str(event.kettle_id))
    heard.append(("bottle", event, current_trace()))
    if "bottle" in broken:
        raise OSError("the bottle leaks")


@pytest.fixture(autouse=True)
def _quiet_kitchen():
    heard.clear()
    broken.clear()


def run_and_expect_failure():
    with pytest.raises(actions.Undelivered):
        run_jobs()


def fills():
    return ContentType.objects.filter(app_label="bottle").count()


def relay_now():
    (entry,) = OutboxEntry.objects.all()
    actions.relay(entry.pk)


def test_everybody_who_listens_hears_an_event_once():
    announce(KettleBoiled(7, (1, 2)))
    assert heard == []

    run_jobs()
    relay_now()

    assert heard == [("tea", KettleBoiled(7, (1, 2)), ""), ("bottle", KettleBoiled(7, (1, 2)), "")]
    assert Delivery.objects.filter(delivered_at__isnull=False).count() == 2


def test_an_event_of_a_action_that_fails_never_happened():
    @transaction.atomic
    def action():
        announce(KettleBoiled(7))
        raise KeyError

    with pytest.raises(KeyError):
        action()

    assert run_jobs() == 0
    assert not OutboxEntry.objects.exists()


def test_one_failing_reaction_does_not_stop_the_others_and_is_tried_again():
    broken.append("tea")
    announce(KettleBoiled(7))
    run_and_expect_failure()
    assert [name for name, *_ in heard] == ["bottle"]

    broken.clear()
    relay_now()

    assert [name for name, *_ in heard] == ["bottle", "tea"]
    assert not undelivered().exists()


def test_a_failed_reaction_leaves_no_effect_behind():
    broken.append("bottle")
    announce(KettleBoiled(7))
    run_and_expect_failure()
    assert fills() == 0

    broken.clear()
    relay_now()
    assert fills() == 1


def test_a_failure_is_visible_without_the_words_of_the_error():
    broken.append("tea")
    announce(KettleBoiled(7))
    run_and_expect_failure()

    (failure,) = undelivered()
    assert failure.handler.endswith("pour_tea")
    assert failure.failures == 1
    assert failure.last_error.startswith("OSError in test_events.py:")
    assert "An" not in failure.last_error
    assert [job.name for job in queued_jobs()] == ["events.relay"]


def test_what_was_given_up_is_kept_and_can_be_relayed_again():
    broken.append("tea")
    announce(KettleBoiled(7))
    run_and_expect_failure()
    actions.give_up(OutboxEntry.objects.get().pk)

    broken.clear()
    assert actions.relay_again() == 1
    run_jobs()

    assert "tea" in [name for name, *_ in heard]
    assert OutboxEntry.objects.get().given_up_at is None


def test_an_event_nobody_hears_is_kept_for_the_record_only():
    announce(NobodyCares(7))

    assert queued_jobs() == []
    assert OutboxEntry.objects.get().relayed_at


def test_the_trace_of_the_request_reaches_the_reactions():
    with tracing("abc123"):
        announce(KettleBoiled(7))
    run_jobs()

    assert {trace for _, _, trace in heard} == {"abc123"}
    assert current_trace() == ""


@pytest.mark.parametrize(
    ("event", "refusal"),
    [
        (NameTold("An"), NotAnId),
        (Changing(7), TypeError),
        (KettleBoiled("An"), NotAnId),
        ({"kettle_id": 7}, TypeError),
    ],
)
def test_an_event_that_says_more_than_identifiers_is_refused(event, refusal):
    with pytest.raises(refusal):
        announce(event)


def test_a_reaction_has_one_name():
    def twice(event):
        pass

    other = type(twice)(twice.__code__, {})
    other.__module__, other.__qualname__ = twice.__module__, twice.__qualname__
    on(NobodyCares)(twice)
    try:
        on(NobodyCares)(twice)
        with pytest.raises(ValueError, match="registered twice"):
            on(NobodyCares)(other)
    finally:
        hearing._heard.pop("tests.NobodyCares")


def test_old_events_are_forgotten_and_unheard_failures_are_not():
    long_ago = timezone.now() - 2 * actions._KEPT
    OutboxEntry.objects.create(event="a.B", ids={}, announced_at=long_ago, relayed_at=long_ago)
    kept = OutboxEntry.objects.create(event="a.B", ids={}, announced_at=long_ago)

    actions.forget_old()

    assert list(OutboxEntry.objects.all()) == [kept]
