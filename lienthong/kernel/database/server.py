"""The installation's own PostgreSQL server: made, started, stopped, and nothing of the host touched."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path

import psycopg

from lienthong.kernel.database import configuration
from lienthong.kernel.database.programs import (
    ROOT,
    VERSION,
    Owner,
    ServerTrouble,
    private_copy,
    wheel_programs,
)

DATABASE = "lienthong"
# The address of a socket holds 108 bytes; the name of the socket file takes some of them.
LONGEST_SOCKET_DIR = 85
LONGEST_LOG = 16 * 1024 * 1024
# A server that was killed replays its log first; a big one may take long.
PATIENCE_SECONDS = 1800


@dataclass(frozen=True)
class Place:
    """Where root's server lives: outside the checkout, which its user may not be able to read."""

    home: str
    user: int


class Server:
    """The server of one installation, whose state is kept in the directory `var`."""

    def __init__(self, var: Path) -> None:
        if sys.platform not in ("linux", "darwin"):
            raise ServerTrouble(
                "The built-in PostgreSQL server runs on Linux and macOS. On this system, set "
                "DATABASE_URL to a PostgreSQL 15 or newer."
            )
        self.directory = var.resolve() / "postgres"

    @staticmethod
    @cache
    def of(var: Path) -> "Server":
        return Server(var)

    # --- Where things are

    @cached_property
    def home(self) -> Path:
        return Path(self._place.home) if self._place else self.directory

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @cached_property
    def owner(self) -> Owner:
        if self._place:
            return Owner.of(self._place.user)
        return Owner.of(self.data.stat().st_uid if self.data.exists() else os.geteuid())

    @cached_property
    def programs(self) -> Path:
        """Programs the owner can read: its own copy when root acts for it."""
        if self._place:
            return private_copy(wheel_programs(), self.home / "programs")
        return wheel_programs()

    @cached_property
    def socket_dir(self) -> Path:
        """A private directory whose name is short enough for a socket."""
        own = self.home / "run"
        if len(os.fsencode(own)) <= LONGEST_SOCKET_DIR:
            return own
        remembered = self.directory / "socket"
        if remembered.exists():
            return Path(remembered.read_text(encoding="utf-8"))
        base = "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108 - only a private directory with a random name is made there
        chosen = Path(base) / f"lienthong-{secrets.token_hex(8)}"
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        remembered.write_text(str(chosen), encoding="utf-8")
        return chosen

    @cached_property
    def _place(self) -> Place | None:
        record = self.directory / "place.json"
        if record.exists():
            place = Place(**json.loads(record.read_text(encoding="utf-8")))
            if os.geteuid() not in (ROOT, place.user):
                raise ServerTrouble(
                    f"The database of this installation was made by root and lies in {place.home}. "
                    "Start as root, or choose another directory with LIENTHONG_VAR."
                )
            if not Path(place.home).is_dir():
                raise ServerTrouble(
                    f"The database of this installation should lie in {place.home}, and is not "
                    f"there. If it is lost, remove {record} to begin with an empty one."
                )
            return place
        if os.geteuid() != ROOT or self._belongs_to_an_ordinary_user():
            return None
        place = Place(str(private_home()), Owner.unprivileged().uid)
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        record.write_text(json.dumps(asdict(place)), encoding="utf-8")
        say(
            f"PostgreSQL does not run as root: it runs as '{Owner.of(place.user).name}', "
            f"with its programs and data in {place.home}."
        )
        return place

    def _belongs_to_an_ordinary_user(self) -> bool:
        data = self.directory / "data"
        return data.exists() and data.stat().st_uid != ROOT

    # --- What people ask of it

    def is_alive(self) -> bool:
        """Whether the server takes connections, as far as can be told without making one."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except (OSError, ServerTrouble):
            return False
        return lines[-1].strip() == "ready" and is_our_server(int(lines[0]), self.data)

    def start(self) -> None:
        """Make the server if there is none, start it if it is not running, wait until it answers."""
        with self._lock():
            if self._answers():
                return
            if not (self.data / "PG_VERSION").exists():
                self._make()
            self._check_owner_and_version()
            self._prepare()
            self._run_until_it_answers()
            self._make_database()

    def stop(self) -> bool:
        """Stop the server after ending its connections; False if it was not running."""
        with self._lock():
            if not (self.data / "postmaster.pid").exists():
                return False
            answer = self._pg_ctl("stop", "-m", "fast", "-w", "-t", "120")
            return answer == ""

    def remove(self) -> None:
        """Stop the server and delete it with all it holds."""
        self.stop()
        if self._place:
            shutil.rmtree(self.home)
        shutil.rmtree(self.socket_dir, ignore_errors=True)
        shutil.rmtree(self.directory)

    def connect(self, database: str = DATABASE) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_dir),
            user=DATABASE,
            dbname=database,
            connect_timeout=10,
            autocommit=True,
        )

    # --- How it is done

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.directory / "lock").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _answers(self) -> bool:
        try:
            with self.connect("postgres") as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def _make(self) -> None:
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        if not self._place:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._own_directory(unfinished)
        made = self.owner.run(
            self.programs / "initdb",
            *("--pgdata", unfinished, "--username", DATABASE, "--encoding", "UTF8"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
            *("--data-checksums", "--auth", "peer", "--no-instructions"),
        )
        if made.returncode:
            raise ServerTrouble(
                f"PostgreSQL could not make its data directory {self.data}: {made.stderr.strip()}"
            )
        unfinished.rename(self.data)

    def _check_owner_and_version(self) -> None:
        if os.geteuid() not in (ROOT, self.owner.uid):
            raise ServerTrouble(
                f"The database in {self.home} belongs to the user '{self.owner.name}'. "
                "Start as that user, or choose another directory with LIENTHONG_VAR."
            )
        made_with = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_with != VERSION:
            raise ServerTrouble(
                f"The database in {self.data} was made by PostgreSQL {made_with}; this release brings "
                f"{VERSION}. Take a backup with the older release and restore it with this one."
            )

    def _prepare(self) -> None:
        self._own_directory(self.socket_dir)
        files = configuration.files(
            self.socket_dir, caller=Owner.of(os.geteuid()).name, owner=self.owner.name
        )
        for name, text in files.items():
            path = self.data / name
            unfinished = path.with_suffix(".new")
            unfinished.write_text(text, encoding="utf-8")
            self._give(unfinished, 0o600)
            unfinished.replace(path)
        self._remove_a_strangers_pid_file()
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))

    def _remove_a_strangers_pid_file(self) -> None:
        """After a restart of the machine, the number of the old server may be another program's."""
        pid_file = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(pid_file.read_text(encoding="utf-8").splitlines()[0])
            if is_running(pid) and not is_our_server(pid, self.data):
                pid_file.unlink()

    def _run_until_it_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        refusals = 0
        while not self._answers():
            if not self._is_starting():
                refusals += 1
                trouble = self._pg_ctl("start", "-w", "-t", "5", "-l", self.log)
                # Right after a kill, the last of the old server's processes are still leaving.
                if trouble and refusals > 20 and not self._is_starting():
                    raise ServerTrouble(f"PostgreSQL did not start: {trouble} {self._last_words()}")
            if time.monotonic() > deadline:
                raise ServerTrouble(
                    f"PostgreSQL did not answer for {PATIENCE_SECONDS} s. {self._last_words()}"
                )
            time.sleep(0.1)

    def _is_starting(self) -> bool:
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        except (OSError, ValueError, IndexError):
            return False
        return is_our_server(pid, self.data)

    def _make_database(self) -> None:
        with self.connect("postgres") as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            if not known:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')

    def _pg_ctl(self, *arguments: str | Path) -> str:
        done = self.owner.run(
            self.programs / "pg_ctl", "--pgdata", self.data, "--silent", *arguments
        )
        return (
            ""
            if done.returncode == 0
            else (done.stderr or done.stdout or "no reason given").strip()
        )

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
            return f"Its log, {self.log}, ends: " + " / ".join(lines[-5:])
        return ""

    def _own_directory(self, directory: Path) -> None:
        """A directory of the server's user, closed to everybody else."""
        directory.mkdir(mode=0o700, exist_ok=True)
        if directory.is_symlink() or directory.stat().st_uid not in (os.geteuid(), self.owner.uid):
            raise ServerTrouble(f"{directory} belongs to somebody else.")
        self._give(directory, 0o700)

    def _give(self, path: Path, mode: int) -> None:
        path.chmod(mode)
        if os.geteuid() == ROOT:
            os.chown(path, self.owner.uid, self.owner.gid)


def private_home() -> Path:
    """A new directory for root's server, where its programs may run."""
    name = f"lienthong-{secrets.token_hex(4)}"
    for base in (Path("/var/lib"), Path("/var/tmp"), Path("/tmp")):  # noqa: S108 - a random name, made or refused
        home = base / name
        with contextlib.suppress(OSError):
            home.mkdir(mode=0o755)
            home.chmod(0o755)
            programs = private_copy(wheel_programs(), home / "programs")
            if Owner.unprivileged().run(programs / "postgres", "--version").returncode == 0:
                return home
            shutil.rmtree(home)
    raise ServerTrouble(
        "Root's PostgreSQL needs a directory outside the checkout where an ordinary user may run "
        "programs; /var/lib, /var/tmp and /tmp are closed. Start as an ordinary user, or set DATABASE_URL."
    )


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_our_server(pid: int, data: Path) -> bool:
    """Whether process `pid` is a living server of `data`: not a dead one, not another program."""
    if not is_running(pid):
        return False
    command = Path(f"/proc/{pid}/cmdline")
    if not command.parent.parent.joinpath("self").exists():
        return True  # no /proc on this system: believe the pid file
    with contextlib.suppress(OSError):
        return os.fsencode(data) in command.read_bytes()  # empty for a process already dead
    return False


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
