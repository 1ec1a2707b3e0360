import contextlib
import errno
import grp
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lienthong.kernel.database.tests import waiting
from lienthong.kernel.database.tests.waiting import until
from lienthong.kernel.files import bounded, checks, enclosure, keeper
from lienthong.kernel.files.models import path_of
from lienthong.kernel.files.public import FileRefused, run_bounded, store
from lienthong.kernel.files.tests import strangers

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root chooses whom the child becomes")
enclosed = enclosure.version() > 0
PATIENCE = int(waiting.PATIENCE)
HERE = "lienthong.kernel.files.tests.strangers"
ROOT = keeper.SCRIPT.parents[3]
DROP_FROM_BOUNDING_SET, CAP_SETUID = 24, 7


@pytest.fixture
def open_place():
    """A folder anybody may walk into; pytest's own are for their owner only."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        yield Path(place)


def test_the_answer_comes_back_from_the_child():
    assert run_bounded(f"{HERE}.length", b"abc", seconds=PATIENCE, megabytes=512, times=2) == 6


def lives(name):
    """Whether a process of this name runs, one that has ended and is not yet buried left out."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if f"({name}) " in (told := status.read_text()) and ") Z " not in told:
                return True
    return False


def test_a_child_that_never_ends_is_killed_with_all_it_started():
    name = f"kept-{os.getpid()}"

    def began_within(seconds):
        with ThreadPoolExecutor(1) as beside:
            reading = beside.submit(
                run_bounded, f"{HERE}.for_ever", name.encode(), seconds=seconds, megabytes=512
            )
            until(lambda: lives(name) or reading.done(), "the child has begun or is killed")
            began = lives(name)
            with pytest.raises(FileRefused):
                reading.result()
        return began

    assert any(began_within(seconds) for seconds in (2, 10, 60))  # a busy machine takes longer
    until(lambda: not lives(name), "all it started has ended")


def test_a_child_that_wants_too_much_memory_refuses_the_file():
    with pytest.raises(FileRefused):
        run_bounded(f"{HERE}.greedy", b"", seconds=PATIENCE, megabytes=512)


def test_a_child_that_is_killed_refuses_the_file():
    with pytest.raises(FileRefused) as refusal:
        ask("struck_down")

    assert refusal.value.message == bounded.DAMAGED


def test_the_log_says_where_a_child_failed_and_never_what_stood_in_the_file(caplog):
    with pytest.raises(FileRefused):
        run_bounded(f"{HERE}.gossip", "Nguyễn Thị Mật".encode(), seconds=PATIENCE, megabytes=512)

    assert "strangers.py" in caplog.text
    assert "Mật" not in caplog.text


def test_an_answer_longer_than_any_document_refuses_the_file():
    with pytest.raises(FileRefused):
        run_bounded(f"{HERE}.endless_answer", b"", seconds=PATIENCE, megabytes=512)


def test_a_refusal_in_the_child_keeps_its_sentence_and_facts():
    with pytest.raises(FileRefused) as refusal:
        run_bounded(f"{HERE}.refuse", b"", seconds=PATIENCE, megabytes=512)

    assert "7" in str(refusal.value)


def ask(stranger, data=b""):
    return run_bounded(f"{HERE}.{stranger}", data, seconds=PATIENCE, megabytes=512)


@as_root
def test_the_child_of_root_is_a_user_nobody_is_for_good():
    rights = ask("rights")

    (user,), (group,) = set(rights["user"]), set(rights["group"])
    assert user == group != os.geteuid()
    assert user not in {entry.pw_uid for entry in pwd.getpwall()}
    assert group not in {entry.gr_gid for entry in grp.getgrall()}
    assert (rights["groups"], rights["capabilities"]) == ([], 0)
    for refused in ("become_root", "signal_the_parent"):
        with pytest.raises(FileRefused):
            ask(refused)


def test_the_child_gains_no_new_privileges():
    assert ask("rights")["no_new_privileges"] == 1


@as_root
@pytest.mark.parametrize("kept", ["a key", "a document"])
def test_the_child_of_root_reads_nothing_that_is_ours(db, settings, open_place, kept):
    settings.FILES_ROOT = open_place / "files"
    path = open_place / "key"
    if kept == "a document":
        path = path_of(store(b"document", media_type="text/plain").sha256)
    else:
        path.write_text("secret")
        path.chmod(0o600)

    with pytest.raises(FileRefused):
        ask("read", str(path).encode())


@pytest.mark.skipif(not enclosed, reason="the kernel has no Landlock")
@pytest.mark.parametrize(
    "way", ["/etc/passwd", "{root}/manage.py", "/proc/self/fd/{handle}/../manage.py"]
)
def test_the_child_reads_its_code_and_its_own_folder_and_nothing_else(way):
    ways = [way.format(root=ROOT, handle=handle) for handle in range(3, 12)]
    assert ask("read", str(Path(strangers.__file__)).encode()).startswith('"""Functions')

    for path in ways if "handle" in way else ways[:1]:
        with pytest.raises(FileRefused):
            ask("read", path.encode())


@as_root
def test_the_handles_of_the_code_do_not_open_the_folder_around_it():
    for handle in range(3, 12):
        with pytest.raises(FileRefused):
            ask("read", f"/proc/self/fd/{handle}/manage.py".encode())


@pytest.mark.skipif(not enclosed, reason="the kernel has no Landlock")
def test_the_child_writes_nowhere_else(open_place):
    with pytest.raises(FileRefused):
        ask("write", str(open_place / "left").encode())


def test_what_cannot_even_begin_is_not_the_fault_of_the_file(caplog):
    with pytest.raises(FileRefused) as refusal:
        ask("no_such_function")

    assert refusal.value.message == bounded.NOT_NOW
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@as_root
def test_a_checkout_closed_to_others_is_named_by_the_check(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "SCRIPT", a_closed_copy(tmp_path))

    (found,) = checks.files_can_be_read(None)

    assert found.id == "files.E001"
    assert str(tmp_path / "lienthong") in found.msg


def a_closed_copy(place):
    """Our code as a checkout made with the umask 077 has it."""
    copy = shutil.copytree(
        ROOT / "lienthong/kernel", place / "lienthong/kernel", ignore=shutil.ignore_patterns("*c")
    )
    for path in [copy.parent, *copy.parent.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return copy / "files/warm.py"


def test_an_installation_in_order_passes_the_check():
    assert checks.files_can_be_read(None) == []


@pytest.fixture
def asked_anew():
    bounded.may_choose_users.cache_clear()
    yield
    bounded.may_choose_users.cache_clear()


@as_root
def test_root_that_may_give_nothing_away_reads_as_itself_and_says_so_once(
    asked_anew, monkeypatch, caplog
):
    def refused(*_arguments):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "chown", refused)

    assert [ask("length", b"abc") for _ in range(2)] == [3, 3]
    assert ["Root may not choose users" in line for line in caplog.messages] == [True]


@as_root
@pytest.mark.parametrize("told_it_may", [False, True])
def test_root_that_may_not_change_users_never_reads_as_if_it_had(told_it_may):
    """The child that was told to become somebody, and cannot, looks at nothing."""
    program = (
        "import ctypes, os, sys\n"
        f"ctypes.CDLL(None).prctl({DROP_FROM_BOUNDING_SET}, {CAP_SETUID}, 0, 0, 0)\n"
        "os.execv(sys.executable, [sys.executable, '-c', sys.argv[1]])\n"
    )
    then = (
        "import django; django.setup()\n"
        "from lienthong.kernel.files import bounded\n"
        f"if {told_it_may}: bounded.may_choose_users = lambda: True\n"
        f"try: print(bounded.run_bounded('{HERE}.length', b'abc', seconds={PATIENCE}, megabytes=512))\n"
        "except Exception as refusal: print(refusal.message)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, then], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert done.stdout.strip() == (bounded.NOT_NOW if told_it_may else "3")


def test_the_child_writes_in_a_place_of_its_own():
    assert ask("write_beside") == "ours"


def test_the_child_still_reaches_all_of_our_code():
    assert len(ask("import_late")) == 4


@as_root
def test_the_child_reaches_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(FileRefused):
            run_bounded(f"{HERE}.call_out", str(port).encode(), seconds=PATIENCE, megabytes=512)
