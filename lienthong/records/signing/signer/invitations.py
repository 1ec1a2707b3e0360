"""Invitations: the web says for whom a key is begun, and only the window begins it, with its holder."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from lienthong.records.signing.messages import BADLY_WRITTEN
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.enrolments import LIVES_FOR, Enrolments
from lienthong.records.signing.signer.treatment import Holdings
from lienthong.records.signing.signer.wanted import PERSON_ID, is_printed

OPEN_FOR: Final = timedelta(minutes=30)
MOST: Final = 2000
OPEN, ENROLLED = "open", "enrolled"


@dataclass
class _Invitation:
    person: str
    name: str
    key: str
    until: datetime
    state: str = OPEN
    enrolment: str = ""


class Invitations:
    """Kept in memory only: whoever was invited before a restart is invited anew."""

    def __init__(self, holdings: Holdings, enrolments: Enrolments) -> None:
        self._roster, self._journal = holdings.roster, holdings.journal
        self._enrolments = enrolments
        self._open: dict[str, _Invitation] = {}

    def invite(self, *, person: str, name: str, key: str = "") -> dict[str, Any]:
        """Asked by the web for the person who is signed in there; the token alone gives nothing but a page."""
        self._journal.refuse_if_closed()
        if not PERSON_ID.fullmatch(person) or not name.strip() or not is_printed(name):
            raise Refused(BADLY_WRITTEN)
        self._forget_old()
        if len(self._open) >= MOST:
            raise Refused(_("Too many keys are begun and not yet agreed to."))
        token = secrets.token_hex(16)
        self._open[token] = _Invitation(person, name, key, clock.now() + OPEN_FOR)
        return {"token": token}

    def invited(self, *, token: str) -> dict[str, Any]:
        """What became of it: the web learns the enrolment, and never its number, PIN or seed."""
        found = self._found(token)
        key = found.key if found.state == ENROLLED else ""
        return {"state": found.state, "enrolment": found.enrolment, "key": key}

    def show_invitation(self, *, token: str) -> dict[str, Any]:
        """Whom the window greets."""
        return {"name": self._unused(token).name, "is_founding": not self._roster.is_founded}

    def enrol(
        self, *, token: str, pin: str, founding_code: str = "", browser: str = ""
    ) -> dict[str, Any]:
        """The person invited chooses a PIN, at the window and alone; two others then agree to the key."""
        found = self._unused(token)
        made = self._enrolments.enrol(
            person=found.person,
            name=found.name,
            pin=pin,
            founding_code=founding_code,
            key=found.key,
            browser=browser,
        )
        found.state, found.enrolment = ENROLLED, made["enrolment"]
        found.key = made.get("key", "")
        found.until = clock.now() + LIVES_FOR
        return made

    def _unused(self, token: str) -> _Invitation:
        found = self._found(token)
        if found.state != OPEN:
            raise Refused(
                _(
                    "A key has been begun with this invitation already. Could you not write down what was shown? "
                    "Begin anew on your page of keys."
                )
            )
        return found

    def _found(self, token: str) -> _Invitation:
        self._forget_old()
        if token not in self._open:
            raise Refused(_("This invitation has expired. Begin anew on your page of keys."))
        return self._open[token]

    def _forget_old(self) -> None:
        now = clock.now()
        for token in [token for token, one in self._open.items() if one.until < now]:
            del self._open[token]
