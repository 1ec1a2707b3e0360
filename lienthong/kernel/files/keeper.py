"""The warm parent as this process keeps it: started with the first file, again when it has ended."""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from lienthong.kernel.files.child import NOT_READY, STATUS

SCRIPT = Path(__file__).with_name("warm.py")
TRIES = 2


class WarmParent:
    """One for each process that reads files; threads share it, a forked process starts its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None

    def read(self, given: IO[bytes], answer: IO[bytes], trouble: IO[bytes]) -> int:
        """The exit status of the child that has read what is given.

        If the parent ends before it can say it, another parent is asked with the same file.
        """
        for _ in range(TRIES):
            os.lseek(given.fileno(), 0, os.SEEK_SET)
            ours, theirs = socket.socketpair()
            with ours, contextlib.suppress(OSError):
                with theirs:
                    asked = self._hand_over(theirs, given, answer, trouble)
                if said := ours.recv(STATUS.size, socket.MSG_WAITALL):
                    return int(STATUS.unpack(said)[0])
                self.end(asked)
        return NOT_READY

    def end(self, which: "subprocess.Popen[bytes] | None" = None) -> None:
        """The parent, with all its children; if another has been started meanwhile, that one stays."""
        with self.lock:
            if which in (None, self.process):
                self._end()

    def forget(self) -> None:
        """In a forked process: the parent is the other one's."""
        self.lock, self.process, self.control = threading.Lock(), None, None

    def _hand_over(self, line: socket.socket, *streams: IO[bytes]) -> "subprocess.Popen[bytes]":
        with self.lock:
            if self.process is None or self.control is None or self.process.poll() is not None:
                self.process, self.control = self._start()
            handles = [line.fileno(), *(stream.fileno() for stream in streams)]
            try:
                socket.send_fds(self.control, [b"f"], handles)
            except OSError:
                self._end()
                raise
            return self.process

    def _start(self) -> "tuple[subprocess.Popen[bytes], socket.socket]":
        self._end()
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
                [sys.executable, "-I", str(SCRIPT)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )
        return process, ours

    def _end(self) -> None:
        if self.control is not None:
            self.control.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = self.control = None


warm_parent = WarmParent()
atexit.register(warm_parent.end)
os.register_at_fork(after_in_child=warm_parent.forget)
