"""The warm parent: one for a process, nothing in it to steal, and no end of it loses a file."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lienthong.kernel.database.tests.waiting import PATIENCE, until
from lienthong.kernel.files import bounded
from lienthong.kernel.files.keeper import SCRIPT, warm_parent
from lienthong.kernel.files.public import FileRefused, run_bounded
from lienthong.kernel.files.tests.test_bounded import HERE, ROOT, lives

on_linux = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")


def ask(stranger, data=b"", seconds=int(PATIENCE)):
    return run_bounded(f"{HERE}.{stranger}", data, seconds=seconds, megabytes=512)


@pytest.fixture
def fresh():
    warm_parent.end()
    yield
    warm_parent.end()


def is_there(pid):
    with contextlib.suppress(OSError):
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    return False


def test_files_are_read_by_children_of_one_parent():
    first, second = ask("whose"), ask("whose")

    assert first["parent"] == second["parent"] == warm_parent.process.pid
    assert first["pid"] != second["pid"]


def test_one_child_leaves_nothing_for_the_next():
    assert [ask("counted") for _ in range(2)] == [1, 1]


@on_linux
def test_the_parent_knows_nothing_and_holds_nothing_of_ours(fresh, monkeypatch, db):
    """Not the environment, no setting, and of all our open files and connections only its line."""
    monkeypatch.setenv("DATABASE_URL", "postgres://canary@secret/keys")

    known, held = ask("whose"), ask("handles")

    assert set(known["environment"]) == {"PATH", "LC_ALL", "TMPDIR"}
    assert (known["database"], known["has_a_secret"]) == ("django.db.backends.dummy", False)
    assert "canary" not in Path(f"/proc/{warm_parent.process.pid}/environ").read_text()
    assert [one for one in held if one.startswith("socket:")] == []
    until(lambda: sockets_of(warm_parent.process.pid) == 1, "the parent has its own line alone")


def sockets_of(pid):
    handles = Path(f"/proc/{pid}/fd").iterdir()
    return sum(os.readlink(handle).startswith("socket:") for handle in handles)


def test_a_parent_that_has_ended_is_started_again():
    before = ask("whose")["parent"]
    os.kill(before, signal.SIGKILL)

    assert ask("whose")["parent"] != before


@on_linux
def test_a_file_is_read_again_when_the_parent_ends_beneath_it(fresh):
    """The file is not at fault, and the child that was reading it ends with its parent."""
    name = f"left-{os.getpid()}"
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(ask, "named_for_ever", name.encode())
        until(lambda: lives(name), "the first child has begun")
        first = warm_parent.process.pid
        os.kill(first, signal.SIGKILL)
        until(lambda: warm_parent.process and warm_parent.process.pid != first, "another parent")
        until(lambda: lives(name), "the second child has begun")
        os.kill(warm_parent.process.pid, signal.SIGKILL)
        with pytest.raises(FileRefused) as refusal:
            reading.result()

    assert refusal.value.message == bounded.NOT_NOW
    until(lambda: not lives(name), "both children have ended")


@on_linux
def test_who_is_killed_while_waiting_leaves_nothing_behind():
    name = f"gone-{os.getpid()}"
    program = (
        "import django; django.setup()\n"
        "from lienthong.kernel.files.public import run_bounded\n"
        f"run_bounded('{HERE}.for_ever', b'{name}', seconds=300, megabytes=512)\n"
    )
    waiting = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    until(lambda: lives(name), "the child has begun")
    parents = parents_of(waiting.pid)
    waiting.kill()
    waiting.wait()

    until(lambda: not lives(name), "the child and all it started has ended")
    until(lambda: not any(map(is_there, parents)), "the parent has ended")


def parents_of(pid):
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = status.read_text().rpartition(") ")[2].split()
            if words[1] == str(pid):
                found.append(int(status.parent.name))
    assert len(found) == 1
    return found


def test_many_threads_get_their_own_answers_from_one_parent():
    texts = [b"x" * n for n in range(1, 25)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda text: ask("length", text), texts))

    assert answers == [len(text) for text in texts]


def test_a_forked_process_has_a_parent_of_its_own():
    ours = ask("whose")["parent"]
    with multiprocessing.get_context("fork").Pool(1) as pool:
        theirs = pool.apply(ask, ["whose"])["parent"]

    assert theirs != ours
    assert ask("whose")["parent"] == ours


def test_a_parent_that_cannot_start_is_our_fault_and_not_the_files(fresh, monkeypatch, tmp_path):
    broken = tmp_path / "warm.py"
    broken.write_text("raise SystemExit(1)")
    monkeypatch.setattr("lienthong.kernel.files.keeper.SCRIPT", broken)

    with pytest.raises(FileRefused) as refusal:
        ask("length", b"abc")

    assert refusal.value.message == bounded.NOT_NOW
    assert broken != SCRIPT
