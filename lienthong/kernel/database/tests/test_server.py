"""The installation's own server, run for real in a directory of the test."""

import os
import signal
import threading
from pathlib import Path

import psycopg
import pytest

from lienthong.kernel.database.programs import Owner
from lienthong.kernel.database.public import Server, ServerTrouble

from .waiting import until

pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="the tests run on a server of somebody else"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("installation"))
    server.start()
    yield server
    server.remove()
    assert not server.home.exists()


def postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def setting(server: Server, name: str) -> str:
    with server.connect() as connection:
        return connection.execute(f"SHOW {name}").fetchone()[0]


def test_the_server_is_safe_and_private(server):
    assert setting(server, "fsync") == "on"
    assert setting(server, "data_checksums") == "on"
    assert setting(server, "jit") == "off"
    assert setting(server, "listen_addresses") == ""
    assert server.socket_dir.stat().st_mode & 0o777 == 0o700
    assert server.data.stat().st_mode & 0o777 == 0o700


def test_no_word_of_a_statement_stands_in_the_log(server):
    written = server.log.stat().st_size
    with server.connect() as connection:
        for broken in ("SELECT 'mat-nguyen-van-an'::int", "SELECT 'mat-le-thi-binh' FROM nothing"):
            with pytest.raises(psycopg.Error):
                connection.execute(broken)
        connection.execute("SELECT pg_sleep(2.1), 'mat-tran-van-cuong'")
    said = server.log.read_text(encoding="utf-8", errors="replace")

    assert written
    assert "mat-" not in said


def test_starting_twice_starts_one_server(server):
    before = postmaster(server)
    starters = [threading.Thread(target=server.start) for _ in range(4)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()

    assert postmaster(server) == before


def test_what_was_acknowledged_survives_the_death_of_the_server(server):
    with server.connect() as connection:
        connection.execute("CREATE TABLE facts (id int PRIMARY KEY)")
    acknowledged = []

    def write() -> None:
        with server.connect() as connection:
            for number in range(100_000):
                connection.execute("INSERT INTO facts VALUES (%s)", [number])
                acknowledged.append(number)

    def write_until_cut_off() -> None:
        with pytest.raises(psycopg.OperationalError):
            write()

    writer = threading.Thread(target=write_until_cut_off)
    writer.start()
    until(lambda: acknowledged, "something has been acknowledged")
    os.kill(postmaster(server), signal.SIGKILL)
    writer.join()

    assert not server.is_alive()
    server.start()

    assert acknowledged
    with server.connect() as connection:
        kept = {row[0] for row in connection.execute("SELECT id FROM facts")}
    assert kept >= set(acknowledged)


def test_a_pid_file_left_by_a_crash_of_the_machine_does_not_stop_the_start(server):
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    server.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")  # our own number now
    os.chown(pid_file, server.owner.uid, server.owner.gid)

    assert not server.is_alive()
    server.start()

    assert server.is_alive()


def test_a_long_directory_name_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)

    first, second = Server(deep), Server(deep)
    first.home = second.home = deep / "postgres"

    assert len(str(first.socket_dir)) < 85
    assert first.socket_dir == second.socket_dir


def test_another_systems_users_get_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.platform", "win32")

    with pytest.raises(ServerTrouble, match="DATABASE_URL"):
        Server(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down")
def test_root_leaves_the_server_to_an_unprivileged_user(server):
    assert server.owner == Owner.unprivileged()
    assert server.home.parent in (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))
    assert Path(f"/proc/{postmaster(server)}").stat().st_uid == server.owner.uid
