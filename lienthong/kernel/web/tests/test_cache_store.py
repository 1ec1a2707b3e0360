"""The cache keeps what can be written as JSON, for its time, and takes nothing else from its table."""

import base64
import pickle

import pytest
from django.core.cache import cache
from django.db import connection

from lienthong.kernel.web.jobs import forget_expired_counters

pytestmark = pytest.mark.django_db
RAN = []


def ran() -> None:
    RAN.append(True)


class Planted:
    def __reduce__(self):
        return ran, ()


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM web_cache")
        return cursor.fetchone()[0]


def test_a_value_is_found_until_it_is_deleted():
    cache.set("counted", [1.5, 2.5])

    assert cache.get("counted") == [1.5, 2.5]
    assert cache.delete("counted")
    assert cache.get("counted", 0) == 0
    assert not cache.delete("counted")


def test_what_is_there_is_not_added_again_but_where_it_has_expired():
    assert cache.add("lock", True)
    assert not cache.add("lock", False)
    assert cache.get("lock") is True

    assert cache.touch("lock", -1)

    assert cache.get("lock") is None
    assert not cache.touch("lock", 10)
    assert cache.add("lock", False)


def test_what_has_expired_is_forgotten_by_a_job():
    cache.set("old", 1, timeout=-1)
    cache.set("for-ever", 1, timeout=None)

    forget_expired_counters()

    assert rows() == 1
    cache.clear()
    assert rows() == 0


def test_a_program_planted_in_the_table_does_not_run():
    cache.set("counted", 1)
    planted = base64.b64encode(pickle.dumps(Planted())).decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE web_cache SET value = %s", [planted])

    assert cache.get("counted", 7) == 7
    assert not RAN
