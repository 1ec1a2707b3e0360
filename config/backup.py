"""One file that holds an installation, and an installation made again from it.

`python -m config.backup save FILE [--with-keys]`, `python -m config.backup check FILE` and
`python -m config.backup load FILE`. What is refused leaves nothing behind and touches nothing.
"""

import argparse
import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

from lienthong.kernel.database.public import ServerTrouble, client_program

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
# What the installation can make again, or must not leave it without being asked.
KEYS_WARNING = (
    "The keys are NOT in this backup: without var/keys the seals and stored second factors of this "
    "installation cannot be used again. Keep a copy of var/keys in another place, under lock."
)
KEYS_INSIDE = (
    "This backup holds the installation's keys: whoever reads it can sign in its name. "
    "Keep it under lock."
)


class Refused(Exception):
    """Why nothing was saved or loaded, in a sentence."""


def save(target: Path, *, with_keys: bool) -> None:
    """Write database and files (and keys, when asked) into one archive nobody else may read."""
    if target.exists():
        raise Refused(f"{target} exists already; nothing was written.")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream, tempfile.TemporaryDirectory() as directory:
            dump = Path(directory) / DUMP
            # The database first: every file it speaks of is on disk by then, and stays there.
            run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
            with tarfile.open(fileobj=stream, mode="w") as archive:
                write_members(archive, dump, with_keys=with_keys)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def write_members(archive: tarfile.TarFile, dump: Path, *, with_keys: bool) -> None:
    hashes = {}
    for name, path in members(dump, with_keys=with_keys):
        hashes[name] = hash_of(path)
        archive.add(path, arcname=name, filter=anonymous)
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "with_keys": with_keys,
        "sha256": hashes,
    }
    content = json.dumps(manifest, indent=1).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def members(dump: Path, *, with_keys: bool) -> Iterator[tuple[str, Path]]:
    yield DUMP, dump
    trees = {"files": Path(settings.FILES_ROOT)} | ({"keys": settings.KEYS} if with_keys else {})
    for name, root in trees.items():
        for path in sorted(root.rglob("*")):
            if path.is_file() and not (name == "files" and path.name.startswith(".")):
                yield f"{name}/{path.relative_to(root)}", path


def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def load(source: Path) -> bool:
    """Make the installation again from an archive: whole, or not at all. Says whether keys came."""
    refuse_unless_empty()
    var = Path(settings.VAR)
    var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=var) as directory:
        manifest = read_archive(source, into=Path(directory))
        placed: list[Path] = []
        try:
            place(Path(directory) / "files", Path(settings.FILES_ROOT), placed)
            if manifest["with_keys"]:
                place(Path(directory) / "keys", settings.KEYS, placed)
            run(
                *("pg_restore", "--single-transaction", "--exit-on-error"),
                *("--no-owner", "--no-privileges", Path(directory) / DUMP),
            )
        except BaseException:
            for path in placed:
                path.unlink(missing_ok=True)
            raise
    return bool(manifest["with_keys"])


def refuse_unless_empty() -> None:
    if connection.introspection.table_names():
        raise Refused(
            "The database is not empty. A backup is loaded into an empty installation only."
        )
    files = Path(settings.FILES_ROOT)
    if files.exists() and any(path.is_file() for path in files.rglob("*")):
        raise Refused(f"{files} holds files. A backup is loaded into an empty installation only.")


def read_archive(source: Path, *, into: Path | None = None) -> dict[str, Any]:
    """Compare all of an archive with its manifest, and unpack it into a directory, if one is named."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(source) as archive:
            for entry in archive:
                content = content_of(archive, entry)
                if entry.name == MANIFEST:
                    manifest = json.load(content)
                    continue
                digest = hashlib.sha256()
                with unpacked(entry.name, into) as file:
                    while part := content.read(2**20):
                        digest.update(part)
                        file.write(part)
                found[entry.name] = digest.hexdigest()
        if manifest["format"] != FORMAT:
            raise Refused(f"{source} was made by a release with another format of backups.")
    except (tarfile.TarError, OSError, ValueError, LookupError) as error:
        raise Refused(f"{source} is not a whole backup, or cannot be read: {error}") from error
    if found != manifest["sha256"]:
        raise Refused(f"{source} is damaged: what it holds is not what its manifest says.")
    return manifest


def content_of(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    """Only plain files below the directory: an archive from elsewhere may try other things."""
    parts = PurePosixPath(entry.name).parts
    content = archive.extractfile(entry) if entry.isreg() else None
    if content is None or not parts or ".." in parts or parts[0] == "/":
        raise tarfile.TarError(f"unexpected entry {entry.name!r}")
    return content


@contextlib.contextmanager
def unpacked(name: str, into: Path | None) -> Iterator[IO[bytes]]:
    """Where the content of an entry goes: into its file, or nowhere."""
    path = Path(os.devnull) if into is None else into.joinpath(name)
    if into is not None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as file:
        yield file
    if into is not None:
        path.chmod(0o440 if name.startswith("files/") else 0o600)


def place(source: Path, target: Path, placed: list[Path]) -> None:
    """Move a tree into its place; what stands there already (a fresh secret) gives way."""
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        goal = target / path.relative_to(source)
        goal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(path, goal)
        placed.append(goal)


def run(program: str, *arguments: str | Path) -> None:
    """Run a client program of PostgreSQL on the installation's database."""
    connection.ensure_connection()
    address = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {name: str(address[key]) for name, key in names.items() if address.get(key)}
    environment |= {
        f"PG{name.upper()}": str(value)
        for name, value in address["OPTIONS"].items()
        if name.startswith("ssl")
    }
    target = ["--dbname", address["NAME"]]
    done = subprocess.run(  # noqa: S603 - our own program
        [client_program(program), *target, *(str(part) for part in arguments)],
        env={"PATH": os.environ.get("PATH", ""), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{program} failed: {done.stderr.strip()[-1000:]}")


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description="Save or load an installation.")
    parser.add_argument("act", choices=["save", "check", "load"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--with-keys", action="store_true", help="put the keys into it, too")
    chosen = parser.parse_args()
    if chosen.act != "save":
        read_archive(chosen.file)  # before anything is made that an installation needs
    if chosen.act == "check":
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if chosen.act == "save":
        save(chosen.file, with_keys=chosen.with_keys)
        sys.stderr.write(f"{KEYS_INSIDE if chosen.with_keys else KEYS_WARNING}\n")
        sys.stdout.write(f"{chosen.file}\n")
    else:
        keys = load(chosen.file)
        sys.stderr.write("Loaded.\n" if keys else f"Loaded. {KEYS_WARNING}\n")


if __name__ == "__main__":
    try:
        main()
    except (Refused, ServerTrouble) as reason:
        sys.exit(str(reason))
