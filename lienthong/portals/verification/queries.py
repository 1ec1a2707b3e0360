"""Asking the child for a verdict."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lienthong.kernel.files.public import run_bounded
from lienthong.kernel.permissions.public import RuleBroken

SECONDS, MEGABYTES = 20, 1024
CHECKS, WINDOW = 30, 10 * 60


def verdict_on(data: bytes) -> dict[str, Any]:
    """What can be said of a file, in the reader's language."""
    found: dict[str, Any] = run_bounded(
        "lienthong.records.signing.checking.checked",
        data,
        seconds=SECONDS,
        megabytes=MEGABYTES,
        trust=str(settings.KEYS / "trust"),
    )
    for name in ("reasons", "notes"):
        found[name] = [_(message) % facts for message, facts in found[name]]
    found["date"] = dt.date.fromisoformat(found["date"]) if found["date"] else None
    for signature in found["signatures"]:
        when = signature["when"]
        signature["when"] = dt.datetime.fromisoformat(when) if when else None
    return found


def refuse_too_many(address: str) -> None:
    """So that nobody keeps the machine busy: a number of checks per address in ten minutes."""
    key = "verification:" + salted_hmac("lienthong.verification", address).hexdigest()
    cache.add(key, 0, WINDOW)
    if cache.incr(key) > CHECKS:
        raise RuleBroken(_("Too many files were checked from here. Try again in ten minutes."))
