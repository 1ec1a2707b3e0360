import os
import socket
import time
from pathlib import Path

import pytest

from lienthong.kernel.files.public import FileRefused, run_bounded

HERE = "lienthong.kernel.files.tests.strangers"


def test_the_answer_comes_back_from_the_child():
    assert run_bounded(f"{HERE}.length", b"abc", seconds=10, megabytes=512, times=2) == 6


def test_a_child_that_never_ends_is_killed_with_all_it_started(tmp_path):
    grandchild = tmp_path / "grandchild"

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


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a network of its own, which root always gets")
def test_the_child_reaches_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(FileRefused):
            run_bounded(f"{HERE}.call_out", str(port).encode(), seconds=10, megabytes=512)
