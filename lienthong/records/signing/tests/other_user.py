"""A signer that is another OS user than who asks it; only root can make one."""

import contextlib
import ctypes
import os
import pickle
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lienthong.kernel.database.tests.waiting import until
from lienthong.kernel.files.child import become, hold, places_of_the_code
from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.signer import __main__ as signer
from lienthong.records.signing.signer import wire
from lienthong.records.signing.tests.factories import FONTS

# Numbers nobody on the machine has; the group is that of the socket.
SIGNER, WEB, WORKER, STRANGER, SOCKET_GROUP = 64001, 64002, 64003, 64004, 64010
NEEDS_ROOT = "only root can run the signer as another OS user"
DUMPABLE = 4


def as_user(uid: int, function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function gives another user of this machine, in the socket's group unless a stranger.

    What it raises is raised here.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        _live_as(uid, lambda: _hand_over(write, function, arguments))
    os.close(write)
    with open(read, "rb") as line:
        said = line.read()
    os.waitpid(child, 0)
    ok, answer = pickle.loads(said)  # noqa: S301 -- our own child wrote it
    if not ok:
        raise answer
    return answer


def _hand_over(write: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        said = True, function(*arguments)
    except Exception as failure:  # noqa: BLE001 -- raised again where it was asked for
        said = False, failure
    with open(write, "wb") as line:
        pickle.dump(said, line)


def _live_as(uid: int, life: Callable[[], Any]) -> None:
    """In a child: become the user for good, as a program of that user would be, and end with it.

    The code stays within reach: it may lie in a folder of root's.
    """
    try:
        hold(places_of_the_code())
        become(uid, uid if uid == STRANGER else SOCKET_GROUP)
        ctypes.CDLL(None).prctl(DUMPABLE, 1, 0, 0, 0)
        life()
        os._exit(0)
    except BaseException:  # noqa: BLE001 -- a child goes no further than here
        traceback.print_exc()
        os._exit(1)


@dataclass
class OtherUser:
    """A running signer with a user of its own."""

    var: Path
    options: list[str] = field(default_factory=list)
    pid: int = 0

    @property
    def client(self) -> SignerClient:
        return SignerClient(self.var)

    def start(self) -> None:
        users = ["--web-user", str(WEB), "--worker-user", str(WORKER)]
        where = ["--var", str(self.var), "--fonts", str(FONTS), *self.options]
        self.pid = os.fork()
        if self.pid == 0:
            _live_as(SIGNER, lambda: signer.main([*where, *users]))
        until(wire.socket_path(self.var).exists, "the signer listens")

    def stop(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGTERM)
            os.waitpid(self.pid, 0)
            self.pid = 0


@contextmanager
def signer_of_another_user(*options: str) -> Iterator[OtherUser]:
    """Make its folder, run it, and take both away again."""
    var = Path(tempfile.mkdtemp(prefix="lt-", dir="/tmp"))  # noqa: S108 -- others walk through it
    try:
        var.chmod(0o711)
        os.chown(var, SIGNER, SOCKET_GROUP)
        made = OtherUser(var, list(options))
        made.start()
        try:
            yield made
        finally:
            with contextlib.suppress(ProcessLookupError):
                made.stop()
    finally:
        shutil.rmtree(var)
