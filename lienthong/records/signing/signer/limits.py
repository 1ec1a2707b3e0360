"""How often a key answers in a day: whoever has won a holder's proof does not go on without end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from lienthong.records.signing import messages
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.journal import Journal
from lienthong.records.signing.signer.lines import Line

ACTS_BY_PIN: Final = 40
ACTS_BY_PASSKEY: Final = 200


@dataclass(frozen=True)
class Limits:
    """What a key may do in a day; a PIN can be watched and a code be won by a false page, a passkey cannot."""

    pin: int = ACTS_BY_PIN
    passkey: int = ACTS_BY_PASSKEY


class Counted:
    """Follows the journal: what was proven with each key on its newest day, by the signer's clock (UTC)."""

    def __init__(self, limits: Limits, journal: Journal) -> None:
        self._limits = limits
        self._day = ""
        self._acts: Counter[tuple[str, str]] = Counter()
        journal.followed_by(self.hear)

    def hear(self, line: Line) -> None:
        self._begin(line["at"][:10])
        for answer in line.get("answers", [line]):
            if "how" in answer:
                self._acts[answer["key"], answer["how"]] += 1

    def refuse_too_often(self, key: str, how: str) -> None:
        self._begin(messages.moment(clock.now())[:10])
        most = self._limits.passkey if how == "passkey" else self._limits.pin
        if self._acts[key, how] >= most:
            raise Refused(
                _("This key has answered %(count)d times today, as often as it may in a day."),
                count=most,
            )

    def _begin(self, day: str) -> None:
        if day > self._day:
            self._day = day
            self._acts.clear()
