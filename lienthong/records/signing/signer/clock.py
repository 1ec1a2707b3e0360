"""The signer's own clock: the one place it asks for the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """This second, as the signer's computer counts."""
    return datetime.fromtimestamp(int(time.time()), UTC)
