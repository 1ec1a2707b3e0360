"""Asking the child for a verdict."""

import datetime as dt
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lienthong.kernel.files.public import run_bounded
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.documents.public import (
    Document,
    Effect,
    in_force,
    issued_document_of,
    said_of,
)
from lienthong.records.signing.public import handed_to_verifiers

SECONDS, MEGABYTES = 20, 512
CHECKS, WINDOW = 30, 10 * 60
AT_ONCE, SECONDS_TO_WAIT = 2, 3
_places = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Since:
    """That a document was recalled, replaced or amended: by which, and where that one is checked."""

    effect: Effect

    @property
    def said(self) -> str:
        return said_of(self.effect)

    @property
    def nameless(self) -> str:
        """For who has scanned a code: neither number nor subject of anything."""
        return said_of(self.effect, named=False)

    @property
    def url(self) -> str:
        """Where the later document is checked, if a code for that is printed on it."""
        token = self.effect.document.check_token
        return reverse("verification:scanned", args=[token]) if token else ""


def verdict_on(data: bytes) -> dict[str, Any]:
    """What can be said of a file, in the reader's language, and what the register says of a whole one."""
    with _a_place():
        found: dict[str, Any] = run_bounded(
            "lienthong.records.signing.checking.checked",
            data,
            seconds=SECONDS,
            megabytes=MEGABYTES,
            **handed_to_verifiers(),
        )
    for name in ("reasons", "notes"):
        found[name] = [_(message) % facts for message, facts in found[name]]
    found["date"] = dt.date.fromisoformat(found["date"]) if found["date"] else None
    for signature in found["signatures"]:
        when = signature["when"]
        signature["when"] = dt.datetime.fromisoformat(when) if when else None
    if found["valid"]:
        found["registered"] = document = registered(data)
        found["since"] = what_became_of(document) if document else []
    return found


def what_became_of(document: Document) -> list[Since]:
    """What the issuer has done since to a document issued here: who holds its file may know that."""
    return [Since(one) for one in in_force([document.pk])[document.pk].effects]


def registered(data: bytes) -> Document | None:
    """The document this very file was issued as here; a whole file may still be in no register."""
    return issued_document_of(hashlib.sha256(data).hexdigest())


@contextmanager
def _a_place() -> Iterator[None]:
    """Strangers occupy only some of a process's threads; the others stay for those who work here."""
    if not _places.acquire(timeout=SECONDS_TO_WAIT):
        raise RuleBroken(_("Many files are being checked just now. Try again in a minute."))
    try:
        yield
    finally:
        _places.release()


def refuse_too_many(address: str) -> None:
    """So that nobody keeps the machine busy: a number of checks per address in ten minutes."""
    window = int(time.time()) // WINDOW
    key = "verification:" + salted_hmac("lienthong.verification", f"{window}:{address}").hexdigest()
    checked = int(cache.get(key, 0)) + 1
    cache.set(key, checked, WINDOW)
    if checked > CHECKS:
        raise RuleBroken(_("Too many files were checked from here. Try again in ten minutes."))
