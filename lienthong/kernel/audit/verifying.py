"""The check of an exported history, alone: no database, no Django, only the roots one trusts.

An export says whose it is, brings the certificates of the record keys, then the entries with the
heads that cover them, then what is not sealed, and ends with a closing head made for it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from .chain import CHAIN, Place, SignedHead, entry_hash, epoch_link, genesis, linked


def gettext_noop(message: str) -> str:
    """Marks a sentence for the catalogue: this runs without Django."""
    return message


_ = gettext_noop


@dataclass(frozen=True)
class Fault:
    """What is wrong, which check found it, and the facts of its sentence."""

    check: str
    message: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.facts

    def said(self, translate: Callable[[str], str]) -> str:
        return translate(self.message) % self.facts


@dataclass(frozen=True)
class Restore:
    """An epoch that began with a restore: what was lost by it, and the receipt of who agreed to it."""

    epoch: int
    lost: int
    receipt: str
    at: str


@dataclass
class Verdict:
    """What the check of an export found."""

    entries: int = 0
    heads: int = 0
    unsealed: int = 0
    end: Place | None = None
    closed_at: str = ""
    restores: list[Restore] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.faults


# The fields of a line besides its content.
_BESIDE: dict[str, set[str]] = {
    "export": set(),
    "record_key": set(),
    "entry": {"hash"},
    "head": {"signature"},
    "unsealed": set(),
    "closing": {"signature"},
}


class Records(Protocol):
    """The record keys one trusts: those certified under one's own roots."""

    def admits(self, certificate: str) -> bool:
        """Whether a trusted root has issued this certificate for records; then it counts from now on."""

    def has_signed(self, head: SignedHead) -> bool:
        """Whether one of the admitted keys signed a head."""


def verify(lines: Iterable[Any], *, records: Records, noted: Iterable[Place] = ()) -> Verdict:
    """Check the lines of an export; `noted` are heads written down earlier and elsewhere."""
    reading = _Reading(records, {place.number: place for place in noted})
    for line in lines:
        try:
            reading.read(line)
        except (KeyError, TypeError, ValueError, AttributeError):
            reading.fault("form", _("A line of the export cannot be read."))
    return reading.ended()


class _Reading:
    """Goes through an export line by line, and keeps the last place and a few bytes of each mark."""

    def __init__(self, records: Records, noted: dict[int, Place]) -> None:
        self.verdict = Verdict()
        self.installation = ""
        self.place = Place(0, 0, "")
        self.covered = Place(0, 0, "")
        self.last_head = ""
        self.closing: dict[str, Any] | None = None
        self._records, self._noted = records, noted
        self._uncovered: list[Fault] = []
        self._entries_uncovered = 0
        self._marks: set[bytes] = set()
        self._readers: dict[str, Callable[[dict[str, Any]], None]] = {
            "export": self._begin,
            "record_key": self._certificate,
            "entry": self._entry,
            "head": self._head,
            "unsealed": self._unsealed,
            "closing": self._close,
        }

    def read(self, line: Any) -> None:
        (kind,) = self._readers.keys() & line.keys()
        if line.keys() - {kind} != _BESIDE[kind]:
            raise ValueError("something beside it that nothing covers")
        if not self.installation and kind != "export":
            self.fault("begin", _("The export does not begin with the installation it is of."))
            self.installation = "?"
        if self.closing:
            self.fault("end", _("Something follows the closing head."))
        self._readers[kind](line)

    def fault(self, check: str, message: str, **facts: Any) -> None:
        self.verdict.faults.append(Fault(check, message, facts))

    def ended(self) -> Verdict:
        verdict = self.verdict
        if self.closing is None:
            self.fault(
                "end", _("The closing head is missing: the end is cut off, or the file is empty.")
            )
        for number in self._noted:
            self.fault(
                "noted", _("The head %(number)s noted earlier is not in this chain."), number=number
            )
        verdict.unsealed += self._entries_uncovered
        verdict.end = self.covered
        return verdict

    def _begin(self, line: dict[str, Any]) -> None:
        if self.installation:
            self.fault("begin", _("The export begins twice."))
        said = line["export"]
        if said != {"v": 1, "installation": str(said["installation"])}:
            raise ValueError("an export of another form")
        self.installation = said["installation"]
        self.place = self.covered = genesis(self.installation)

    def _certificate(self, line: dict[str, Any]) -> None:
        if not self._records.admits(line["record_key"]):
            self.fault("key", _("A record key is not certified under a root you trust."))

    def _entry(self, line: dict[str, Any]) -> None:
        entry, stated = line["entry"], line["hash"]
        number, before = entry["seal_number"], self.place
        facts = {"number": number, "id": entry["id"]}
        if number <= before.number:
            self._uncertain(
                "order", _("Entry %(number)s (id %(id)s) is out of order or twice."), facts
            )
        elif number > before.number + 1:
            facts = {"first": before.number + 1, "last": number - 1}
            self._uncertain("order", _("Entries %(first)s to %(last)s are missing."), facts)
        elif linked(before.link, entry_hash(entry)) != stated:
            self._uncertain("link", _("Entry %(number)s (id %(id)s) was changed."), facts)
        self._mark(entry["mark"], {"number": number, "id": entry["id"]})
        self.place = Place(before.epoch, max(number, before.number), stated)
        self._entries_uncovered += 1

    def _mark(self, mark: str, facts: dict[str, Any]) -> None:
        """A process writes each mark once: the same mark again shows a copy."""
        known = hashlib.sha256(mark.encode()).digest()[:16]
        if known in self._marks:
            message = _("Entry %(number)s (id %(id)s) is a copy: its mark was used before.")
            self._uncertain("mark", message, facts)
        self._marks.add(known)

    def _uncertain(self, check: str, message: str, facts: dict[str, Any]) -> None:
        """A fault if a head covers the entry; else the entry is named as unsealed anyway."""
        self._uncovered.append(Fault(check, message, facts))

    def _head(self, line: dict[str, Any]) -> None:
        head = _signed(line, "head")
        self.verdict.heads += 1
        self.verdict.faults += self._uncovered
        self.verdict.entries += self._entries_uncovered
        self._uncovered, self._entries_uncovered = [], 0
        if self._is_ours(head):
            (self._begin_epoch if "receipt" in head.content else self._cover)(head)
            self.place = self.covered = head.place
        self.last_head = head.hash
        if self._noted.get(head.place.number) == head.place:
            del self._noted[head.place.number]

    def _is_ours(self, head: SignedHead) -> bool:
        number = head.place.number
        if not self._records.has_signed(head):
            self.fault(
                "signature", _("The signature of head %(number)s is not valid."), number=number
            )
        elif head.content["installation"] != self.installation or head.content["chain"] != CHAIN:
            self.fault("genesis", _("Head %(number)s is of another history."), number=number)
        else:
            return True
        return False

    def _cover(self, head: SignedHead) -> None:
        place, content = head.place, head.content
        facts = {"number": place.number, "first": self.place.number + 1}
        if content["previous"] != self.last_head:
            self.fault("previous", _("Heads before head %(number)s are missing."), **facts)
        if place.epoch != self.place.epoch:
            self.fault("epoch", _("Head %(number)s is of another epoch."), **facts)
        elif place.number > self.place.number:
            self.fault("cover", _("Entries %(first)s to %(number)s are missing."), **facts)
        elif place != self.place:
            self.fault(
                "chain", _("The chain at entry %(number)s is not the one that was signed."), **facts
            )

    def _begin_epoch(self, head: SignedHead) -> None:
        content, kept = head.content, Place(*head.content["kept"])
        known, epoch = Place(*content["after"]), head.place.epoch
        if (
            not kept == self.place == self.covered
            or epoch != kept.epoch + 1
            or known.number != head.place.number
        ):
            self.fault("epoch", _("Epoch %(epoch)s does not go on from here."), epoch=epoch)
        if head.place.link != epoch_link(content) or not content["receipt"]:
            self.fault(
                "epoch", _("Epoch %(epoch)s has no receipt of who agreed to it."), epoch=epoch
            )
        lost = known.number - kept.number
        restore = Restore(epoch, lost, content["receipt"], content["at"])
        self.verdict.restores.append(restore)
        if self._noted.get(known.number) == known:
            del self._noted[known.number]

    def _unsealed(self, line: dict[str, Any]) -> None:
        line["unsealed"]["id"]
        self.verdict.unsealed += 1

    def _close(self, line: dict[str, Any]) -> None:
        head = _signed(line, "closing")
        self.closing = head.content
        self.verdict.closed_at = str(head.content["at"])
        if not self._is_ours(head):
            return
        if head.place.number < self.covered.number:
            message = _("The signer ends at entry %(number)s: it was set back.")
            self.fault("end", message, number=head.place.number)
        elif head.place != self.covered or head.content["closes"] != self.last_head:
            message = _("The history went on to entry %(number)s: its end is cut off.")
            self.fault("end", message, number=head.place.number)


def read_line(text: str) -> Any:
    """A parsed line. A line that is not JSON, or that gives a key twice, stays text and is a fault."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except ValueError:
        return text


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


def _signed(line: dict[str, Any], kind: str) -> SignedHead:
    return SignedHead(line[kind], line["signature"])
