"""A signer that is another OS user than who asks it; only root can make one."""

import contextlib
import ctypes
import os
import pickle
import shutil
import signal
import sys
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
SIGNER, WEB, WORKER, STRANGER, WINDOW, SOCKET_GROUP = 64001, 64002, 64003, 64004, 64005, 64010
NEEDS_ROOT = "only root can run the signer as another OS user"
BASE = Path(__file__).resolve().parents[4]
DUMPABLE, PARENT_DEATH = 4, 1
OWN_VIEW, PRIVATE, BIND, WALK = 0x20000, 0x44000, 0x1000 | 0x4000, 0o001


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
    except (Exception, SystemExit) as failure:  # noqa: BLE001 -- raised again where it was asked for
        said = False, failure
    with open(write, "wb") as line:
        pickle.dump(said, line)


def _live_as(uid: int, life: Callable[[], Any]) -> None:
    """In a child: become the user for good, as a program of that user would be, and end with it.

    The code stays within reach: it may lie in a folder of root's. Who forked it takes it along.
    """
    try:
        os.seteuid(0)  # whoever the parent acts as just now
        hold(places_of_the_code())
        become(uid, uid if uid == STRANGER else SOCKET_GROUP)
        ctypes.CDLL(None).prctl(DUMPABLE, 1, 0, 0, 0)
        ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGKILL, 0, 0, 0)
        life()
        os._exit(0)
    except BaseException:  # noqa: BLE001 -- a child goes no further than here
        traceback.print_exc()
        os._exit(1)


def program_of(uid: int, command: list[str], environment: dict[str, str]) -> int:
    """Start a program as another user, in a session of its own; its number."""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.chdir(BASE)
        os.seteuid(0)
        _see_the_code()
        _live_as(uid, lambda: os.execve(command[0], command, os.environ | environment))
    return pid


def _see_the_code() -> None:
    """Programs that the signer starts itself need the way to the code, too: where a folder of root's hides it,
    this process sees the code there and nothing else. Where the machine does not allow that, they do not start.
    """
    code = {Path(place).resolve() for place in (sys.base_prefix, sys.prefix, BASE, FONTS)}
    hidden = {place: folder for place in code if (folder := _closed_above(place))}
    system = ctypes.CDLL(None)
    if not hidden or system.unshare(OWN_VIEW) or system.mount(b"", b"/", None, PRIVATE, None):
        return
    held = {place: os.open(place, os.O_PATH) for place in sorted(hidden)}
    for folder in set(hidden.values()):
        system.mount(b"none", os.fsencode(folder), b"tmpfs", 0, b"mode=755")
    for place, handle in held.items():
        place.mkdir(parents=True, exist_ok=True)
        system.mount(f"/proc/self/fd/{handle}".encode(), os.fsencode(place), None, BIND, None)


def _closed_above(place: Path) -> Path | None:
    """The topmost folder above a place that others may not walk through."""
    above = reversed(place.parents)
    return next((one for one in above if not one.stat().st_mode & WALK), None)


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
        parts = {"web": WEB, "worker": WORKER, "window": WINDOW}
        users = [said for part, uid in parts.items() for said in (f"--{part}-user", str(uid))]
        where = ["--var", str(self.var), "--fonts", str(FONTS), *self.options]
        self.pid = os.fork()
        if self.pid == 0:
            _see_the_code()
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
