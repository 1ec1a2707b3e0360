"""The chain of seals: how it is computed and how it is checked. Knows no database and no Django.

Every entry's hash covers the hash before it, so that no entry can be changed, removed or moved
without breaking all that follow. Signed heads keep the chain from being computed anew.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

GENESIS = "0" * 64


def canonical(content: dict[str, Any]) -> bytes:
    """One spelling of the content, whoever writes it."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(previous_hash: str, entry: dict[str, Any]) -> str:
    return hashlib.sha256(previous_hash.encode() + b"\n" + canonical(entry)).hexdigest()


def key_from_secret(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(
        hashlib.sha256(b"audit:" + secret.encode()).digest()
    )


def sign_head(key: Ed25519PrivateKey, head: dict[str, Any]) -> str:
    return key.sign(canonical(head)).hex()


def is_signed(head: dict[str, Any], public_key: str, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(signature), canonical(head)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass
class Verdict:
    """What the check of an export found; `faults` are sentences, empty when all is well."""

    entries: int = 0
    heads: int = 0
    unsigned: int = 0
    keys: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.faults


@dataclass
class _Reading:
    number: int
    hash: str
    signed: int = 0
    hashes: dict[int, str] = field(default_factory=dict)


def verify(
    lines: Iterable[dict[str, Any]],
    *,
    trusted_keys: frozenset[str] = frozenset(),
    after: tuple[int, str] = (0, GENESIS),
    known_head: tuple[int, str] | None = None,
) -> Verdict:
    """Check exported lines: entries in the order of their seals, then the signed heads.

    `known_head` (number, hash), noted earlier and elsewhere, shows whether the end was cut off
    or the whole chain was computed anew by somebody holding the key.
    """
    verdict = Verdict()
    reading = _Reading(*after)
    for line in lines:
        if "entry" in line:
            _read_entry(line, reading, verdict)
        elif "head" in line:
            _read_head(line, reading, verdict, trusted_keys)
    if known_head and reading.hashes.get(known_head[0]) != known_head[1]:
        verdict.faults.append(f"The head {known_head[0]} noted earlier is not in this chain.")
    verdict.unsigned = max(0, reading.number - max(reading.signed, after[0]))
    return verdict


def _read_entry(line: dict[str, Any], reading: _Reading, verdict: Verdict) -> None:
    entry, stated = line["entry"], line["hash"]
    number = entry["seal_number"]
    verdict.entries += 1
    if number <= reading.number:
        verdict.faults.append(f"Entry with seal {number} stands out of order or twice.")
    elif number > reading.number + 1:
        verdict.faults.append(f"Seals {reading.number + 1} to {number - 1} are missing.")
    elif link(reading.hash, entry) != stated:
        verdict.faults.append(f"Entry with seal {number} (number {entry['id']}) was changed.")
    reading.number, reading.hash = max(number, reading.number), stated
    reading.hashes[number] = stated


def _read_head(
    line: dict[str, Any], reading: _Reading, verdict: Verdict, trusted_keys: frozenset[str]
) -> None:
    head, public_key = line["head"], line["public_key"]
    number = head["number"]
    verdict.heads += 1
    verdict.keys.add(public_key)
    if trusted_keys and public_key not in trusted_keys:
        verdict.faults.append(f"Head {number} is signed with a key that is not trusted.")
    elif not is_signed(head, public_key, line["signature"]):
        verdict.faults.append(f"The signature of head {number} is not valid.")
    elif number > reading.number:
        verdict.faults.append(f"Seals {reading.number + 1} to {number} were cut off the end.")
    elif reading.hashes.get(number, head["hash"]) != head["hash"]:
        verdict.faults.append(f"The chain at seal {number} is not the one that was signed.")
    reading.signed = max(reading.signed, number)
