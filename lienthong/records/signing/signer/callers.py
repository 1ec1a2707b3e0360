"""Who speaks to the signer, by the word of the operating system, and what each may ask."""

from __future__ import annotations

import os
import pwd
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Final

MOST_CONVERSATIONS: Final = 48
_CREDENTIALS: Final = struct.Struct("3i")


class Part(Enum):
    """A part of the installation with an OS user of its own; in a demo one user plays all of them."""

    WEB = "web"
    WORKER = "worker"
    WINDOW = "window"
    CONSOLE = "console"  # the signer's own user


ALL: Final = frozenset(Part)
_WEB: Final = frozenset({Part.WEB})
_WORKER: Final = frozenset({Part.WORKER})
_WINDOW: Final = frozenset({Part.WINDOW})
MAY_ASK: Final[dict[str, frozenset[Part]]] = {
    "hello": ALL,
    "key": ALL,
    "used": _WINDOW,
    "revoke": _WORKER | frozenset({Part.CONSOLE}),  # for ever
    "suspend": ALL,  # it only takes power away, and two bring it back
    "not_me": _WINDOW,
    "known_here": _WINDOW,
    "ask_to_know": _WINDOW,
    "know": _WINDOW,
    "invite": _WEB,
    "invited": _WEB | _WORKER,
    "show_invitation": _WINDOW,
    "enrol": _WINDOW,
    "passkeys": _WINDOW,
    "ask_to_add": _WINDOW,
    "add_passkey": _WINDOW,
    "ask_to_remove": _WINDOW,
    "remove_passkey": _WINDOW,
    "news": _WEB | _WORKER,  # what a holder is told of at once
    "lay": _WEB | _WORKER,
    "way": _WEB,
    "show": _WINDOW,
    "opened": _WINDOW,
    "file": _WINDOW,
    "ask": _WINDOW,
    "answer": _WINDOW,
    "take": _WEB | _WORKER,
    "answered": _WEB | _WORKER | _WINDOW,
    "release": _WEB | _WORKER,
    "numbers": ALL,
    "whole": _WORKER | frozenset({Part.CONSOLE}),
    "restored": ALL,  # it only takes power away
    "extend": _WORKER,
    "closing": ALL,  # it says where the history ends, to whoever exports it
    "epoch": ALL,
    "break_glass": frozenset({Part.CONSOLE}),
    "keep_glass": frozenset({Part.CONSOLE}),
    "attest": _WORKER | frozenset({Part.CONSOLE}),
}


@dataclass(frozen=True)
class Caller:
    """The OS user at the other end of a conversation, and the parts it plays."""

    uid: int
    parts: frozenset[Part]

    def may_ask(self, act: str) -> bool:
        return not self.parts.isdisjoint(MAY_ASK.get(act, frozenset()))


@dataclass(frozen=True)
class Callers:
    """Which OS user plays which part; nobody else is answered."""

    web: int
    worker: int
    window: int

    @classmethod
    def named(
        cls, web: str | None = None, worker: str | None = None, window: str | None = None
    ) -> Callers:
        """By their names or numbers; who is not named is the signer's own user."""
        return cls(_uid_of(web), _uid_of(worker), _uid_of(window))

    @property
    def are_other_users(self) -> bool:
        return {self.web, self.worker, self.window} != {os.getuid()}

    def at(self, connection: socket.socket) -> Caller:
        """Who opened this connection."""
        uid = _uid_at(connection)
        users = {
            Part.WEB: self.web,
            Part.WORKER: self.worker,
            Part.WINDOW: self.window,
            Part.CONSOLE: os.getuid(),
        }
        return Caller(uid, frozenset(part for part, user in users.items() if user == uid))


class Turns:
    """How many conversations each OS user has at a time: who begins too many keeps nobody else from theirs."""

    def __init__(self) -> None:
        self._lock, self._begun = threading.Lock(), Counter[int]()

    @contextmanager
    def taken_by(self, uid: int) -> Iterator[bool]:
        """Whether this user may begin one more now."""
        with self._lock:
            is_free = self._begun[uid] < MOST_CONVERSATIONS
            self._begun[uid] += is_free
        try:
            yield is_free
        finally:
            with self._lock:
                self._begun[uid] -= is_free


def _uid_of(name: str | None) -> int:
    if name is None:
        return os.getuid()
    if name.isdecimal():
        return int(name)
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        raise SystemExit(f"This machine has no user {name}.") from None


def _uid_at(connection: socket.socket) -> int:
    if not hasattr(socket, "SO_PEERCRED"):
        return os.getuid()  # no Linux: the socket opens to the signer's own user only
    kept = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _pid, uid, _gid = _CREDENTIALS.unpack(kept)
    return int(uid)
