"""The one file that holds an installation: a tar, perhaps locked, whose manifest the signer has signed."""

import contextlib
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from config.locked import LockedReader, LockedWriter, WrongPassphrase, is_locked

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.signature"
PIECE: Final = 2**20


class Refused(Exception):
    """Why nothing was saved or loaded, in a sentence."""


@dataclass(frozen=True)
class Member:
    """A file that is saved, by its name in the archive."""

    name: str
    file: IO[bytes]


@dataclass(frozen=True)
class Found:
    """What an archive says of itself, all of it compared with what it holds."""

    manifest: dict[str, Any]
    # The hash of the manifest, and what the signer said of it; empty in an unsigned archive.
    sha256: bytes
    signature: str


def write_archive(
    stream: IO[bytes],
    members: Iterator[Member],
    facts: dict[str, Any],
    *,
    passphrase: str,
    sign: Callable[[bytes], str],
) -> None:
    """Everything, then the manifest of it, then the signature of that."""
    locked = LockedWriter(stream, passphrase) if passphrase else None
    target: Any = locked or stream
    with tarfile.open(fileobj=target, mode="w|") as archive:
        hashes = {}
        for member in members:
            hashes[member.name] = hashlib.file_digest(member.file, "sha256").hexdigest()  # type: ignore[arg-type]
            member.file.seek(0)
            _add(archive, member.name, member.file)
        manifest = json.dumps({"format": FORMAT, **facts, "sha256": hashes}, indent=1).encode()
        _add(archive, MANIFEST, io.BytesIO(manifest))
        signature = sign(hashlib.sha256(manifest).digest())
        if signature:
            _add(archive, SIGNATURE, io.BytesIO(signature.encode("ascii")))
    if locked:
        locked.finish()


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    """Its name and bytes: whose it was on this machine says nothing on another."""
    entry = tarfile.TarInfo(name)
    entry.size = file.seek(0, os.SEEK_END)
    file.seek(0)
    archive.addfile(entry, file)


def read_archive(source: Path, *, passphrase: str = "", into: Path | None = None) -> Found:
    """Compare all of an archive with its manifest, and unpack it into a directory, if one is named."""
    try:
        with source.open("rb") as file, _unlocked(source, file, passphrase) as plain:
            return _read(source, plain, into)
    except WrongPassphrase:
        raise Refused(f"This is not the passphrase of {source}.") from None
    except (tarfile.TarError, OSError, ValueError, LookupError, TypeError) as error:
        raise Refused(f"{source} is not a whole backup, or cannot be read: {error}") from error


@contextlib.contextmanager
def _unlocked(source: Path, file: IO[bytes], passphrase: str) -> Iterator[Any]:
    if not is_locked(file):
        yield file
    elif passphrase:
        yield LockedReader(file, passphrase)
    else:
        raise Refused(f"{source} is locked with a passphrase; name it with --passphrase-file.")


def _read(source: Path, plain: Any, into: Path | None) -> Found:
    found: dict[str, str] = {}
    said: dict[str, bytes] = {}
    with tarfile.open(fileobj=plain, mode="r|") as archive:
        for entry in archive:
            content = content_of(archive, entry)
            if entry.name in (MANIFEST, SIGNATURE):
                said[entry.name] = content.read()
                continue
            digest = hashlib.sha256()
            with unpacked(entry.name, into) as file:
                while part := content.read(PIECE):
                    digest.update(part)
                    file.write(part)
            found[entry.name] = digest.hexdigest()
    while plain.read(PIECE):  # to the end: what is locked is whole only there
        pass
    manifest = json.loads(said[MANIFEST])
    if manifest["format"] != FORMAT:
        raise Refused(f"{source} was made by a release with another format of backups.")
    if found != manifest["sha256"]:
        raise Refused(f"{source} is damaged: what it holds is not what its manifest says.")
    signature = said.get(SIGNATURE, b"").decode("ascii")
    return Found(manifest, hashlib.sha256(said[MANIFEST]).digest(), signature)


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
