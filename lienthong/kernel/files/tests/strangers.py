"""Functions that misbehave in the bounded child."""

import os
import socket
import time
from pathlib import Path

from lienthong.kernel.files.public import FileRefused


def length(data: bytes, *, times: int = 1) -> int:
    return len(data) * times


def for_ever(data: bytes) -> None:
    if os.fork() == 0:
        Path(data.decode()).write_text(str(os.getpid()))
        time.sleep(60)
    time.sleep(60)


def greedy(data: bytes) -> int:
    return len(bytearray(4 * 2**30))


def refuse(data: bytes) -> None:
    raise FileRefused("The PDF has more than %(pages)d pages.", pages=7)


def call_out(data: bytes) -> str:
    with socket.socket() as caller:
        caller.settimeout(2)
        caller.connect(("127.0.0.1", int(data)))
    return "reached"


def gossip(data: bytes) -> None:
    print(data.decode())
    raise ValueError(data.decode())


def endless_answer(data: bytes) -> str:
    return "x" * (65 * 2**20)
