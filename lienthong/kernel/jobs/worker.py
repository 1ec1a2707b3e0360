"""The worker process: does what was handed over, outlives a restart of the database."""

import asyncio
import contextlib
import logging
import os
import signal

import psycopg
from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from lienthong.kernel.database.public import ServerTrouble
from lienthong.kernel.jobs.rescue import prove_alive, rescue_orphaned_jobs

logger = logging.getLogger(__name__)

_TROUBLE = (psycopg.Error, ConnectorException, ServerTrouble, OSError)
_PATIENCE = 3.0  # seconds to wait for a connection of the pool
_BEAT = 1.0  # seconds between two looks for orphaned jobs, and between two tries to connect


def work(*, concurrency: int) -> None:
    """Do jobs until SIGTERM or SIGINT; the running ones are finished, a second signal is final."""
    asyncio.run(_work(concurrency))


async def _work(concurrency: int) -> None:
    stop = _stop_event()
    while not stop.is_set():
        try:
            await _work_while_connected(stop, concurrency)
        except _TROUBLE as trouble:
            logger.warning("The database is away (%s); trying again.", type(trouble).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _BEAT)


def _stop_event() -> asyncio.Event:
    stop = asyncio.Event()

    def on_signal() -> None:
        if stop.is_set():
            os._exit(1)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, on_signal)
    return stop


async def _work_while_connected(stop: asyncio.Event, concurrency: int) -> None:
    # Periodic jobs are handed over by Django's own connection, which may have died meanwhile.
    await sync_to_async(connections.close_all)()
    parameters = connector_params()
    connector = PsycopgConnector(kwargs=parameters, min_size=1, max_size=4, timeout=_PATIENCE)
    background = app.with_connector(connector)
    # The plain connection first: it fails at once where the pool would try for a long time.
    async with (
        await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as connection,
        background.open_async(),
    ):
        worker = _worker(background, concurrency)
        running = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]  # library
        watch = asyncio.create_task(_keep_watch(worker, connection))
        others = [watch, asyncio.create_task(stop.wait())]
        try:
            await asyncio.wait({running, *others}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            worker.stop()  # type: ignore[no-untyped-call]  # library
            await asyncio.gather(running, return_exceptions=True)
            for other in others:
                other.cancel()
            await asyncio.gather(*others, return_exceptions=True)
    for task in (running, *others):
        if not task.cancelled() and (trouble := task.exception()):
            raise trouble


def _worker(background: App, concurrency: int) -> Worker:
    return Worker(
        app=background,
        concurrency=concurrency,
        install_signal_handlers=False,
        fetch_job_polling_interval=2.0,
        update_heartbeat_interval=_BEAT,
        # Death is known from the advisory lock; this only clears away the names of the dead.
        stalled_worker_timeout=3600.0,
        delete_jobs="successful",
        task_middleware=[close_db_connections],
    )


async def _keep_watch(worker: Worker, connection: psycopg.AsyncConnection) -> None:
    proven: int | None = None
    while True:
        if worker.worker_id is not None and worker.worker_id != proven:
            proven = worker.worker_id
            await prove_alive(connection, proven)
        for job_id in await rescue_orphaned_jobs(connection):
            logger.warning("Job %s of a dead worker is done again.", job_id)
        # Until it is registered it cannot be proven alive: that comes before its first long job.
        await asyncio.sleep(_BEAT if proven else _BEAT / 20)
