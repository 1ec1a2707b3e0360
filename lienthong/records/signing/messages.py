"""The messages the signer is laid: canonical bytes, their hashes, and what a passkey signs. No Django here."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _

STATEMENT: Final = b"lienthong.statement.1\0"
AGREEMENT: Final = b"lienthong.agreement.1\0"
KNOWING: Final = b"lienthong.knowing.1\0"
ANSWER: Final = b"lienthong.answer.1\0"
RECORD: Final = b"lienthong.record.1\0"
LONGEST: Final = 64 * 1024
# Why a key is withdrawn whose holder says that somebody else has used it.
NOT_ME: Final = "not me"
BADLY_WRITTEN: Final = _("This message is not written as the signer's messages are.")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_ID: Final = re.compile(r"[0-9a-f]{32}")

Message: TypeAlias = dict[str, Any]


def canonical(said: Any) -> bytes:
    """The only bytes a message has: UTF-8, NFC, keys sorted, no spaces, no fractions."""
    _refuse_fractions(said)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode("utf-8")


def read(data: bytes, longest: int = LONGEST) -> Message:
    """A message from its canonical bytes; the same said in other bytes is refused."""
    try:
        said = json.loads(data) if len(data) <= longest else None
        if isinstance(said, dict) and canonical(said) == data:
            return said
    except (ValueError, RecursionError):
        pass
    raise Refused(BADLY_WRITTEN)


def _refuse_fractions(said: Any) -> None:
    if isinstance(said, dict):
        for name, value in said.items():
            if not isinstance(name, str) or not name.isascii():
                raise ValueError("a key that is not plain")
            _refuse_fractions(value)
    elif isinstance(said, list | tuple):
        for value in said:
            _refuse_fractions(value)
    elif isinstance(said, float):
        raise ValueError("a fraction")


def statement_hash(message: bytes) -> str:
    """H of what gives, replaces or restores: the handle under which the signer keeps it."""
    return hashlib.sha256(STATEMENT + message).hexdigest()


def agreement_hash(message: bytes) -> str:
    """H of an agreement to sign or to seal a file."""
    return hashlib.sha256(AGREEMENT + message).hexdigest()


def knowing_handle(key: str, *about: str) -> str:
    """Stands for no message: a passkey that answers it proves a key, or changes its passkeys, and agrees to nothing."""
    said = "\0".join((key, *about))
    return hashlib.sha256(KNOWING + said.encode("utf-8")).hexdigest()


def is_agreement(message: Mapping[str, Any]) -> bool:
    return "act" in message


def handle_of(message: bytes) -> str:
    """H of a message of either sort."""
    return agreement_hash(message) if is_agreement(read(message)) else statement_hash(message)


def answer_challenge(handle: str, nonce: bytes, verb: str, key: str) -> bytes:
    """What a passkey signs: this message, this verb, this key, this once."""
    said = canonical([verb, key])
    return hashlib.sha256(ANSWER + bytes.fromhex(handle) + nonce + said).digest()


def record_bytes(kind: str, said: Mapping[str, Any]) -> bytes:
    """What the record key signs of a head, a receipt or an attested hash: one kind is never taken for another."""
    return RECORD + kind.encode("ascii") + b"\0" + canonical(dict(said))


def signing_agreement(  # noqa: PLR0913 - all that is agreed to, each by its name
    *,
    installation: str,
    key: str,
    type: str,
    abstract: str,
    organisation: str,
    term: str,
    form: bytes,
    id: str = "",
) -> bytes:
    """A leader agrees to sign this form; laid together with the form. One `id`, one agreement."""
    return _agreement(
        installation,
        act="sign",
        key=key,
        kind="sealed_document",
        type=type,
        abstract=abstract,
        organisation=organisation,
        term=term,
        file=sha256(form),
        id=id or new_id(),
    )


def sealing_agreement(  # noqa: PLR0913 - all that is agreed to, each by its name
    *,
    installation: str,
    key: str,
    seal: str,
    organisation: str,
    term: str,
    type: str,
    number: str,
    day: str,
    signed: bytes,
    id: str = "",
) -> bytes:
    """A clerk agrees to the seal on this signed file with this number and this day, as printed."""
    return _agreement(
        installation,
        act="seal",
        key=key,
        seal=seal,
        organisation=organisation,
        term=term,
        type=type,
        number=number,
        day=day,
        file=sha256(signed),
        id=id or new_id(),
    )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_sha256(text: object) -> bool:
    return isinstance(text, str) and bool(_SHA256.fullmatch(text))


def is_id(text: object) -> bool:
    """Whether it is written as `new_id` writes one."""
    return isinstance(text, str) and bool(_ID.fullmatch(text))


def moment(when: datetime) -> str:
    """A moment as messages, journal and receipts write it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _agreement(installation: str, **said: str) -> bytes:
    return canonical({"v": 1, "installation": installation, **said})


def new_id() -> str:
    return os.urandom(16).hex()
