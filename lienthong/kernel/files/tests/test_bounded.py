import os
import pwd
import socket
import tempfile
import time
from pathlib import Path

import pytest

from lienthong.kernel.files.models import path_of
from lienthong.kernel.files.public import FileRefused, run_bounded, store

NOBODY = pwd.getpwnam("nobody").pw_uid
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root chooses whom the child becomes")
HERE = "lienthong.kernel.files.tests.strangers"


@pytest.fixture
def open_place():
    """A folder anybody may walk into; pytest's own are for their owner only."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        yield Path(place)


def test_the_answer_comes_back_from_the_child():
    assert run_bounded(f"{HERE}.length", b"abc", seconds=10, megabytes=512, times=2) == 6


def test_a_child_that_never_ends_is_killed_with_all_it_started(open_place):
    grandchild = open_place / "grandchild"

    with pytest.raises(FileRefused):
        run_bounded(f"{HERE}.for_ever", str(grandchild).encode(), seconds=3, megabytes=512)

    time.sleep(0.3)
    status = Path("/proc", grandchild.read_text(), "stat")
    assert not status.exists() or " Z " in status.read_text()


def test_a_child_that_wants_too_much_memory_refuses_the_file():
    with pytest.raises(FileRefused):
        run_bounded(f"{HERE}.greedy", b"", seconds=10, megabytes=512)


def test_the_log_says_where_a_child_failed_and_never_what_stood_in_the_file(caplog):
    with pytest.raises(FileRefused):
        run_bounded(f"{HERE}.gossip", "Nguyễn Thị Mật".encode(), seconds=10, megabytes=512)

    assert "strangers.py" in caplog.text
    assert "Mật" not in caplog.text


def test_an_answer_longer_than_any_document_refuses_the_file():
    with pytest.raises(FileRefused):
        run_bounded(f"{HERE}.endless_answer", b"", seconds=10, megabytes=512)


def test_a_refusal_in_the_child_keeps_its_sentence_and_facts():
    with pytest.raises(FileRefused) as refusal:
        run_bounded(f"{HERE}.refuse", b"", seconds=10, megabytes=512)

    assert "7" in str(refusal.value)


def ask(stranger, data=b""):
    return run_bounded(f"{HERE}.{stranger}", data, seconds=10, megabytes=512)


@as_root
def test_the_child_of_root_is_nobody_for_good():
    rights = ask("rights")

    assert set(rights["user"]) == set(rights["group"]) == {NOBODY}
    assert (rights["groups"], rights["capabilities"]) == ([], 0)
    for refused in ("become_root", "signal_the_parent"):
        with pytest.raises(FileRefused):
            ask(refused)


def test_the_child_gains_no_new_privileges():
    assert ask("rights")["no_new_privileges"] == 1


@as_root
@pytest.mark.parametrize("kept", ["a key", "a paper"])
def test_the_child_of_root_reads_nothing_that_is_ours(db, settings, open_place, kept):
    settings.FILES_ROOT = open_place / "files"
    path = open_place / "key"
    if kept == "a paper":
        path = path_of(store(b"paper", media_type="text/plain").sha256)
    else:
        path.write_text("secret")
        path.chmod(0o600)

    with pytest.raises(FileRefused):
        ask("read", str(path).encode())
    path.chmod(0o644)
    if kept == "a key":
        assert ask("read", str(path).encode()) == "secret"


def test_the_child_writes_in_a_place_of_its_own():
    assert ask("write_beside") == "ours"


def test_the_child_still_reaches_all_of_our_code():
    assert len(ask("import_late")) == 4


@as_root
def test_the_child_reaches_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(FileRefused):
            run_bounded(f"{HERE}.call_out", str(port).encode(), seconds=10, megabytes=512)
