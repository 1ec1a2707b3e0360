"""Enrolment: the holder of a coming key chooses a PIN and is shown a seed and a check number, alone."""

from __future__ import annotations

import hmac
import os
import secrets
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from lienthong.records.signing.messages import BADLY_WRITTEN, moment, moment_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock, factors
from lienthong.records.signing.signer.browsers import Browsers, refuse_no_mark
from lienthong.records.signing.signer.founding import Founding
from lienthong.records.signing.signer.roster import Enrolment
from lienthong.records.signing.signer.treatment import Holdings
from lienthong.records.signing.signer.wanted import PERSON_ID, Wanted, is_printed

LIVES_FOR: Final = timedelta(days=7)
NUMBER_DIGITS: Final = 8
MOST: Final = 2000


class Enrolments:
    """Secrets of an enrolment lie in the vault, facts in the journal."""

    def __init__(self, holdings: Holdings) -> None:
        self._vault, self._roster, self._journal = (
            holdings.vault,
            holdings.roster,
            holdings.journal,
        )
        self._founding = Founding(holdings)

    def enrol(
        self,
        *,
        person: str,
        name: str,
        pin: str,
        founding_code: str = "",
        key: str = "",
        browser: str = "",
    ) -> dict[str, Any]:
        """Begin a key: it does nothing before two others agree to it. Founders bring their code instead."""
        self._journal.refuse_if_closed()
        refuse_no_mark(browser)
        if not PERSON_ID.fullmatch(person) or not name or not is_printed(name):
            raise Refused(BADLY_WRITTEN)
        made = {
            "pin_hash": factors.hashed_pin(pin),
            "seed": factors.new_seed(),
            "browser": browser,
        }
        if not self._roster.is_founded:
            return self._shown(name, made) | self._founding.enrol(
                person, name, founding_code, key, made
            )
        enrolment, number = os.urandom(16).hex(), _new_number()
        self._forget_old()
        self._vault.secrets["enrolments"][enrolment] = {**made, "number": number}
        self._vault.keep_secrets()
        until = moment(clock.now() + LIVES_FOR)
        self._journal.write("enrolled", enrolment=enrolment, person=person, name=name, until=until)
        return self._shown(name, made) | {"enrolment": enrolment, "number": number}

    def end_founding(self) -> None:
        """A start after a founding that the machine died in finishes it."""
        if self._roster.is_founded:
            self._founding.end()

    def refuse_other(self, wanted: Wanted, handle: str) -> None:
        """Refuse an enrolment that is not this person's, or not open to this statement."""
        enrolment = self._roster.enrolments.get(wanted.enrolment)
        if enrolment is None or enrolment.used_by not in ("", handle):
            raise Refused(_("The holder has not enrolled for this key. The holder begins it anew."))
        if (enrolment.person, enrolment.name) != (wanted.person, wanted.name):
            raise Refused(_("Somebody else has enrolled for this key."))
        if enrolment.is_dead or clock.now() > moment_of(enrolment.until):
            raise Refused(
                _(
                    "This enrolment has expired or met too many wrong numbers. The holder begins it anew."
                )
            )

    def refuse_wrong_number(self, wanted: Wanted, number: str, **facts: Any) -> None:
        """Who agrees gives the number that only the holder was shown; each wrong one is counted."""
        kept = str(self._vault.secrets["enrolments"][wanted.enrolment]["number"])
        given = "".join(number.split())
        if hmac.compare_digest(given.encode("utf-8"), kept.encode("ascii")):
            return
        self._journal.write("wrong number", enrolment=wanted.enrolment, **facts)
        raise Refused(
            _(
                "This is not the check number the holder was shown. After five wrong ones the holder begins anew."
            )
        )

    def taken(self, wanted: Wanted) -> dict[str, Any]:
        """PIN and seed of an enrolment, for the key made from it; made before, the key has them."""
        pending, made = self._vault.secrets["enrolments"], self._vault.secrets["keys"]
        kept = pending.get(wanted.enrolment) or made[wanted.key]
        return {"pin_hash": kept["pin_hash"], "seed": kept["seed"]}

    def know_browser(self, wanted: Wanted) -> None:
        """The new key is known in the browser in which it was begun."""
        kept = self._vault.secrets["enrolments"].get(wanted.enrolment, {})
        Browsers(self._vault, wanted.key).begin(kept.get("browser", ""))

    def forget(self, wanted: Wanted) -> None:
        if self._vault.secrets["enrolments"].pop(wanted.enrolment, None):
            self._vault.keep_secrets()

    def _forget_old(self) -> None:
        """An enrolment nobody agreed to in time; one that waits for its day is kept."""
        pending = self._vault.secrets["enrolments"]
        for enrolment in [
            one for one in pending if self._is_over(self._roster.enrolments.get(one))
        ]:
            del pending[enrolment]
        if len(pending) >= MOST:
            raise Refused(_("Too many keys are begun and not yet agreed to."))

    def _is_over(self, enrolment: Enrolment | None) -> bool:
        if enrolment is None:
            return True
        statement = self._roster.statements.get(enrolment.used_by)
        if statement is not None and statement.is_open:
            return False
        return clock.now() > moment_of(enrolment.until)

    def _shown(self, name: str, made: dict[str, str]) -> dict[str, str]:
        label, issuer = quote(f"Liên Thông:{name}"), quote("Liên Thông")
        return {
            "seed": made["seed"],
            "provisioning": f"otpauth://totp/{label}?secret={made['seed']}&issuer={issuer}",
        }


def _new_number() -> str:
    return f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}"
