"""The worker is a process of its own, killed and stopped as processes are."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection, connections

from lienthong.kernel.jobs.public import defer, queued_jobs
from lienthong.kernel.jobs.tests import declared

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 40  # seconds, on a machine that is busy with other things


@pytest.fixture
def start_worker(tmp_path):
    started = []

    def start(**environment):
        name = connection.settings_dict["NAME"]
        process = subprocess.Popen(
            [sys.executable, "-m", "lienthong.kernel.jobs.tests.worker_process", name],
            env={**os.environ, "JOB_MARKS": str(tmp_path), **environment},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def eventually(is_so):
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def test_a_job_whose_worker_is_killed_is_done_by_the_next_worker(start_worker, tmp_path):
    defer(declared.sleep_first, thing_id=1)
    victim = start_worker()
    assert eventually((tmp_path / "1.started").exists)

    victim.kill()
    start_worker()

    assert eventually((tmp_path / "1.done").exists)
    assert eventually(lambda: not queued_jobs(status="doing"))


def test_a_job_of_a_living_worker_is_left_alone(start_worker, tmp_path):
    defer(declared.sleep_first, thing_id=1)
    start_worker(JOB_SLEEP="7")
    assert eventually((tmp_path / "1.started").exists)

    start_worker()
    time.sleep(5)

    assert not (tmp_path / "1.done").exists()
    assert [job.attempts for job in queued_jobs(status="doing")] == [0]


def test_a_worker_asked_to_stop_finishes_what_it_does(start_worker, tmp_path):
    defer(declared.sleep_first, thing_id=1)
    worker = start_worker(JOB_SLEEP="3")
    assert eventually((tmp_path / "1.started").exists)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=PATIENCE) == 0
    assert (tmp_path / "1.done").exists()


def test_a_worker_whose_connections_are_cut_comes_back(start_worker, tmp_path):
    worker = start_worker(JOB_SLEEP="0")
    defer(declared.sleep_first, thing_id=1)
    assert eventually((tmp_path / "1.done").exists)

    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    defer(declared.sleep_first, thing_id=2)

    assert eventually((tmp_path / "2.done").exists)
    assert worker.poll() is None
