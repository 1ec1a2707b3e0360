"""The heads of the history: each goes on from the signer's own last one, or is refused.

The worker sends 32 bytes an entry and no content. It holds no key, and what it asks twice it gets
once: who dies between the answer and the own commit asks the same again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from lienthong.records.signing.messages import canonical, is_sha256, moment, sha256
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.heads import signed_head
from lienthong.records.signing.signer.journal import Journal
from lienthong.records.signing.signer.lines import Line
from lienthong.records.signing.signer.vault import Vault

CHAIN: Final = "audit"
LINE: Final = "history"
MOST_ENTRIES: Final = 10_000
_PREFIX: Final = b"lienthong.history.1\0"

Answer = dict[str, Any]
Place = list[Any]  # epoch, number of the last entry, link there


class History:
    """The one chain of the installation, from its founding on; what was signed stands in the journal."""

    def __init__(self, vault: Vault, journal: Journal) -> None:
        self._vault, self._journal = vault, journal
        self._head: dict[str, Any] = {}
        self._epoch: dict[str, Any] = {}
        self._asked = ""
        self.acts: dict[str, Callable[..., Answer]] = {
            "extend": self.extend,
            "closing": self.closing,
            "epoch": self.epoch,
        }
        journal.followed_by(self._hear)

    @property
    def place(self) -> Place:
        if not self._head:
            return [1, 0, sha256(_PREFIX + self._vault.installation.encode("ascii"))]
        return [self._head["epoch"], self._head["n"], self._head["hash"]]

    @property
    def restored_by(self) -> str:
        """H of the statement with which the present epoch began; empty in the first one."""
        return str(self._epoch.get("receipt", ""))

    def extend(self, *, epoch: int, start: Place, entries: Sequence[str]) -> Answer:
        """The head after these entries, if they go on from the last one; asked again, the same."""
        self._refuse_unfounded()
        if not 0 < len(entries) <= MOST_ENTRIES or not all(map(is_sha256, entries)):
            raise Refused(_("The entries of the history are not written as hashes."))
        asked = sha256(canonical([epoch, list(start), list(entries)]))
        if asked != self._asked:
            self._extend([epoch, *start], entries, asked)
        return self._signed(self._head)

    def closing(self) -> Answer:
        """Where the chain ends now: said for an export, and no part of the chain."""
        self._refuse_unfounded()
        return self._signed(self._content(*self.place) | {"closes": self._last()})

    def epoch(self) -> Answer:
        """The line with which the present epoch began."""
        self._refuse_unfounded()
        if not self._epoch:
            raise Refused(_("No restore has begun a new epoch of the history."))
        return self._signed(self._epoch)

    def begin_epoch(self, kept: Place, receipt: str, known: Place | None = None) -> None:
        """Go on from what the database has kept, after a restore that two agreed to (`receipt`: its H).

        `known` is the newest head anybody knew, if the signer itself was set back; its number is
        not given again.
        """
        after = max(self.place, known or self.place, key=lambda place: place[:2])
        begun = self._content(after[0] + 1, after[1], "") | {
            "previous": self._last(),
            "after": list(after),
            "kept": list(kept),
            "receipt": receipt,
        }
        said = {name: value for name, value in begun.items() if name != "hash"}
        self._keep(begun | {"hash": sha256(_PREFIX + canonical(said))}, "")

    def _refuse_unfounded(self) -> None:
        if not self._journal.newest.n:
            raise Refused(_("The signer has not been founded yet: that begins at its console."))

    def _extend(self, start: Place, entries: Sequence[str], asked: str) -> None:
        if start != self.place:
            raise Refused(
                _("The history does not go on from the last head that the signer has signed.")
            )
        link = bytes.fromhex(start[2])
        for entry in entries:
            link = hashlib.sha256(link + bytes.fromhex(entry)).digest()
        content = self._content(start[0], start[1] + len(entries), link.hex())
        self._keep(content | {"previous": self._last()}, asked)

    def _keep(self, head: dict[str, Any], asked: str) -> None:
        self._journal.write(LINE, head=head, asked=asked)

    def _hear(self, line: Line) -> None:
        if line["what"] == LINE:
            self._head, self._asked = line["head"], line["asked"]
            self._epoch = self._head if "receipt" in self._head else self._epoch

    def _content(self, epoch: int, number: int, link: str) -> dict[str, Any]:
        return {
            "installation": self._vault.installation,
            "chain": CHAIN,
            "epoch": epoch,
            "n": number,
            "hash": link,
            "at": moment(clock.now()),
        }

    def _last(self) -> str:
        return sha256(canonical(self._head)) if self._head else ""

    def _signed(self, content: dict[str, Any]) -> Answer:
        return {"content": content, "signature": signed_head(self._vault, content)["signature"]}
