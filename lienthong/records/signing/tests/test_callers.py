"""Who may ask the signer for what, by the word of the operating system."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.signer.callers import ALL, MAY_ASK, Caller, Callers, Part
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.tests.other_user import (
    BASE,
    NEEDS_ROOT,
    SIGNER,
    STRANGER,
    WEB,
    WINDOW,
    WORKER,
    OtherUser,
    as_user,
    signer_of_another_user,
)

OTHERS = Callers(web=WEB, worker=WORKER, window=WINDOW)


def test_every_act_says_who_may_ask_for_it(tmp_path: Path) -> None:
    assert set(Desk(tmp_path).acts) <= set(MAY_ASK)


def test_where_one_user_runs_everything_it_plays_every_part() -> None:
    callers = Callers.named()

    assert not callers.are_other_users
    assert callers == Callers(os.getuid(), os.getuid(), os.getuid())


def test_a_user_that_does_not_exist_is_named() -> None:
    with pytest.raises(SystemExit, match="no user nobody-of-this-name"):
        Callers.named("nobody-of-this-name")


@pytest.mark.parametrize("act", sorted(MAY_ASK))
def test_who_plays_no_part_may_ask_for_nothing(act: str) -> None:
    assert not Caller(STRANGER, frozenset()).may_ask(act)
    assert Caller(os.getuid(), ALL).may_ask(act)


def test_what_agrees_is_asked_by_the_window_alone() -> None:
    for act in ("enrol", "ask", "answer", "add_passkey", "used", "not_me"):
        assert Caller(WINDOW, frozenset({Part.WINDOW})).may_ask(act)
        others = frozenset({Part.WEB, Part.WORKER, Part.CONSOLE})
        assert not Caller(WORKER, others).may_ask(act)


def test_neither_pages_nor_window_withdraw_a_key_for_ever() -> None:
    """Whoever takes them over suspends keys, which two bring back."""
    for part in (Part.WEB, Part.WINDOW):
        assert not Caller(WEB, frozenset({part})).may_ask("revoke")
        assert Caller(WEB, frozenset({part})).may_ask("suspend")
    assert Caller(WORKER, frozenset({Part.WORKER})).may_ask("revoke")


def test_the_console_asks_for_no_agreement(tmp_path: Path) -> None:
    with Signer(wire.socket_path(tmp_path), Desk(tmp_path / "keys"), OTHERS) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        client = SignerClient(tmp_path)

        assert client.is_there()
        with pytest.raises(Refused, match="not asked of the signer by this part"):
            client.ask("0" * 64, "sign", "leader")
        server.shutdown()


needs_root = pytest.mark.skipif(os.getuid() != 0, reason=NEEDS_ROOT)


@pytest.fixture(scope="module")
def other() -> Iterator[OtherUser]:
    with signer_of_another_user() as made:
        yield made


@needs_root
def test_the_web_is_answered_and_the_worker_agrees_to_nothing(other: OtherUser) -> None:
    assert as_user(WEB, other.client.is_there)
    with pytest.raises(Refused, match="not asked of the signer by this part"):
        as_user(WORKER, lambda: other.client.ask("0" * 64, "sign", "leader"))


@needs_root
def test_a_key_is_withdrawn_for_the_worker_and_not_for_pages_and_window(other: OtherUser) -> None:
    for part in (WEB, WINDOW):
        with pytest.raises(Refused, match="not asked of the signer by this part"):
            as_user(part, lambda: other.client.revoke("leader", "mất"))
    with pytest.raises(Refused) as heard:
        as_user(WORKER, lambda: other.client.revoke("leader", "mất"))
    assert "not asked" not in str(heard.value)  # there is no such key


@needs_root
def test_what_is_laid_and_what_was_done_with_a_key_is_shown_to_the_window_alone(
    other: OtherUser,
) -> None:
    client, handle = other.client, "0" * 64
    asked: list[Callable[[], object]] = [
        lambda: client.show(handle, "sign", "leader"),
        lambda: client.file(handle, browser="ee" * 32),
        lambda: client.known_here(handle),
        lambda: client.not_me("leader", browser=handle),
        lambda: client.show_invitation("0" * 32),
    ]
    for ask in asked:
        for part in (WEB, WORKER):
            with pytest.raises(Refused, match="not asked of the signer by this part"):
                as_user(part, ask)
    with pytest.raises(Refused, match="holds nothing"):
        as_user(WINDOW, asked[0])
    assert as_user(WINDOW, asked[2]) == []
    for ask in (lambda: client.invite("p-1", "A"), lambda: client.lay(b"{}")):
        with pytest.raises(Refused, match="not asked of the signer by this part"):
            as_user(WINDOW, ask)


@needs_root
def test_a_stranger_does_not_reach_the_signer(other: OtherUser) -> None:
    with pytest.raises(PermissionError):
        as_user(STRANGER, _connect, str(wire.socket_path(other.var)))
    as_user(WEB, _connect, str(wire.socket_path(other.var)))


@needs_root
def test_others_read_of_the_signer_what_it_publishes_and_nothing_else(other: OtherUser) -> None:
    for path in (other.var / "keys").rglob("*"):
        assert as_user(WEB, _is_read, path) == ("trust" in path.parts), path
    assert not as_user(WEB, _is_read, other.var / "keys")


@needs_root
def test_others_reach_neither_memory_nor_life_of_the_signer(other: OtherUser) -> None:
    process = Path(f"/proc/{other.pid}")
    assert process.stat().st_uid == SIGNER
    assert as_user(SIGNER, _is_read, process / "mem")
    assert not as_user(WEB, _is_read, process / "mem")
    assert not as_user(WEB, _is_read, process / "environ")
    with pytest.raises(PermissionError):
        as_user(WEB, os.kill, other.pid, 15)


def _connect(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)


def _is_read(path: Path) -> bool:
    try:
        if path.is_dir():
            list(path.iterdir())
        else:
            path.open("rb").close()
    except PermissionError:
        return False
    return True


def test_the_signer_starts_in_a_process_that_knows_no_settings() -> None:
    """As its unit starts it: nothing of the web's environment is there."""
    command = [sys.executable, "-m", "lienthong.records.signing.signer", "--help"]

    said = subprocess.run(command, cwd=BASE, env={}, capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stderr
    assert "--web-user" in said.stdout
