"""What was done with a key, for its holder to read: from the journal, whatever the web has kept of it."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any, Final

from lienthong.records.signing.signer.browsers import mark_of
from lienthong.records.signing.signer.lines import Line
from lienthong.records.signing.signer.treatment import Holdings

MOST: Final = 200
# The place of a line in the journal, and what a passkey signed: for whoever checks the journal itself.
_NOT_SHOWN: Final = {
    *("key", "n", "epoch", "before", "hash", "uid"),
    *("evidence", "statement", "credential_id", "public_key", "rp_id", "origins"),
    *("answers", "known", "is_first"),
}


class Uses:
    """Follows the journal: the newest lines that rest on a proof of a key."""

    def __init__(self, holdings: Holdings) -> None:
        self._roster = holdings.roster
        self._kept: dict[str, deque[dict[str, Any]]] = defaultdict(lambda: deque(maxlen=MOST))
        holdings.journal.followed_by(self.hear)

    def hear(self, line: Line) -> None:
        """A line rests on one answer; that of a restore names those of all who agreed to it."""
        for answer in line.get("answers", [line]):
            if "how" in answer:
                self._keep({**line, **answer})

    def _keep(self, line: Line) -> None:
        shown = {name: value for name, value in line.items() if name not in _NOT_SHOWN}
        handle = line.get("hash") or line.get("handle", "")
        self._kept[line["key"]].append({**shown, "handle": handle})

    def used(self, *, key: str, browser: str = "") -> dict[str, Any]:
        """The newest first, and whether it was in this browser. Of a statement also what it gave to whom."""
        self._roster.key(key)
        return {"uses": [self._told(use, browser) for use in reversed(self._kept[key])]}

    def newest_at(self, key: str, handle: str) -> str:
        """When this key last answered what is laid under this handle; empty where that was long ago."""
        return next((one["at"] for one in reversed(self._kept[key]) if one["handle"] == handle), "")

    def _told(self, kept: dict[str, Any], browser: str) -> dict[str, Any]:
        use = {name: value for name, value in kept.items() if name != "mark"}
        if "mark" in kept:
            use["here"] = kept["mark"] == mark_of(browser)
        statement = self._roster.statements.get(use["handle"])
        if statement is None:
            return use
        wanted = statement.wanted
        return {
            **use,
            "kind": wanted.kind,
            "name": wanted.name,
            "organisation": wanted.organisation,
        }
