"""Breaking the glass: one of two administrators is lost, nobody else can confirm a successor, the other goes on alone.

Begun at the console of the signer's own user and good after seven days, in which everybody concerned is told
every day. It ends by itself once the key that is said to be lost is proven by anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from lienthong.records.signing.messages import moment, moment_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.lines import Line
from lienthong.records.signing.signer.roster import ALONE, SINGLE, Key
from lienthong.records.signing.signer.treatment import Holdings
from lienthong.records.signing.signer.wanted import ADMINISTRATOR

BROKEN: Final = "glass broken"
KEPT: Final = "glass kept"
WAITS: Final = timedelta(days=7)


class Emergency:
    """Follows the journal: whose key is said to be lost, and until when that can still be ended."""

    def __init__(self, holdings: Holdings, caller: Callable[[], int]) -> None:
        self._vault, self._roster, self._journal = (
            holdings.vault,
            holdings.roster,
            holdings.journal,
        )
        self._caller = caller
        self._said: Line | None = None
        holdings.journal.followed_by(self.hear)

    @property
    def acts(self) -> dict[str, Callable[..., dict[str, Any]]]:
        return {"break_glass": self.break_glass, "keep_glass": self.keep_glass}

    def hear(self, line: Line) -> None:
        if line["what"] == BROKEN:
            self._said = line
        elif line["what"] in (KEPT, ALONE) or self._is_proven(line):
            self._said = None

    def broken(self) -> dict[str, str] | None:
        """What everybody is told as long as it is open."""
        if self._said is None:
            return None
        key = self._roster.key(self._said["key"])
        said = {"key": key.id, "name": key.name}
        return {**said, "since": self._said["at"], "until": self._said["until"]}

    def break_glass(self, *, name: str) -> dict[str, Any]:
        """Say that this administrator's key is lost; said again when the seven days are over, the other goes on alone."""
        lost = self._lost(name)
        self._refuse_needless(lost)
        said = self._said
        if said is not None and said["key"] != lost.id:
            raise Refused(_("Another key is said to be lost already; end that first."))
        if said is None:
            until = moment(clock.now() + WAITS)
            self._journal.write(BROKEN, key=lost.id, until=until, uid=self._caller())
            return {"until": until, "mode": self._roster.mode}
        if clock.now() >= moment_of(said["until"]):
            self._journal.write(ALONE, key=lost.id, uid=self._caller())
            self._vault.publish_trust()
        return {"until": said["until"], "mode": self._roster.mode}

    def keep_glass(self) -> dict[str, Any]:
        """It was said by mistake, or somebody has come back."""
        if self._said is not None:
            self._journal.write(KEPT, uid=self._caller())
        return {"mode": self._roster.mode}

    def _is_proven(self, line: Line) -> bool:
        """Whoever proves the key is not lost."""
        lost = self._said["key"] if self._said else ""
        proofs = (one for one in line.get("answers", [line]) if "how" in one)
        return any(one.get("key") == lost for one in proofs)

    def _lost(self, name: str) -> Key:
        """The key of this name; one that was withdrawn already where the name has no other."""
        keys = self._roster.keys.values()
        named = [key for key in keys if key.purpose == ADMINISTRATOR and key.name == name]
        held = [key for key in named if not key.withdrawn_at]
        found = held or sorted(named, key=lambda key: key.since)[-1:]
        if len(found) != 1:
            raise Refused(_("No administrator of this name has a key, or several have one."))
        return found[0]

    def _refuse_needless(self, lost: Key) -> None:
        """Only where one administrator is left, and nobody with whom to agree."""
        if self._roster.mode == SINGLE:
            raise Refused(_("One administrator goes on alone already."))
        if self._roster.parent_of(lost.organisation):
            raise Refused(_("Who is above this organisation gives its administrators their keys."))
        able = [
            key
            for key in self._roster.keys.values()
            if key.organisation == lost.organisation
            and key.person != lost.person
            and (key.leads or key.purpose == ADMINISTRATOR)
            and not (key.withdrawn_at or key.suspended_at)
        ]
        if not any(key.purpose == ADMINISTRATOR for key in able):
            raise Refused(
                _("No administrator is left who could go on; the signer is founded anew.")
            )
        if len({key.person for key in able}) > 1:
            raise Refused(_("Two others can still agree: they give a successor the key."))
