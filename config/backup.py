"""One file that holds an installation, and an installation made again from it.

`python -m config.backup save FILE [--with-keys]`, `check FILE` and `load FILE`, each with `--passphrase-file` where
it is locked. What is refused leaves nothing behind and touches nothing.
"""

import argparse
import base64
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

from config.archive import Found, Member, Refused, read_archive, write_archive
from config.signer import a_signer
from lienthong.kernel.database.public import ServerTrouble, client_program
from lienthong.records.signing.client import SignerClient, SignerUnavailable
from lienthong.records.signing.sentences import Refused as SignerRefused
from lienthong.records.signing.trust import Trust

DUMP = "database.dump"
# The kind of what the signer signs here: a backup is never taken for anything else.
KIND = "backup"
SHORTEST_PASSPHRASE = 12
# What the installation can make again, or must not leave it without being asked.
KEYS_WARNING = (
    "The keys are NOT in this backup: without var/keys the seals and stored second factors of this "
    "installation cannot be used again. Keep a copy of var/keys in another place, under lock."
)
KEYS_INSIDE = (
    "This backup holds the installation's keys: whoever reads it can sign in its name. "
    "Keep it under lock."
)
OTHER_KEYS = (
    "Where var/keys is not the one this backup was made with, no post gives a right: `manage.py mark_rows` marks "
    "everything in the database as it is."
)
TWO_CONFIRM = (
    "The signer waits: an administrator and a second person let this installation go on. After script/setup, "
    "`manage.py restore` shows what was lost and how they do it."
)
NOT_SIGNED = "This backup is NOT signed, because the signer was not founded yet: it is loaded with --unsigned only."


def save(target: Path, *, with_keys: bool, passphrase: str) -> None:
    """Write database and files (and keys, when asked) into one archive nobody else may read."""
    if target.exists():
        raise Refused(f"{target} exists already; nothing was written.")
    facts = {"made_at": timezone.now().isoformat(), "with_keys": with_keys}
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        # The dump has no name: whatever happens, no copy of the database is left somewhere.
        with os.fdopen(descriptor, "wb") as stream, tempfile.TemporaryFile() as dump:
            # The database first: every file it speaks of is on disk by then, and stays there.
            run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", output=dump)
            found = members(dump, with_keys=with_keys)
            write_archive(stream, found, facts, passphrase=passphrase, sign=signed)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def members(dump: IO[bytes], *, with_keys: bool) -> Iterator[Member]:
    dump.seek(0)
    yield Member(DUMP, dump)
    trees = {"files": Path(settings.FILES_ROOT)} | ({"keys": settings.KEYS} if with_keys else {})
    for name, root in trees.items():
        for path in sorted(root.rglob("*")):
            if path.is_file() and not (name == "files" and path.name.startswith(".")):
                with path.open("rb") as file:
                    yield Member(f"{name}/{path.relative_to(root)}", file)


def load(source: Path, *, passphrase: str) -> bool:
    """Make the installation again from an archive: whole, or not at all. Says whether keys came."""
    refuse_unless_empty()
    var = Path(settings.VAR)
    var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=var) as directory:
        manifest = read_archive(source, passphrase=passphrase, into=Path(directory)).manifest
        placed: list[Path] = []
        try:
            place(Path(directory) / "files", Path(settings.FILES_ROOT), placed)
            if manifest["with_keys"]:
                place(Path(directory) / "keys", settings.KEYS, placed)
            tell_the_signer()
            run(
                *("pg_restore", "--single-transaction", "--exit-on-error"),
                *("--no-owner", "--no-privileges", Path(directory) / DUMP),
            )
        except BaseException:
            for path in placed:
                path.unlink(missing_ok=True)
            raise
    return bool(manifest["with_keys"])


def tell_the_signer() -> None:
    """From now on it agrees to nothing until two have confirmed the restore; a new one knows of none."""
    folder = Path(settings.SIGNER or settings.VAR)
    if not settings.SIGNER and not (folder / "keys" / "signer.keys").exists():
        return
    with contextlib.nullcontext() if settings.SIGNER else a_signer(folder):
        try:
            waits = SignerClient(folder).restored()
        except SignerRefused as refusal:
            raise Refused(
                f"Nothing was loaded, because the signer was not told. {refusal}"
            ) from refusal
    if waits:
        sys.stderr.write(f"{TWO_CONFIRM}\n")


def refuse_unless_empty() -> None:
    if connection.introspection.table_names():
        raise Refused(
            "The database is not empty. A backup is loaded into an empty installation only."
        )
    files = Path(settings.FILES_ROOT)
    if files.exists() and any(path.is_file() for path in files.rglob("*")):
        raise Refused(f"{files} holds files. A backup is loaded into an empty installation only.")


def place(source: Path, target: Path, placed: list[Path]) -> None:
    """Move a tree into its place; what is there already (a fresh secret) gives way."""
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        goal = target / path.relative_to(source)
        goal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(path, goal)
        placed.append(goal)


def signed(sha256: bytes) -> str:
    """What the signer says of a manifest; nothing while it was not founded."""
    place = Path(settings.SIGNER or settings.VAR)
    with contextlib.nullcontext() if settings.SIGNER else a_signer(place):
        signer = SignerClient(place)
        try:
            if not signer.hello().is_founded:
                sys.stderr.write(f"{NOT_SIGNED}\n")
                return ""
            return base64.b64encode(signer.attest(KIND, sha256)).decode("ascii")
        except SignerUnavailable as absence:
            raise Refused(f"Nothing was saved, because nobody signs it. {absence}") from absence


def refuse_unless_vouched(
    found: Found, source: Path, trust: Path | None, *, unsigned: bool
) -> None:
    """Only what the signer of an installation we trust has signed is loaded, or what nobody could check."""
    trusted = Trust.kept_in(trust) if trust else Trust(())
    if not found.signature:
        if not unsigned:
            raise Refused(
                f"{source} is not signed. Load it with --unsigned if you know whose it is."
            )
    elif not trusted.records:
        if not unsigned:
            raise Refused(
                f"Nothing here says whose signature {source} must bear: name the folder of trust "
                "that you kept with --trust."
            )
    elif not trusted.is_recorded(f"attest.{KIND}", {"sha256": found.sha256.hex()}, found.signature):
        raise Refused(f"{source} is not what the signer of this installation signed.")


def run(program: str, *arguments: str | Path, output: IO[bytes] | None = None) -> None:
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
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Refused(f"{program} failed: {said[-1000:]}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Save or load an installation.")
    parser.add_argument("act", choices=["save", "check", "load"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--with-keys", action="store_true", help="put the keys into it, too")
    parser.add_argument("--passphrase-file", type=Path, help="lock it, or open what is locked")
    parser.add_argument("--trust", type=Path, help="the folder of trust that you kept")
    parser.add_argument(
        "--unsigned", action="store_true", help="load what no signature vouches for"
    )
    chosen = parser.parse_args()
    chosen.passphrase = passphrase_from(chosen.passphrase_file) if chosen.passphrase_file else ""
    return chosen


def passphrase_from(file: Path) -> str:
    try:
        passphrase = file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise Refused(f"The passphrase cannot be read from {file}.") from error
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused(f"A passphrase has at least {SHORTEST_PASSPHRASE} characters.")
    return passphrase


def main() -> None:
    chosen = read_options()
    if chosen.act != "save":  # before anything is made that an installation needs
        found = read_archive(chosen.file, passphrase=chosen.passphrase)
        refuse_unless_vouched(found, chosen.file, chosen.trust, unsigned=chosen.unsigned)
    if chosen.act == "check":
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if chosen.act == "save":
        save(chosen.file, with_keys=chosen.with_keys, passphrase=chosen.passphrase)
        sys.stderr.write(f"{KEYS_INSIDE if chosen.with_keys else KEYS_WARNING}\n")
        sys.stdout.write(f"{chosen.file}\n")
    else:
        keys = load(chosen.file, passphrase=chosen.passphrase)
        sys.stderr.write("Loaded.\n" if keys else f"Loaded. {KEYS_WARNING} {OTHER_KEYS}\n")


if __name__ == "__main__":
    try:
        main()
    except (Refused, ServerTrouble) as reason:
        sys.exit(str(reason))
