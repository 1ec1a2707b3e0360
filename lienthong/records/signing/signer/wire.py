"""How the signer is spoken to: one JSON message each way over a private socket."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import struct
import tempfile
import time
from pathlib import Path
from typing import Any, Final

# A question brings at most one file; an answer may be the whole register.
LONGEST_QUESTION: Final = 32 * 1024 * 1024
LONGEST_MESSAGE: Final = 100 * 1024 * 1024
# How long the signer reads a form; whoever lays one waits for longer.
READING_SECONDS: Final = 20
# A Unix socket's path may have little more than a hundred bytes.
LONGEST_PATH: Final = 100
# How many wait at the socket to be heard; who comes when they are as many tries again this often.
MOST_WAITING: Final = 128
SECONDS_BETWEEN_TRIES: Final = 0.005


def socket_path(var: Path) -> Path:
    """`run/signer.sock` in the signer's folder, or a private stand-in where that path is too long."""
    path = var.resolve() / "run" / "signer.sock"
    if len(os.fsencode(path)) <= LONGEST_PATH:
        return path
    mark = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"lienthong-{os.getuid()}-{mark}" / "signer.sock"


def listen_folder(folder: Path, *, for_group: bool) -> None:
    """The folder of the socket belongs to the signer's user, or is not used; its group may look in."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.stat()
    if found.st_uid != os.getuid() or folder.is_symlink():
        raise SystemExit(f"{folder} belongs to somebody else.")
    folder.chmod(0o710 if for_group else 0o700)


def connect(connection: socket.socket, path: Path, seconds: float) -> None:
    """Where too many wait to be heard, the kernel says so at once: who asks tries again within their time."""
    until = time.monotonic() + seconds
    while True:
        try:
            return connection.connect(str(path))
        except BlockingIOError:
            if time.monotonic() >= until:
                raise
            time.sleep(SECONDS_BETWEEN_TRIES)


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    data = json.dumps(message, ensure_ascii=False).encode("utf-8")
    connection.sendall(struct.pack(">I", len(data)) + data)


def receive(connection: socket.socket, longest: int = LONGEST_MESSAGE) -> dict[str, Any]:
    length = struct.unpack(">I", _exactly(connection, 4))[0]
    if length > longest:
        raise ConnectionError("The message is too long.")
    message: dict[str, Any] = json.loads(_exactly(connection, length))
    return message


def _exactly(connection: socket.socket, length: int) -> bytes:
    found = bytearray()
    while len(found) < length:
        more = connection.recv(min(65536, length - len(found)))
        if not more:
            raise ConnectionError("The other side hung up.")
        found += more
    return bytes(found)
