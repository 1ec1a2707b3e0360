"""The register: which number belongs to which signed file. The journal replayed, nothing from a database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from lienthong.records.signing.sentences import Refused, Sentence
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.types import folded

AGREED, SIGNED, SEALED, NOT_MADE, RELEASED = "agreed", "signed", "sealed", "not made", "released"
MADE: Final = (SIGNED, SEALED)
_NOTATION: Final = re.compile(r"(\d{2,5})([a-z]?)-([^\s/-]{1,8})/(\S{1,24})")

SHORTEST_TERM: Final = timedelta(days=180)

NUMBER_IS_BARRED: Final = _("The number %(number)s was given up and is never used again.")
NUMBER_IS_TAKEN: Final = _("The number %(number)s belongs to another signed document.")
FILE_HAS_A_NUMBER: Final = _("This signed document already has the number %(number)s.")
SIGNER_RESTS: Final = _(
    "The key that signed this is suspended; it is sealed when that has been lifted."
)
SIGNED_BY_THEMSELVES: Final = _(
    "Nobody numbers and seals a document that they signed themselves; another clerk issues it."
)
AGREEING_KEY_RESTS: Final = _(
    "The key with which this was agreed to is suspended; it is done when that has been lifted."
)


class Number(NamedTuple):
    """A place in the register of an organisation: a number is used once a type and term."""

    organisation: str
    term: str
    type: str
    number: str

    @classmethod
    def of(cls, organisation: str, term: str, type: str, notation: str) -> Number:
        """From the notation as it is printed: `05-NQ/TU`.

        A type is its abbreviation and its name (`QĐ Quyết định`): two types may be abbreviated alike, and
        each counts by itself, however it is spelt. Where the document prints no name of its type, it is the
        abbreviation alone.
        """
        found = _NOTATION.fullmatch(notation)
        if (
            found is None
            or found[1] != f"{int(found[1]):02d}"
            or found[3] != type.partition(" ")[0]
        ):
            raise Refused(_("The number or the date is not written as on a document."))
        return cls(organisation, term, folded(type), found[1] + found[2])


def day_of(term: str) -> date:
    try:
        return date.fromisoformat(term)
    except ValueError:
        raise Refused(_("A term is named by its first day.")) from None


@dataclass
class Agreement:
    """An agreement that was answered: what was agreed to, when, and what became of it."""

    handle: str
    facts: Mapping[str, Any]
    state: str = AGREED
    because: Sentence | None = None

    @property
    def number(self) -> Number:
        said = self.facts
        return Number.of(said["organisation"], said["term"], said["type"], said["number"])


@dataclass
class Register:
    """What was agreed to, by handle; signed files by their hash; numbers and forms, each to the other."""

    agreements: dict[str, Agreement] = field(default_factory=dict)
    signed: dict[str, Agreement] = field(default_factory=dict)
    numbers: dict[Number, Agreement | None] = field(default_factory=dict)
    forms: dict[str, Agreement] = field(default_factory=dict)
    # How many numbers were given up on the newest day on which any was.
    given_up: tuple[str, int] = ("", 0)

    def note(self, entry: Mapping[str, Any]) -> None:
        """Take in one line of the journal; lines about something else change nothing."""
        what = str(entry["what"])
        if what != RELEASED and "handle" not in entry:
            return
        noted = {
            AGREED: self._agreed,
            SIGNED: self._made,
            SEALED: self._made,
            NOT_MADE: self._not_made,
            RELEASED: self._released,
        }.get(what)
        if noted is not None:
            noted(entry)

    def given_up_on(self, day: str) -> int:
        newest, count = self.given_up
        return count if day == newest else 0

    def form_of(self, file: str) -> str:
        """The form of a file signed here: a form takes one number, however often it was signed."""
        return str(self.signed_here(file).facts["file"])

    def signed_here(self, file: str) -> Agreement:
        signing = self.signed.get(file)
        if signing is None:
            raise Refused(
                _("This file was not signed here; only what the leader signed is sealed.")
            )
        return signing

    def refuse_other(self, number: Number, file: str, notation: str) -> None:
        """One number for one signed file, whatever the database says."""
        held = self.numbers.get(number)
        if number in self.numbers and held is None:
            raise Refused(NUMBER_IS_BARRED, number=notation)
        if held is not None and held.facts["file"] != file:
            raise Refused(NUMBER_IS_TAKEN, number=notation)
        having = self.forms.get(self.form_of(file))
        if having is not None and (having.number != number or having.state == SEALED):
            raise Refused(FILE_HAS_A_NUMBER, number=having.facts["number"])

    def _agreed(self, entry: Mapping[str, Any]) -> None:
        agreement = Agreement(entry["handle"], entry)
        self.agreements[agreement.handle] = agreement
        if entry["act"] == "seal":
            # Agreed to once more before the file was made: the earlier agreement is never made.
            before = self.numbers.get(agreement.number)
            if before is not None and before.state != SEALED:
                before.state = RELEASED
            self.numbers[agreement.number] = agreement
            self.forms[self.form_of(entry["file"])] = agreement

    def _made(self, entry: Mapping[str, Any]) -> None:
        agreement = self.agreements[entry["handle"]]
        agreement.state = entry["what"]
        if entry["what"] == SIGNED:
            self.signed[entry["file"]] = agreement

    def _not_made(self, entry: Mapping[str, Any]) -> None:
        agreement = self.agreements[entry["handle"]]
        agreement.state = NOT_MADE
        agreement.because = Sentence(entry["because"], entry["facts"])
        if agreement.facts["act"] == "seal":
            self._bar(agreement.number)

    def _released(self, entry: Mapping[str, Any]) -> None:
        said = {name: entry[name] for name in Number._fields}
        self._bar(Number(**{**said, "type": folded(entry["type"])}))
        day = entry["at"][:10]
        self.given_up = (day, self.given_up_on(day) + 1)

    def _bar(self, number: Number) -> None:
        """The number is never used again; the document that was to bear it may take another."""
        held = self.numbers.get(number)
        self.numbers[number] = None
        if held is not None:
            held.state = NOT_MADE if held.state == NOT_MADE else RELEASED
            self.forms.pop(self.form_of(held.facts["file"]), None)
