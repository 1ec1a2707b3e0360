"""The worker is a process of its own, killed and stopped as processes are."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from lienthong.kernel.database.tests.waiting import until
from lienthong.kernel.jobs.public import defer, queued_jobs
from lienthong.kernel.jobs.rescue import LIVENESS
from lienthong.kernel.jobs.tests import declared

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start_worker(tmp_path):
    started = []

    def start():
        name = connection.settings_dict["NAME"]
        process = subprocess.Popen(
            [sys.executable, "-m", "lienthong.kernel.jobs.tests.worker_process", name],
            env={**os.environ, "JOB_MARKS": str(tmp_path)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def doing():
    """The jobs of ours that are being done, and how often each was tried before."""
    ours = [job for job in queued_jobs(status="doing") if job.name == "tests.wait_first"]
    return {job.ids["thing_id"]: job.attempts for job in ours}


def test_a_job_whose_worker_is_killed_is_done_by_the_next_worker(start_worker, tmp_path):
    defer(declared.wait_first, thing_id=1)
    victim = start_worker()
    until((tmp_path / "1.started").exists, "the job has begun")

    victim.kill()
    start_worker()

    until((tmp_path / "1.done").exists, "the job is done")
    until(lambda: not doing(), "nothing is being done")


def test_a_job_of_a_worker_that_lives_but_hardly_moves_is_left_alone(start_worker, tmp_path):
    defer(declared.wait_first, thing_id=1)
    slow = start_worker()
    until((tmp_path / "1.started").exists, "the job has begun")

    # Only in this database: the tests that run beside this one have workers of their own.
    proven = """
        SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE locktype = 'advisory' AND classid = %s AND granted AND datname = current_database()
    """
    until(lambda: sql(proven, LIVENESS), "it has proven that it lives")
    slow.send_signal(signal.SIGSTOP)
    sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    (tmp_path / "2.released").touch()
    defer(declared.wait_first, thing_id=2)
    sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE args->>'thing_id' = '2'")
    start_worker()
    until((tmp_path / "2.done").exists, "a job that no worker does has been found")

    assert not (tmp_path / "1.done").exists()
    assert doing()[1] == 0


def test_a_worker_asked_to_stop_finishes_what_it_does(start_worker, tmp_path):
    defer(declared.wait_first, thing_id=1)
    worker = start_worker()
    until((tmp_path / "1.started").exists, "the job has begun")

    worker.send_signal(signal.SIGTERM)
    (tmp_path / "1.released").touch()

    assert worker.wait() == 0
    assert (tmp_path / "1.done").exists()


def test_a_worker_whose_connections_are_cut_comes_back(start_worker, tmp_path):
    for thing_id in (1, 2):
        (tmp_path / f"{thing_id}.released").touch()
    worker = start_worker()
    defer(declared.wait_first, thing_id=1)
    until((tmp_path / "1.done").exists, "the job is done")

    sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    defer(declared.wait_first, thing_id=2)

    until((tmp_path / "2.done").exists, "the next job is done")
    assert worker.poll() is None
