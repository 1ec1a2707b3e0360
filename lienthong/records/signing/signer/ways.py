"""Ways to the window: with each one browser opens what is laid, within ten minutes, and may then read it again.

The web asks for one when it leads a person there. Whoever has the address later, or elsewhere, is shown nothing.
"""

from __future__ import annotations

import secrets
import time
from typing import Any, Final

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _

OPEN_FOR_SECONDS: Final = 10 * 60
# Who has opened it reads on, reloads and comes back for a working day.
READ_FOR_SECONDS: Final = 12 * 60 * 60
MOST: Final = 10_000

NO_WAY: Final = _(
    "The address of this page is good for ten minutes, and only in the browser that opened it first."
    " Go back to the system and open it anew from there; nothing was signed."
)


class Ways:
    """In memory only: after a restart the web leads there anew."""

    def __init__(self) -> None:
        # Of a way: what it leads to, and until when it may be opened.
        self._given: dict[str, tuple[str, float]] = {}
        # What was opened in which browser, and until when it is shown there.
        self._opened: dict[tuple[str, str], float] = {}

    def give(self, handle: str) -> dict[str, Any]:
        self._forget_old()
        if len(self._given) >= MOST:
            raise Refused(_("The signer has been asked too much at once. Try again shortly."))
        token = secrets.token_hex(16)
        self._given[token] = (handle, time.time() + OPEN_FOR_SECONDS)
        return {"way": token}

    def opened(self, *, handle: str, browser: str) -> dict[str, Any]:
        self.refuse_stranger(handle, browser)
        return {}

    def refuse_stranger(self, handle: str, browser: str, way: str = "") -> None:
        """Refuse a browser in which this was not opened and that brings no way nobody has gone yet."""
        self._forget_old()
        if browser and (handle, browser) in self._opened:
            return
        if not browser or self._given.get(way, ("", 0))[0] != handle:
            raise Refused(NO_WAY)
        del self._given[way]
        while len(self._opened) >= MOST:
            del self._opened[next(iter(self._opened))]
        self._opened[handle, browser] = time.time() + READ_FOR_SECONDS

    def _forget_old(self) -> None:
        now = time.time()
        self._given = {way: one for way, one in self._given.items() if one[1] > now}
        self._opened = {place: until for place, until in self._opened.items() if until > now}
