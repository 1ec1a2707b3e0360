"""Marks on entries and on rows. Only a process of ours can make one; the database is not enough."""

import hmac
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lienthong.kernel.database.public import secret_from

from .chain import canonical

# What no mark of an entry begins with.
_ROW = b"row\0"
_SALT = 16  # hexadecimal digits: two entries alike do not bear one mark


def marked(content: dict[str, Any]) -> str:
    """A new mark for what an entry says."""
    salt = secrets.token_hex(_SALT // 2)
    return salt + _mac(salt, content)


def is_marked(mark: str, content: dict[str, Any]) -> bool:
    return hmac.compare_digest(mark[_SALT:].encode(), _mac(mark[:_SALT], content).encode())


def marked_as(table: str, content: dict[str, Any]) -> str:
    """The mark of a row of a table."""
    return _hmac(_ROW + canonical([table, content]))


def is_marked_as(table: str, mark: str, content: dict[str, Any]) -> bool:
    return hmac.compare_digest(mark.encode(), marked_as(table, content).encode())


def _mac(salt: str, content: dict[str, Any]) -> str:
    return _hmac(salt.encode() + canonical(content))


def _hmac(said: bytes) -> str:
    return hmac.digest(_key(settings.MARKS), said, "sha256").hex()


@cache
def _key(place: Path) -> bytes:
    return secret_from(place).encode()
