"""The house keeps its processes running, and ends them and nothing else."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.processes import House, Process, addresses, free_port
from lienthong.kernel.database.public import ServerTrouble
from lienthong.kernel.database.tests.waiting import until

SLEEP = [sys.executable, "-c", "import time; time.sleep(3600)"]


@pytest.fixture
def process():
    process = Process("sleeper", list(SLEEP), pause=0.05)
    process.tend()
    yield process
    House([process], None).end()


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and " Z " not in status.read_text()


def test_a_dead_process_is_started_again(process):
    first = process.child
    first.kill()
    first.wait()

    process.tend()
    assert process.child is None
    until(lambda: time.monotonic() >= process.due_at, "it is due again")
    process.tend()

    assert process.child.pid != first.pid
    assert process.child.poll() is None


def test_a_process_that_dies_at_once_is_started_ever_more_slowly():
    process = Process("broken", [sys.executable, "-c", "raise SystemExit(1)"], pause=4)
    process.tend()
    process.child.wait()

    before = time.monotonic()
    process.tend()

    assert process.pause == 8
    assert process.due_at >= before + 8


def test_what_a_dead_process_left_behind_is_ended(tmp_path):
    left = tmp_path / "left"
    script = f"import subprocess, sys; p = subprocess.Popen({SLEEP!r}); open({str(left)!r}, 'w').write(str(p.pid))"
    process = Process("parent", [sys.executable, "-c", script])
    process.tend()
    process.child.wait()
    orphan = int(left.read_text())
    assert alive(orphan)

    process.tend()

    until(lambda: not alive(orphan), "what it left behind has ended")


def test_the_end_reaches_its_own_processes_only(process):
    stranger = subprocess.Popen(SLEEP)
    own = process.child.pid

    House([process], None).end()

    assert not alive(own)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs Linux")
def test_processes_end_when_their_keeper_is_killed(tmp_path):
    script = f"""
import time
from config.processes import Process
process = Process("sleeper", {SLEEP!r})
process.tend()
print(process.child.pid, flush=True)
time.sleep(3600)
"""
    keeper = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    child = int(keeper.stdout.readline())
    keeper.kill()
    keeper.wait()

    until(lambda: not alive(child), "the process has ended with its keeper")


def test_the_next_free_ports_are_taken_and_a_wanted_one_is_not_changed():
    first = free_port("127.0.0.1", None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first))
        taken.listen()

        assert free_port("127.0.0.1", None) > first
        with pytest.raises(ServerTrouble, match=str(first)):
            free_port("127.0.0.1", first)


@pytest.mark.parametrize("beside", [1, 2], ids=["window", "live"])
def test_window_and_live_need_the_ports_after_that_of_the_pages(beside):
    first = free_port("127.0.0.1", None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first + beside))
        taken.listen()

        assert free_port("127.0.0.1", None) > first + beside
        with pytest.raises(ServerTrouble, match="or one of the two after it"):
            free_port("127.0.0.1", first)
        assert free_port("127.0.0.1", first, count=1) == first, "pages without a window"


def test_pages_window_and_live_are_three_ports_of_one_host_unless_more_is_said(monkeypatch):
    for name in ("LIENTHONG_WEB", "LIENTHONG_WINDOW", "LIENTHONG_LIVE"):
        monkeypatch.delenv(name, raising=False)
    own = {
        "LIENTHONG_WEB": "http://localhost:8000",
        "LIENTHONG_WINDOW": "http://localhost:8001",
        "LIENTHONG_LIVE": "http://localhost:8002/live",
    }
    assert addresses("127.0.0.1", 8000) == own

    monkeypatch.setenv("LIENTHONG_WINDOW", "https://ky.lienthong.example")
    assert addresses("10.1.2.3", 8000) == {
        "LIENTHONG_WEB": "http://10.1.2.3:8000",
        "LIENTHONG_WINDOW": "https://ky.lienthong.example",
        "LIENTHONG_LIVE": "http://10.1.2.3:8002/live",
    }
