"""The configuration of the installation's own server, written anew at each start."""

import os
from pathlib import Path

MEBIBYTE = 1024 * 1024


def files(socket_dir: Path, *, caller: str, owner: str) -> dict[str, str]:
    names = dict.fromkeys((owner, caller, "root"))
    return {
        "postgresql.conf": settings(socket_dir),
        "pg_hba.conf": "local all all peer map=lienthong\n",
        "pg_ident.conf": "".join(f'lienthong "{name}" lienthong\n' for name in names),
    }


def settings(socket_dir: Path) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    shared = max(128, min(1024, memory // 16))
    directory = str(socket_dir).replace("'", "''")
    return f"""\
# Written by Liên Thông at each start; changes made here are lost.
listen_addresses = ''
unix_socket_directories = '{directory}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = {shared}MB
effective_cache_size = {max(512, memory // 2)}MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
wal_compression = on
random_page_cost = 1.1
fsync = on
full_page_writes = on
synchronous_commit = on
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, dmy'
default_text_search_config = 'pg_catalog.simple'
lc_messages = 'C'
# A statement that fails or is slow is not written down: it holds words, names and contents.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
idle_in_transaction_session_timeout = '10min'
"""
