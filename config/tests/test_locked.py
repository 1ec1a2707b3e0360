"""A locked file opens with its passphrase only, and only whole."""

import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import locked
from config.locked import Broken, LockedReader, LockedWriter, WrongPassphrase, is_locked

PASSPHRASE = "đúng câu này mới mở được"
BORDERS = [0, 1, 15, 16, 17, 31, 32, 33, 100]


@pytest.fixture(autouse=True, scope="module")
def small_pieces():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locked, "PIECE", 16)
        patch.setattr(locked, "STRETCHED", 2)
        yield


def written(content: bytes, *, at_once: int = 7) -> bytes:
    target = io.BytesIO()
    writer = LockedWriter(target, PASSPHRASE)
    for start in range(0, len(content), at_once):
        writer.write(content[start : start + at_once])
    writer.finish()
    return target.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return LockedReader(io.BytesIO(data), passphrase).read()


@pytest.mark.parametrize("length", BORDERS)
def test_what_is_written_is_read_and_cannot_be_seen(length):
    content = bytes(range(33, 33 + length))

    data = written(content)

    assert opened(data) == content
    assert is_locked(io.BytesIO(data))
    assert length < 8 or content not in data


@given(st.binary(max_size=90), st.integers(min_value=1, max_value=40))
def test_it_is_read_in_any_steps(content, step):
    reader = LockedReader(io.BytesIO(written(content)), PASSPHRASE)

    assert b"".join(iter(lambda: reader.read(step), b"")) == content


def test_another_passphrase_is_told_from_a_broken_file():
    with pytest.raises(WrongPassphrase):
        opened(written(b"content"), "một câu khác hẳn")


@pytest.mark.parametrize("length", BORDERS)
def test_no_byte_is_changed_cut_or_added(length):
    data = written(bytes(length))
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises((Broken, WrongPassphrase)):
            opened(changed)
    for end in range(len(data)):
        with pytest.raises((Broken, WrongPassphrase)):
            opened(data[:end])
    with pytest.raises(Broken):
        opened(data + b"\0")


def test_pieces_do_not_change_places():
    data = written(bytes(range(64)))
    begin, piece = len(locked.MAGIC) + locked.SALT + locked.PROOF, 16 + locked.TAG
    first, second = data[begin : begin + piece], data[begin + piece : begin + 2 * piece]

    with pytest.raises(Broken):
        opened(data[:begin] + second + first + data[begin + 2 * piece :])


def test_the_same_content_is_never_locked_alike():
    assert written(b"content") != written(b"content")


def test_a_large_file_takes_little_memory(monkeypatch):
    monkeypatch.setattr(locked, "PIECE", 2**16)
    with Path("/dev/null").open("wb") as nowhere:
        writer = LockedWriter(nowhere, PASSPHRASE)
        tracemalloc.start()
        for _ in range(64):
            writer.write(bytes(2**18))
        writer.finish()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert most < 2**20
