"""Marks on entries. Only a process of ours can make one; access to the database is not enough."""

import hashlib
import hmac
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lienthong.kernel.database.public import secret_from

from .chain import canonical

KEY_FILE = "audit-entries"
_SALT = 16  # hexadecimal digits: two entries alike do not bear one mark


def marked(content: dict[str, Any]) -> str:
    """A new mark for what an entry says."""
    salt = secrets.token_hex(_SALT // 2)
    return salt + _mac(salt, content)


def is_marked(mark: str, content: dict[str, Any]) -> bool:
    return hmac.compare_digest(mark[_SALT:].encode(), _mac(mark[:_SALT], content).encode())


def _mac(salt: str, content: dict[str, Any]) -> str:
    said = salt.encode() + canonical(content)
    return hmac.new(_key(settings.KEYS / KEY_FILE), said, hashlib.sha256).hexdigest()


@cache
def _key(place: Path) -> bytes:
    return secret_from(place).encode()
