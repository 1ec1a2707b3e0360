"""The chain of the history: how it is linked and what its heads say. Knows no database and no Django.

Every link covers the one before it, so that no entry is changed, removed or moved without breaking
all that follow. The signer extends the chain from its own last head and signs the new one.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

CHAIN = "audit"
_PREFIX = b"lienthong.history.1\0"


@dataclass(frozen=True)
class Place:
    """A place in the chain: the epoch, the number of the entry, and the link there."""

    epoch: int
    number: int
    link: str

    @classmethod
    def of(cls, content: dict[str, Any]) -> "Place":
        """The place that a head is about."""
        return cls(content["epoch"], content["n"], content["hash"])

    @classmethod
    def read(cls, text: str) -> "Place":
        """From `EPOCH:NUMBER:LINK`, as noted on paper."""
        epoch, number, link = text.split(":")
        return cls(int(epoch), int(number), link)

    def __str__(self) -> str:
        return f"{self.epoch}:{self.number}:{self.link}"

    def as_list(self) -> list[int | str]:
        return [self.epoch, self.number, self.link]


@dataclass(frozen=True)
class SignedHead:
    """What the signer says of the chain, under its signature for records."""

    content: dict[str, Any]
    signature: str

    @property
    def place(self) -> Place:
        return Place.of(self.content)

    @property
    def hash(self) -> str:
        return head_hash(self.content)


def canonical(content: Any) -> bytes:
    """The one way to write a content as bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def genesis(installation: str) -> Place:
    """Where the chain of an installation begins."""
    return Place(1, 0, hashlib.sha256(_PREFIX + installation.encode()).hexdigest())


def epoch_link(content: dict[str, Any]) -> str:
    """The link from which an epoch begun by a restore goes on."""
    said = {name: value for name, value in content.items() if name != "hash"}
    return hashlib.sha256(_PREFIX + canonical(said)).hexdigest()


def entry_hash(entry: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(entry)).hexdigest()


def linked(before: str, entry: str) -> str:
    """The link of an entry's hash to what was before it."""
    return hashlib.sha256(bytes.fromhex(before) + bytes.fromhex(entry)).hexdigest()


def head_hash(content: dict[str, Any]) -> str:
    """The hash by which the next head names this one."""
    return hashlib.sha256(canonical(content)).hexdigest()
