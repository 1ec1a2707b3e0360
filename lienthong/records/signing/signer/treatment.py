"""How each sort of laid message is treated: what statements and agreements have in common at the desk.

`Desk` keeps what was laid, finds the key, checks the proof and answers; a `Treatment` says what may be
agreed to, writes the journal and makes what follows. `statements.py` treats statements, `agreements.py`
agreements. Each is made with the signer's `Holdings` and nothing else of the desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from lienthong.records.signing.messages import moment_of
from lienthong.records.signing.signer.factors import Proof
from lienthong.records.signing.signer.journal import Journal
from lienthong.records.signing.signer.laid import Laid, LaidFiles
from lienthong.records.signing.signer.roster import Key, Roster
from lienthong.records.signing.signer.vault import Vault

# The state of what was laid and not answered yet.
LAID: Final = "laid"
# What is answered to a proposal, which two persons agree to.
PROPOSAL_VERBS: Final = frozenset({"propose", "confirm", "refuse", "stop"})
WAITS: Final = timedelta(hours=24)
# To the end of the seventh day after that of the proposal, by the clock of the offices.
OPEN_FOR: Final = timedelta(days=8)
# The web's clock and the signer's may differ by a little.
LEEWAY: Final = timedelta(minutes=5)


def is_in_time(until: datetime, now: datetime) -> bool:
    """Whether a proposal laid now is still open, and for no longer than proposals are."""
    return now <= until <= now + OPEN_FOR + LEEWAY


def is_due(waits_until: str, now: datetime) -> bool:
    """Whether its wait is over; what does not wait is due at once."""
    return not waits_until or now >= moment_of(waits_until)


@dataclass(frozen=True)
class Holdings:
    """What the signer holds: keys, roster, journal, what is laid, and the official typeface."""

    vault: Vault
    roster: Roster
    journal: Journal
    laid: LaidFiles
    fonts: Path | None = None


@dataclass(frozen=True)
class Said:
    """What the holder of a key answers: the verb, at the one moment the signer takes for all that follows.

    `proven` is empty until the proof was checked; `uid` is the caller's. A passkey's answer is kept as
    evidence that anybody can check; of a PIN there is only the signer's word.
    """

    verb: str
    key: Key
    at: datetime
    number: str = ""
    proven: Proof | None = None
    uid: int = -1
    evidence: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """Who said it, as every line of the journal that rests on a proof has it."""
        proven = self.proven.facts if self.proven else {}
        facts = {"key": self.key.id, "uid": self.uid, **proven}
        return {**facts, "evidence": dict(self.evidence)} if self.evidence else facts


class Treatment(Protocol):
    """One sort of message. Whatever may not be, is refused with a sentence (`Refused`)."""

    verbs: frozenset[str]

    def check_laid(self, laid: Laid) -> None:
        """Refuse what nobody here may agree to; nothing is kept of it. It names this installation.

        What is to be read of a form is not asked here: it takes too long to have all others wait.
        """

    def check_answer(self, laid: Laid, said: Said) -> bool:
        """Before the proof: refuse what this key may not say now. True where it has said the same before."""

    def agreed(self, laid: Laid, said: Said) -> None:
        """After the proof, once: write the journal's line, then make what follows at once, if anything does."""

    def taken(self, laid: Laid) -> dict[str, Any]:
        """What became of it, the same each time: `state`, and of `receipt`, `certificate`, `pdf` (bytes),
        `waits_until` and `reason` what there is. Makes what was agreed to and not yet made."""
