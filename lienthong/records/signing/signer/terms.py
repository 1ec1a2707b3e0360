"""Terms of an organisation: when its numbers begin again, and what is said aloud of a term that is new here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.register import SHORTEST_TERM, Register, day_of
from lienthong.records.signing.signer.roster import Roster
from lienthong.records.signing.signer.types import folded

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class Terms:
    """Asked of roster and register alone.

    The first term comes with the seal, by two. A later one enters with the first document that a leader has signed
    and a clerk sealed in it; both are told that it is new. Whoever could name terms at will could give the same
    number again and again.
    """

    def __init__(self, roster: Roster, register: Register) -> None:
        self._roster, self._register = roster, register

    def refuse_other(self, organisation: str, term: str, now: datetime) -> None:
        """Numbers begin again with a term only, and terms last: half a year at the least."""
        begun = self._begun(organisation)
        starts, newest = day_of(term), max(begun, default=term)
        is_later = term == newest or day_of(newest) + SHORTEST_TERM <= starts
        if not is_later:
            raise _not_then(starts)
        refuse_later(term, now)

    def as_read(self, organisation: str, term: str, type: str) -> dict[str, Any]:
        """Whether it is new here, and with which number of this type the one before it has ended."""
        begun = self._begun(organisation)
        known = begun or {self._roster.first_terms.get(organisation, "")}
        former = max((one for one in known if one != term), default="")
        return {
            "term": term,
            "term_is_new": term not in known,
            "former_term": former if term not in known else "",
            "last_number": self._last(organisation, former, type) if term not in known else "",
        }

    def _begun(self, organisation: str) -> set[str]:
        """The terms in which it has given a number that was not given up."""
        held = self._register.numbers.items()
        return {
            one.term
            for one, agreed in held
            if agreed is not None and one.organisation == organisation
        }

    def _last(self, organisation: str, term: str, type: str) -> str:
        """As it is printed; empty where the term has given none of this type."""
        place = (organisation, term, folded(type))
        given = [
            agreed.facts["number"]
            for one, agreed in self._register.numbers.items()
            if agreed is not None and one[:3] == place
        ]
        return max(
            given, key=lambda notation: int(notation.partition("-")[0].rstrip(_LETTERS)), default=""
        )


def refuse_later(term: str, now: datetime) -> None:
    """A term has begun by the signer's own day."""
    starts = day_of(term)
    if starts > now.astimezone(VIETNAM).date():
        raise _not_then(starts)


def _not_then(starts: date) -> Refused:
    return Refused(
        _("No term of this organisation can begin on %(day)s."), day=f"{starts:%d/%m/%Y}"
    )
