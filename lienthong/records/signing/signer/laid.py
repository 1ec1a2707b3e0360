"""What was laid before the signer and waits for an answer: messages and files, under their handles."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import Final

from lienthong.records.signing import messages
from lienthong.records.signing.messages import Message
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.disk import private_folder, write_whole

LAID_FOLDER: Final = "laid"
# A statement is open for seven days and then may wait for one; what is agreed to is fetched soon after.
KEPT_FOR_DAYS: Final = 11
KEPT_ONCE_TAKEN_HOURS: Final = 72
# All that is laid together, and what the disk keeps free for journal and keys.
MOST_FILES: Final = 50_000
MOST_BYTES: Final = 4 * 1024**3
KEPT_FREE: Final = 64 * 1024**2


@dataclass(frozen=True)
class Laid:
    """A message with the file it speaks of. Its handle is its hash: other bytes, another handle."""

    handle: str
    message: bytes
    file: bytes = b""

    @classmethod
    def of(cls, message: bytes, file: bytes = b"") -> Laid:
        return cls(messages.handle_of(message), message, file)

    @property
    def said(self) -> Message:
        return messages.read(self.message)


class LaidFiles:
    """`keys/laid`: for each handle the message, its file, and the file made from it, until it was taken."""

    def __init__(self, place: Path) -> None:
        self.folder = place / LAID_FOLDER
        private_folder(self.folder)
        self.forget_old()

    def keep(self, laid: Laid) -> None:
        """Keep what was laid; the same again changes nothing."""
        self.forget_old()
        if not self._path(laid.handle, "json").exists():
            self._refuse_too_much(len(laid.message) + len(laid.file))
        if not self._path(laid.handle, "file").exists() and laid.file:
            write_whole(self._path(laid.handle, "file"), laid.file)
        if not self._path(laid.handle, "json").exists():
            self._write(laid.handle, "json", laid.message)

    def find(self, handle: str) -> Laid:
        message = self._kept(handle, "json")
        if message is None:
            raise Refused(
                _("The signer holds nothing under this handle; lay it before the signer anew.")
            )
        return Laid(handle, message, self._kept(handle, "file") or b"")

    def keep_made(self, handle: str, made: bytes) -> None:
        """Keep the file made from an agreement: on disk before anybody hears of it."""
        write_whole(self._path(handle, "made"), made)

    def made(self, handle: str) -> bytes | None:
        return self._kept(handle, "made")

    def note_taken(self, handle: str) -> None:
        """From now on the made file is kept for three days more."""
        if not self._path(handle, "taken").exists():
            self._write(handle, "taken", b"")

    def keep_longer(self, handle: str) -> None:
        """What cannot be made yet is kept as if it had been laid now."""
        path = self._path(handle, "json")
        if path.exists():
            os.utime(path, (time.time(), time.time()))

    def forget_old(self) -> None:
        now = time.time()
        for path in self.folder.glob("*.json"):
            # What was made from it is kept until somebody has taken it, however long that lasts.
            is_wanted = path.with_suffix(".made").exists()
            if not is_wanted and path.stat().st_mtime < now - KEPT_FOR_DAYS * 24 * 3600:
                self._forget(path.stem)
        for path in self.folder.glob("*.taken"):
            if path.stat().st_mtime < now - KEPT_ONCE_TAKEN_HOURS * 3600:
                self._forget(path.stem)

    def _refuse_too_much(self, more: int) -> None:
        """However much is laid, the signer goes on with what lies there, and can withdraw keys."""
        sizes = [path.stat().st_size for path in self.folder.iterdir()]
        is_full = len(sizes) >= MOST_FILES or sum(sizes) + more > MOST_BYTES
        if is_full or disk_usage(self.folder).free - more < KEPT_FREE:
            raise Refused(
                _("Too much lies before the signer and waits for an answer. Try again later.")
            )

    def _write(self, handle: str, ending: str, data: bytes) -> None:
        path = self._path(handle, ending)
        write_whole(path, data)
        # Its age is counted by the signer's clock.
        os.utime(path, (time.time(), time.time()))

    def _forget(self, handle: str) -> None:
        for ending in ("file", "made", "taken", "json"):
            self._path(handle, ending).unlink(missing_ok=True)

    def _kept(self, handle: str, ending: str) -> bytes | None:
        path = self._path(handle, ending)
        return path.read_bytes() if path.exists() else None

    def _path(self, handle: str, ending: str) -> Path:
        if not messages.is_sha256(handle):
            raise Refused(
                _("The signer holds nothing under this handle; lay it before the signer anew.")
            )
        return self.folder / f"{handle}.{ending}"
