import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.db import connection, transaction
from django.utils import timezone

from lienthong.kernel.people import attempts
from lienthong.kernel.people.attempts import (
    PATIENCE,
    PATIENCE_WHEN_BUSY,
    PATIENCE_WITH_ADDRESS,
    PATIENCE_WITH_NAME,
    Locked,
    begin_attempt,
    forget_old_attempts,
)
from lienthong.kernel.people.models import FailedAttempt

HERE, ELSEWHERE, DEVICE = "10.0.0.7", "10.9.9.9", "number-of-a-browser"
KINDS = FailedAttempt.Kind
PASSWORD = KINDS.PASSWORD


def fail(times, kind=PASSWORD, name="an", address=HERE, **more):
    for _attempt in range(times):
        begin_attempt(kind, name, address, **more)


def age(minutes):
    FailedAttempt.objects.update(at=timezone.now() - timedelta(minutes=minutes))


def is_locked(kind=PASSWORD, name="an", address=HERE, **more):
    try:
        begin_attempt(kind, name, address, **more)
    except Locked:
        return True
    return False


@pytest.mark.parametrize(("failures", "locked"), [(4, False), (5, True)])
def test_five_failures_lock_a_name_where_they_happened(db, failures, locked):
    fail(failures)

    assert is_locked() is locked
    assert not is_locked(address=ELSEWHERE)
    assert not is_locked(name="binh")


def test_the_refusal_says_when_to_try_again(db):
    fail(PATIENCE)

    with pytest.raises(Locked) as refusal:
        begin_attempt(PASSWORD, "an", HERE)

    assert timezone.now() < refusal.value.until <= timezone.now() + timedelta(minutes=15)
    said = re.search(r"(\d\d):(\d\d)", refusal.value.sentence)
    until = timezone.localtime(refusal.value.until)
    assert until <= until.replace(
        hour=int(said[1]), minute=int(said[2]), second=0, microsecond=0
    ) or (said[0] == "00:00")


def waits(monkeypatch, failures, **more):
    """How many minutes the next attempt waits, after each of so many failures in a row."""
    now, found = timezone.now(), []
    for _failure in range(failures):
        monkeypatch.setattr(attempts.timezone, "now", lambda: now)  # noqa: B023 -- called in this round
        fail(1, **more)
        try:
            with transaction.atomic():
                begin_attempt(PASSWORD, "an", more.get("address", HERE))
                transaction.set_rollback(True)
            found.append(0)
        except Locked as locked:
            found.append((locked.until - now).total_seconds() / 60)
            now = locked.until
    return found


def test_who_fails_on_waits_twice_as_long_each_time(db, monkeypatch):
    assert waits(monkeypatch, 12) == [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15, 15]


@pytest.mark.parametrize("places", [1, 2, 3, 8])
def test_strangers_guess_a_name_fewer_than_350_times_a_day(db, monkeypatch, places):
    """Each tries again in the very moment its wait ends; nobody tries in vain."""
    start = now = timezone.now()
    free = dict.fromkeys((f"10.1.0.{number}" for number in range(places)), start)
    guesses = 0
    while now < start + timedelta(days=1):
        monkeypatch.setattr(attempts.timezone, "now", lambda: now)  # noqa: B023 -- called in this round
        place = min(free, key=lambda one: free[one])
        try:
            begin_attempt(PASSWORD, "an", place)
            guesses += 1
        except Locked as locked:
            free[place] = locked.until
        now = max(now, min(free.values()))

    assert guesses < 350


def test_a_lock_ends_by_itself_and_refused_attempts_do_not_prolong_it(db):
    fail(PATIENCE)
    assert is_locked()
    assert FailedAttempt.objects.count() == PATIENCE
    age(minutes=16)

    assert not is_locked()


def test_success_forgives_what_failed_here_and_not_what_strangers_tried_elsewhere(db):
    fail(PATIENCE, address=ELSEWHERE)
    fail(PATIENCE - 1)

    begin_attempt(PASSWORD, "an", HERE).succeeded()

    assert FailedAttempt.objects.count() == PATIENCE
    assert is_locked(address=ELSEWHERE)


@pytest.mark.parametrize("kind", [PASSWORD, KINDS.SECOND_FACTOR])
def test_a_name_tried_from_many_addresses_is_closed_to_all_but_known_browsers(db, kind):
    for number in range(PATIENCE_WITH_NAME):
        begin_attempt(kind, "an", f"10.1.0.{number}")

    assert is_locked(kind)
    assert not is_locked(kind, device=DEVICE)
    age(minutes=2)
    assert not is_locked(kind)


def test_one_address_alone_never_closes_a_name_to_others(db):
    for _quarter in range(8):
        while not is_locked(address=ELSEWHERE):
            pass
        for row in FailedAttempt.objects.all():
            row.at -= timedelta(minutes=15)
            row.save()

    assert not is_locked(address=HERE)


def test_nobody_can_keep_a_person_from_using_a_code_handed_over(db):
    for number in range(PATIENCE_WITH_NAME):
        begin_attempt(KINDS.ACCESS_CODE, "an", f"10.1.0.{number}")

    assert not is_locked(KINDS.ACCESS_CODE)


def test_a_known_browser_has_its_own_patience_and_no_more(db):
    fail(PATIENCE)
    fail(PATIENCE, device=DEVICE)

    assert is_locked(device=DEVICE)
    assert not is_locked(device="another")


def test_who_fails_with_many_names_shuts_out_nobody_else_at_the_address(db):
    """Until they waited: sixty wrong names shut a whole office out for a quarter of an hour."""
    for number in range(PATIENCE_WITH_ADDRESS + 20):
        begin_attempt(PASSWORD, f"ten{number}", HERE)

    for name in ("ten-moi", "ten7"):
        assert not is_locked(name=name)
    assert not is_locked(KINDS.ACCESS_CODE, name="ten-moi")
    assert is_locked(name="ten7"), "a third guess with the same name waits"
    assert not is_locked(name="ten7", address=ELSEWHERE)
    assert not is_locked(name="ten7", device=DEVICE)


def test_an_address_that_failed_with_many_names_is_a_place_like_others_after_an_hour(db):
    for number in range(PATIENCE_WITH_ADDRESS):
        begin_attempt(PASSWORD, f"ten{number}", HERE)
    age(minutes=61)
    fail(PATIENCE_WHEN_BUSY + 1)

    assert not is_locked()


def test_the_addresses_of_one_network_count_as_one(db):
    for number in range(PATIENCE):
        begin_attempt(PASSWORD, "an", f"2001:db8:1:2::{number}")

    assert is_locked(address="2001:db8:1:2:ffff::1")
    assert not is_locked(address="2001:db8:1:3::1")


def test_older_addresses_written_as_newer_ones_are_places_of_their_own(db):
    for number in range(PATIENCE):
        begin_attempt(PASSWORD, "an", f"::ffff:10.0.0.{number}")
    fail(PATIENCE, name="binh", address="::ffff:10.0.0.7")

    assert not is_locked(address="::ffff:10.9.9.9")
    assert is_locked(name="binh", address="10.0.0.7")


def test_names_and_places_are_not_written_down(db):
    fail(1, name="nguyen.van.an")
    fail(1, device=DEVICE)

    written = " ".join(map(str, FailedAttempt.objects.values_list()))
    assert not [word for word in ("nguyen.van.an", HERE, DEVICE) if word in written]


def test_old_attempts_are_forgotten(db):
    fail(1)
    age(minutes=91 * 24 * 60)

    assert forget_old_attempts() == 1


@pytest.mark.django_db(transaction=True)
def test_failures_in_another_process_count_here():
    database = project.DATABASES["default"]
    program = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {database['NAME']!r}\n"
        "from lienthong.kernel.people.attempts import begin_attempt\n"
        f"for n in range({PATIENCE}): begin_attempt('password', 'an', {HERE!r})\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True, cwd=project.BASE_DIR)

    assert is_locked()


def tried_at_once(names):
    """How many of the attempts, all at the same moment, were let through."""

    def attempt(name):
        try:
            return is_locked(name=name)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as beside:
        return list(beside.map(attempt, names)).count(False)


@pytest.mark.django_db(transaction=True)
def test_many_attempts_at_once_count_one_after_the_other():
    assert tried_at_once(["an"] * 24) == PATIENCE


@pytest.mark.django_db(transaction=True)
def test_names_tried_at_once_from_a_busy_address_have_two_attempts_each():
    fail_with_many = [f"ten{number}" for number in range(PATIENCE_WITH_ADDRESS)]
    assert tried_at_once(fail_with_many) == PATIENCE_WITH_ADDRESS

    assert tried_at_once(["an", "binh"] * 8) == 4
