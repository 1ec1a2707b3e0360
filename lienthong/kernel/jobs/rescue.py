"""Finding the jobs of dead workers.

A living worker holds an advisory lock on its number. The server drops the lock with the
connection, so the death of a process is known at once and never guessed from a slow machine.
"""

from psycopg import AsyncConnection

LIVENESS = 0x4C54  # the class of our advisory locks, so that no other use of them meets ours
# A worker is registered a moment before it holds its lock.
_GRACE_SECONDS = 3

_RESCUE = """
    WITH living AS (
        SELECT objid::bigint AS id FROM pg_locks
        WHERE locktype = 'advisory' AND classid = %(liveness)s AND objsubid = 2 AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        UNION ALL
        SELECT id FROM procrastinate_workers
        WHERE last_heartbeat > now() - make_interval(secs => %(grace)s)
    ), orphaned AS (
        SELECT id FROM procrastinate_jobs
        WHERE status = 'doing'
            AND (worker_id IS NULL OR worker_id NOT IN (SELECT id FROM living))
        FOR UPDATE SKIP LOCKED
    )
    SELECT id, procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM orphaned
"""


async def prove_alive(connection: AsyncConnection, worker_id: int) -> None:
    await connection.execute("SELECT pg_advisory_lock(%s, %s)", [LIVENESS, worker_id])


async def rescue_orphaned_jobs(connection: AsyncConnection) -> list[int]:
    """Put the jobs of dead workers back into the queue; their numbers are answered."""
    found = await connection.execute(_RESCUE, {"liveness": LIVENESS, "grace": _GRACE_SECONDS})
    return [row[0] for row in await found.fetchall()]
