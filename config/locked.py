"""A file that nobody reads without its passphrase: written and read piece by piece, in little memory.

The key is stretched from the passphrase (scrypt) for this file alone; each piece is AES-GCM under its own number,
and the last one says that it is the last, so that a file cut short is known from a whole one.
"""

import hmac
import io
import os
from typing import IO, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC: Final = b"lienthong.locked.1\n"
PIECE: Final = 2**20
TAG, SALT, PROOF = 16, 16, 32
STRETCHED: Final = 2**16


class WrongPassphrase(Exception):
    """It opens another file, or none."""


class Broken(OSError):
    """A piece is not what was written, or missing."""


def is_locked(file: IO[bytes]) -> bool:
    """Whether a file begins as ours do; it is read from its beginning afterwards."""
    begins = file.read(len(MAGIC))
    file.seek(0)
    return begins == MAGIC


class _Pieces:
    """The keys of one file, from passphrase and salt."""

    def __init__(self, passphrase: str, salt: bytes) -> None:
        stretch = Scrypt(salt=salt, length=64, n=STRETCHED, r=8, p=1)
        keys = stretch.derive(passphrase.encode("utf-8"))
        self.lock = AESGCM(keys[:32])
        self.proof = hmac.digest(keys[32:], MAGIC + salt, "sha256")
        self.number = 0

    def next_nonce(self, *, is_last: bool) -> bytes:
        self.number += 1
        return self.number.to_bytes(11, "big") + bytes([is_last])


class LockedWriter(io.RawIOBase):
    """Locks what is written into it and passes it on; the file is whole once this is closed."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        self._target, self._rest = target, bytearray()
        salt = os.urandom(SALT)
        self._pieces = _Pieces(passphrase, salt)
        target.write(MAGIC + salt + self._pieces.proof)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._rest += data
        while len(self._rest) > PIECE:  # one piece is kept: it may be the last
            self._lock(bytes(self._rest[:PIECE]), is_last=False)
            del self._rest[:PIECE]
        return len(data)

    def finish(self) -> None:
        """The last piece, which says so; without it nobody takes the file for whole."""
        self._lock(bytes(self._rest), is_last=True)

    def _lock(self, piece: bytes, *, is_last: bool) -> None:
        nonce = self._pieces.next_nonce(is_last=is_last)
        self._target.write(self._pieces.lock.encrypt(nonce, piece, None))


class LockedReader(io.RawIOBase):
    """Reads what was locked, one piece after the other; no byte of a broken piece is given out."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        if source.read(len(MAGIC)) != MAGIC:
            raise Broken("not one of ours")
        self._source, self._open = source, b""
        salt, proof = source.read(SALT), source.read(PROOF)
        self._pieces = _Pieces(passphrase, salt)
        if not hmac.compare_digest(self._pieces.proof, proof):
            raise WrongPassphrase
        self._next = source.read(PIECE + TAG)
        self._is_over = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        found = bytearray()
        while (size < 0 or len(found) < size) and (self._open or not self._is_over):
            if not self._open:
                self._open = self._unlocked()
            taken = len(self._open) if size < 0 else size - len(found)
            found += self._open[:taken]
            self._open = self._open[taken:]
        return bytes(found)

    def _unlocked(self) -> bytes:
        piece, self._next = self._next, self._source.read(PIECE + TAG)
        self._is_over = not self._next
        nonce = self._pieces.next_nonce(is_last=self._is_over)
        try:
            return self._pieces.lock.decrypt(nonce, piece, None)
        except InvalidTag:
            raise Broken("a piece is damaged or missing") from None
