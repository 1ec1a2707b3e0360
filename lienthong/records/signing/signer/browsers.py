"""Browsers in which a key is known: its holder has enrolled or answered there before.

Wrong tries count in each of them, and anywhere else, apart: whoever guesses from another place does not lock
the holder out of the own browser.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any, Final

from lienthong.records.signing.messages import BADLY_WRITTEN, is_sha256, moment
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.vault import Vault

MOST: Final = 20
FAILURES_BEFORE_LOCK: Final = 5
LOCKED_FOR_SECONDS: Final = 15 * 60
KNOWN, NEW = "known", "new"
MARK_FIGURES: Final = 16
_ELSEWHERE: Final = "elsewhere"


class Browsers:
    """Kept in the vault's state; a browser is the hash of the window's mark in it, or nothing."""

    def __init__(self, vault: Vault, key_id: str) -> None:
        self._vault = vault
        self._state: dict[str, Any] = vault.state["keys"][key_id]

    def knows(self, browser: str) -> bool:
        return bool(browser) and browser in self._known

    def how_known(self, browser: str) -> str:
        """As the journal says it of an answer."""
        return KNOWN if self.knows(browser) else NEW

    def remember(self, browser: str) -> None:
        """The newest ones are known; the oldest one gives way."""
        if not browser:
            return
        known = [one for one in self._known if one != browser]
        self._state["browsers"] = [*known, browser][-MOST:]
        since = self._since
        since.setdefault(browser, moment(datetime.fromtimestamp(time.time(), UTC)))
        self._state["since"] = {one: since[one] for one in self._known if one in since}
        self._state["tries"] = {
            place: tries
            for place, tries in self._tries.items()
            if place in (_ELSEWHERE, *self._known)
        }
        self._vault.keep_state()

    def begin(self, browser: str) -> None:
        """The key was begun in this one."""
        self._state["begun_in"] = browser
        self.remember(browser)

    def was_begun_in(self, browser: str) -> bool:
        return bool(browser) and browser == self._state.get("begun_in")

    def known_since(self, browser: str) -> list[dict[str, Any]]:
        """From when on the key is known in each, the one used last first; `here` is the browser that asks."""
        return [
            {"since": self._since.get(one, ""), "here": one == browser}
            for one in reversed(self._known)
        ]

    def locked_until(self, browser: str) -> datetime | None:
        """The moment from which a PIN may be tried here again; nothing where it may now."""
        until = self._at(browser).get("locked_until", 0)
        return datetime.fromtimestamp(until, UTC) if until > time.time() else None

    def count_failure(self, browser: str) -> int:
        """How many tries are left here; at none it is locked."""
        tries = self._at(browser)
        tries["failures"] = tries.get("failures", 0) + 1
        if tries["failures"] >= FAILURES_BEFORE_LOCK:
            tries["failures"] = 0
            tries["locked_until"] = time.time() + LOCKED_FOR_SECONDS
        self._vault.keep_state()
        failures = tries["failures"]
        return int(FAILURES_BEFORE_LOCK - failures) if failures else 0

    def forget_failures(self, browser: str) -> None:
        self._at(browser)["failures"] = 0

    @property
    def _known(self) -> list[str]:
        known: list[str] = self._state.get("browsers", [])
        return known

    @property
    def _since(self) -> dict[str, str]:
        since: dict[str, str] = self._state.get("since", {})
        return since

    @property
    def _tries(self) -> dict[str, dict[str, float]]:
        tries: dict[str, dict[str, float]] = self._state.setdefault("tries", {})
        return tries

    def _at(self, browser: str) -> dict[str, float]:
        return self._tries.setdefault(browser if self.knows(browser) else _ELSEWHERE, {})


def mark_of(browser: str) -> str:
    """As much of it as the journal keeps: enough to tell browsers apart, too little to pass for one."""
    return browser[:MARK_FIGURES]


def refuse_no_mark(browser: str) -> None:
    """Whatever is not written as the window writes it."""
    if browser and not is_sha256(browser):
        raise Refused(BADLY_WRITTEN)


def keys_known_in(vault: Vault, browser: str) -> list[str]:
    return [key for key in vault.state["keys"] if Browsers(vault, key).knows(browser)]
