"""Restore: after a signer or a database was set back, both go on only when two have agreed to what was lost.

A signer that was set back can take no line in the epoch in which others know of more than it does. So the answers
wait in the vault's state; the first line of the new epoch holds them, and the newest head anybody knew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lienthong.records.signing.messages import BADLY_WRITTEN, moment, moment_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.history import History
from lienthong.records.signing.signer.laid import Laid
from lienthong.records.signing.signer.receipts import receipt_of
from lienthong.records.signing.signer.roster import CONFIRMED, PROPOSED, SINGLE
from lienthong.records.signing.signer.treatment import (
    LAID,
    PROPOSAL_VERBS,
    WAITS,
    Holdings,
    Said,
    is_due,
    is_in_time,
)
from lienthong.records.signing.signer.wanted import Restored, Wanted, wanted_in
from lienthong.records.signing.signer.who_may import (
    refuse_confirming,
    refuse_ending,
    refuse_proposing,
)

_STATE: Final = "restoring"


class Restoring:
    """The treatment of a `restore` at the desk: all that is answered while the signer is behind."""

    verbs = PROPOSAL_VERBS

    def __init__(self, holdings: Holdings, history: History) -> None:
        self._history = history
        self._vault, self._roster, self._journal = (
            holdings.vault,
            holdings.roster,
            holdings.journal,
        )

    def check_laid(self, laid: Laid) -> None:
        wanted = wanted_in(laid.message)
        if laid.handle in self._roster.statements:
            return
        if not self._is_waiting():
            raise Refused(_("Nothing was restored: neither signer nor database was set back."))
        if not self._is_newest(_restored(wanted)):
            raise Refused(_("Restoring names the newest head of the journal that anybody knew."))
        in_time = is_in_time(wanted.until, clock.now())
        if not self._is_topmost(wanted) or laid.file or not in_time:
            raise Refused(BADLY_WRITTEN)

    def check_answer(self, laid: Laid, said: Said) -> bool:
        if laid.handle in self._roster.statements:
            return self._is_repeated(laid, said)
        wanted, pending = wanted_in(laid.message), self.pending(laid)
        if said.verb in ("propose", "confirm"):
            self.check_laid(laid)
        if said.verb == "propose":
            if pending:
                return self._is_same(pending["key"], said)
            self._refuse_beside_another(said)
            refuse_proposing(self._roster, wanted, said.key)
            return False
        if not pending:
            raise Refused(_("This has not been proposed yet."))
        if said.verb == "confirm":
            refuse_confirming(self._roster, wanted, self._roster.key(pending["key"]), said.key)
        else:
            refuse_ending(self._roster, wanted, said.key)
        return False

    def agreed(self, laid: Laid, said: Said) -> None:
        if said.verb == "propose":
            mode = self._roster.mode
            waits = moment(said.at + WAITS) if mode == SINGLE else ""
            until = moment(wanted_in(laid.message).until)
            pending = {"hash": laid.handle, "mode": mode, "waits_until": waits, "until": until}
            self._keep({**pending, **said.facts, "at": moment(said.at)})
        elif said.verb == "confirm":
            self._begin_epoch(laid, [self.pending(laid), {**said.facts, "at": moment(said.at)}])
        else:
            self._keep({})

    def taken(self, laid: Laid) -> dict[str, Any]:
        pending = self.pending(laid)
        statement = self._roster.statements.get(laid.handle)
        waits = pending.get("waits_until", "")
        if waits and not statement and is_due(waits, clock.now()):
            self._begin_epoch(laid, [pending])
            statement = self._roster.statements[laid.handle]
        if statement:
            if self.pending(laid):
                self._finish(laid)
            receipt = receipt_of(statement, self._vault)
            return {"state": statement.state, "receipt": receipt, "answers": statement.answers}
        if not pending:
            return {"state": LAID}
        answers = [{"verb": "propose", "key": pending["key"], "at": pending["at"]}]
        return {"state": state_of(pending), "waits_until": waits, "answers": answers}

    def _begin_epoch(self, laid: Laid, answers: list[dict[str, Any]]) -> None:
        """Nothing written before is worded anew; what was lost is named, and the journal goes on."""
        self._journal.refuse_late_clock()
        for said in answers:
            self._roster.in_force(said["key"])
        self._journal.begin_epoch(
            _restored(wanted_in(laid.message)).journal,
            statement=laid.message.decode("utf-8"),
            hash=laid.handle,
            mode=answers[0]["mode"],
            answers=answers,
        )
        self._finish(laid)

    def _finish(self, laid: Laid) -> None:
        """The history goes on as well; killed before, the signer does it when it is asked again."""
        restored = _restored(wanted_in(laid.message))
        if self._history.restored_by != laid.handle:
            self._history.begin_epoch(list(restored.kept), laid.handle, list(restored.history))
        self._vault.state.pop("behind", None)
        self._keep({})
        self._vault.publish_trust()

    def _is_newest(self, restored: Restored) -> bool:
        """Of a signer that was set back, the head that others showed; otherwise one of its own."""
        behind = self._vault.state.get("behind")
        if behind:
            return restored.journal == (behind["epoch"], behind["n"], behind["hash"])
        return self._journal.knows(*restored.journal)

    def _is_repeated(self, laid: Laid, said: Said) -> bool:
        agreed = self._roster.statements[laid.handle].agreed_by
        verbs = dict(zip(("propose", "confirm"), agreed, strict=False))
        return self._is_same(verbs.get(said.verb, ""), said)

    def _is_same(self, before: str, said: Said) -> bool:
        if before != said.key.id:
            raise Refused(_("This has been proposed already."))
        return True

    def _is_topmost(self, wanted: Wanted) -> bool:
        """Of the whole installation the topmost organisation decides."""
        topmost = self._roster.organisations.get(wanted.organisation)
        return topmost is not None and not topmost.parent and len(wanted.path) == 1

    def _is_waiting(self) -> bool:
        """Whether the signer was set back, or was told in this epoch that the database was."""
        state, epoch = self._vault.state, self._journal.newest.epoch
        return bool(state.get("behind")) or int(state.get("restored_in", 0)) >= epoch

    def _refuse_beside_another(self, said: Said) -> None:
        """One restore at a time; one that ran out, or is the proposer's own, gives way."""
        other = self._vault.state.get(_STATE, {})
        is_over = not other or said.at > moment_of(other["until"]) or other["key"] == said.key.id
        if not is_over:
            raise Refused(_("Another restore is proposed already; it is refused first."))

    def pending(self, laid: Laid) -> dict[str, Any]:
        """What its proposer has said, while it waits for the second one; nothing before and after that."""
        pending: dict[str, Any] = self._vault.state.get(_STATE, {})
        return pending if pending.get("hash") == laid.handle else {}

    def _keep(self, pending: dict[str, Any]) -> None:
        self._vault.state[_STATE] = pending
        self._vault.keep_state()


def state_of(pending: Mapping[str, Any]) -> str:
    return CONFIRMED if pending["waits_until"] else PROPOSED


def _restored(wanted: Wanted) -> Restored:
    assert wanted.restored is not None
    return wanted.restored
