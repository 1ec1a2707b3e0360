"""What can be asked of the signer, and what it refuses."""

from __future__ import annotations

import base64
import binascii
import os
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lienthong.records.signing import messages
from lienthong.records.signing.messages import BADLY_WRITTEN
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock, factors, greeting
from lienthong.records.signing.signer.agreements import Agreements
from lienthong.records.signing.signer.challenges import Challenges
from lienthong.records.signing.signer.emergency import Emergency
from lienthong.records.signing.signer.enrolments import Enrolments
from lienthong.records.signing.signer.heads import JOURNAL, is_signed
from lienthong.records.signing.signer.history import History
from lienthong.records.signing.signer.invitations import Invitations
from lienthong.records.signing.signer.journal import Journal
from lienthong.records.signing.signer.keys import Keys
from lienthong.records.signing.signer.knowing import Knowing
from lienthong.records.signing.signer.laid import Laid, LaidFiles
from lienthong.records.signing.signer.limits import Counted, Limits
from lienthong.records.signing.signer.news import News
from lienthong.records.signing.signer.passkeys import Passkeys, refuse_waiting, usable
from lienthong.records.signing.signer.proving import Proving
from lienthong.records.signing.signer.receipts import attested
from lienthong.records.signing.signer.restoring import Restoring
from lienthong.records.signing.signer.roster import Roster
from lienthong.records.signing.signer.showing import Showing
from lienthong.records.signing.signer.statements import Statements
from lienthong.records.signing.signer.treatment import Holdings, Said, Treatment
from lienthong.records.signing.signer.uses import Uses
from lienthong.records.signing.signer.vault import Vault
from lienthong.records.signing.signer.wanted import RESTORE
from lienthong.records.signing.signer.ways import Ways

STATEMENT: Final = "statement"
AGREEMENT: Final = "agreement"
BEHIND: Final = _(
    "The signer has been set back: others know of more than its own journal. Only reading is possible."
)
_ASSERTION: Final = ("credential_id", "client_data", "authenticator_data", "signature")
RESTORED: Final = _(
    "The database was made again from a backup. Only reading is possible until two persons have confirmed that."
)
_KIND: Final = re.compile(r"[a-z]{1,20}")

Answer = dict[str, Any]


class Asking(threading.local):
    """Whose process asks, in each thread its own: who asks from within is the signer's own user."""

    def __init__(self) -> None:
        self.uid = os.getuid()


class Desk:
    """The signer's acts, asked by several threads and done one at a time; only a form is read meanwhile."""

    def __init__(
        self,
        place: Path,
        *,
        passphrase: str = "",
        fonts: Path | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.asking = Asking()
        self._alone = threading.Lock()
        self.vault = Vault(place, passphrase)
        self.journal = Journal(place, self.vault)
        self.roster = Roster(self.vault, self.journal)
        self.history = History(self.vault, self.journal)
        self.laid = LaidFiles(place)
        self.challenges = Challenges()
        self.ways = Ways()
        self.counted = Counted(limits or Limits(), self.journal)
        holdings = Holdings(self.vault, self.roster, self.journal, self.laid, fonts)
        self.enrolments = Enrolments(holdings)
        self.agreements = Agreements(holdings)
        restoring = Restoring(holdings, self.history)
        self.treatments: dict[str, Treatment] = {
            STATEMENT: Statements(holdings, self.enrolments),
            RESTORE: restoring,
            AGREEMENT: self.agreements,
        }
        self.showing = Showing(holdings, self.agreements, restoring)
        self.uses = Uses(holdings)
        self.emergency = Emergency(holdings, lambda: self.asking.uid)
        acts = {**self._acts(), **self._acts_of_holders(holdings)}
        self.acts = {"lay": self.lay} | {
            name: self._one_at_a_time(act) for name, act in acts.items()
        }
        self.open()

    def _acts(self) -> dict[str, Callable[..., Answer]]:
        return {
            "hello": self.hello,
            "way": self.way,
            "show": self.show,
            "opened": self.ways.opened,
            "file": self.file,
            "ask": self.ask,
            "answer": self.answer,
            "take": self.take,
            "answered": self.answered,
            "release": self.release,
            "numbers": self.numbers,
            "restored": self.restored,
            "whole": self.whole,
            "attest": self.attest,
            **self.history.acts,
            **self.emergency.acts,
        }

    def _acts_of_holders(self, holdings: Holdings) -> dict[str, Callable[..., Answer]]:
        """How a key begins, how it is proven, and what its holder reads of it."""
        invitations = Invitations(holdings, self.enrolments)
        proving = Proving(self.challenges, self._proven, lambda: self.asking.uid)
        return {
            "invite": invitations.invite,
            "invited": invitations.invited,
            "show_invitation": invitations.show_invitation,
            "enrol": invitations.enrol,
            **Knowing(holdings, proving).acts,
            **Passkeys(holdings, proving).acts,
            **Keys(holdings, lambda: self.asking.uid).acts,
            "used": self.uses.used,
            "news": News(holdings).news,
        }

    def open(self) -> None:
        """Replay the journal; what cannot be believed any more is read and never written to."""
        self.journal.open()
        self.enrolments.end_founding()
        if self.is_behind:
            self.journal.close(BEHIND)
        elif self.waits_for_restore:
            self.journal.close(RESTORED)
        if self.journal.closed_because is None:
            self.vault.publish_trust()

    @property
    def is_behind(self) -> bool:
        """Others have shown a signed head that the own journal does not know, and no restore names."""
        behind = self.vault.state.get("behind")
        if not behind:
            return False
        return not self.journal.knows(behind["epoch"], behind["n"], behind["hash"])

    @property
    def waits_for_restore(self) -> bool:
        """The database was made again from a backup, and no two have begun a new epoch since."""
        return int(self.vault.state.get("restored_in", 0)) >= self.journal.newest.epoch

    def restored(self) -> Answer:
        """The database was made again from a backup: whoever says so only takes power away until two agree."""
        if self.roster.is_founded and self.journal.closed_because is None:
            self.vault.state["restored_in"] = self.journal.newest.epoch
            self.vault.keep_state()
            self.journal.close(RESTORED)
        return {"behind": self.is_behind or self.waits_for_restore}

    def numbers(self) -> Answer:
        """Every number under which a file was sealed here, to be compared with the database's register."""
        return {"numbers": self.agreements.sealed_numbers()}

    def whole(self) -> Answer:
        """Whether the journal on the disk is what was written, read once more from its first line."""
        return {"whole": self.journal.is_whole_on_disk()}

    def hello(self, *, heads: list[dict[str, Any]]) -> Answer:
        """How the signer is. Shown a signed head it does not know, it has been set back, and says so."""
        self._compare(heads)
        return {
            "installation": self.vault.installation,
            "founded": self.roster.is_founded,
            "mode": self.roster.mode,
            "keys": self.roster.count_in_force(),
            "journal": self.journal.newest.as_list(),
            "head": self.journal.head(),
            "own_user": self.asking.uid != os.getuid(),
            "behind": self.is_behind or self.waits_for_restore,
            "known": _place_of(self.vault.state["behind"]) if self.is_behind else None,
            "closed": str(self.journal.closed_because or ""),
            "withdrawn": greeting.newest_withdrawn(self.roster),
            "suspended": greeting.suspended(self.roster),
            "lifted": greeting.newest_lifted(self.roster),
            "broken": self.emergency.broken(),
        }

    def _compare(self, heads: list[dict[str, Any]]) -> None:
        for head in heads:
            is_ours = head.get("installation") == self.vault.installation
            if not is_ours or not is_signed(head, self.vault.trusted()) or head["chain"] != JOURNAL:
                continue
            if not self.journal.knows(head["epoch"], head["n"], head["hash"]):
                self._note_behind(head)

    def _note_behind(self, head: dict[str, Any]) -> None:
        """Kept across restarts: the newest head that others know."""
        before = self.vault.state.get("behind")
        if before is None or (before["epoch"], before["n"]) < (head["epoch"], head["n"]):
            self.vault.state["behind"] = head
            self.vault.keep_state()
        self.journal.close(BEHIND)

    def lay(self, *, message: str, file: str = "") -> Answer:
        """Keep a message and its file, if somebody may agree to it; the same bytes have the same handle."""
        laid = Laid.of(message.encode("utf-8"), _bytes(file))
        with self._alone:
            self._check_laid(laid)
            if not (messages.is_agreement(laid.said) and self.agreements.is_new_form(laid)):
                return self._kept(laid)
        self.agreements.read_form(laid)
        with self._alone:
            # Meanwhile the key may have been withdrawn.
            self._check_laid(laid)
            return self._kept(laid)

    def _kept(self, laid: Laid) -> Answer:
        self.laid.keep(laid)
        return {"handle": laid.handle}

    def _check_laid(self, laid: Laid) -> None:
        if laid.said.get("installation") != self.vault.installation:
            raise Refused(_("This message was written for another installation."))
        self._treatment(laid).check_laid(laid)

    def way(self, *, handle: str) -> Answer:
        """A way to the window, for the person whom the web leads to what is laid there."""
        return self.ways.give(self._laid(handle).handle)

    def show(self, *, handle: str, verb: str, key: str, browser: str = "", way: str = "") -> Answer:
        """What the holder of this key reads before giving this answer; refused where the answer would be."""
        laid = self._laid(handle)
        self.ways.refuse_stranger(handle, browser, way)
        said = self._said(laid, verb, key, "")
        is_answered = self._treatment(laid).check_answer(laid, said)
        return {
            **self.showing.shown(laid, said, browser),
            "is_answered": is_answered,
            "answered_at": self.uses.newest_at(key, handle) if is_answered else "",
        }

    def file(self, *, handle: str, browser: str = "") -> Answer:
        """The document that is to be signed or sealed, looked at in the browser in which it was opened."""
        laid = self._laid(handle)
        self.ways.refuse_stranger(handle, browser)
        return self.showing.file(laid)

    def ask(self, *, handle: str, verb: str, key: str, browser: str = "") -> Answer:
        """What the holder's passkey must sign in this browser to answer this: good for ten minutes and once."""
        laid = self._laid(handle)
        self._treatment(laid).check_answer(laid, self._said(laid, verb, key, ""))
        challenge = self.challenges.ask(handle, verb, key, browser)
        return {"challenge": base64.b64encode(challenge).decode("ascii")}

    def answer(  # noqa: PLR0913 - what the holder says, and from where
        self,
        *,
        handle: str,
        verb: str,
        key: str,
        proof: dict[str, Any],
        number: str = "",
        browser: str = "",
    ) -> Answer:
        """The holder of a key answers what is laid. The same answer again changes nothing."""
        laid = self._laid(handle)
        if not self._restores(laid):
            self.journal.refuse_if_closed()
        self.journal.refuse_late_clock()
        said = self._said(laid, verb, key, number)
        treatment = self._treatment(laid)
        is_repeated = treatment.check_answer(laid, said)
        said = self._proven_said(laid.handle, said, proof, browser)
        if not is_repeated:
            treatment.agreed(laid, said)
        taken = treatment.taken(laid)
        return {"state": taken["state"], "receipt": taken.get("receipt")}

    def take(self, *, handle: str) -> Answer:
        """What became of it, the same each time."""
        laid = self._laid(handle)
        taken = self._treatment(laid).taken(laid)
        pdf = taken.get("pdf", b"")
        if pdf:
            self.laid.note_taken(handle)
        return {**taken, "pdf": base64.b64encode(pdf).decode("ascii")}

    def answered(self, *, handle: str) -> Answer:
        """Which answers were given to it. The file made by them does not leave the signer with that."""
        laid = self._laid(handle)
        return {"answers": self._treatment(laid).taken(laid).get("answers", [])}

    def release(self, *, organisation: str, term: str, type: str, notation: str) -> Answer:
        """Bar a number for ever, or hand out again the file that was sealed with it."""
        released = self.agreements.release(organisation, term, type, notation)
        return {**released, "pdf": base64.b64encode(released["pdf"]).decode("ascii")}

    def attest(self, *, kind: str, sha256: str) -> Answer:
        """Sign with the record key that this hash was shown here now, for a purpose of its own."""
        if not _KIND.fullmatch(kind) or not messages.is_sha256(sha256):
            raise Refused(BADLY_WRITTEN)
        self.journal.write("attested", kind=kind, sha256=sha256, uid=self.asking.uid)
        return {"signature": attested(kind, sha256, self.vault)}

    def _one_at_a_time(self, act: Callable[..., Answer]) -> Callable[..., Answer]:
        def done(**question: Any) -> Answer:
            with self._alone:
                return act(**question)

        return done

    def _laid(self, handle: str) -> Laid:
        """What was laid; a statement that was proposed is known from the journal for ever."""
        statement = self.roster.statements.get(handle)
        return Laid(handle, statement.message) if statement else self.laid.find(handle)

    def _proven_said(self, handle: str, said: Said, proof: dict[str, Any], browser: str) -> Said:
        evidence: dict[str, str] = {}

        def is_asked(challenge: bytes) -> bool:
            nonce = self.challenges.use(challenge, handle, said.verb, said.key.id, browser)
            evidence.update({"nonce": nonce.hex()} if nonce else {})
            return nonce is not None

        proven = self._proven(said.key.id, is_asked, proof, browser)
        if evidence:
            evidence |= {name: str(proof["assertion"][name]) for name in _ASSERTION}
        return replace(said, proven=proven, evidence=evidence)

    def _proven(
        self, key: str, is_asked: Callable[[bytes], bool], proof: dict[str, Any], browser: str
    ) -> factors.Proof:
        self.counted.refuse_too_often(key, "passkey" if "assertion" in proof else "pin")
        refuse_waiting(self.roster, key, proof)
        asked = factors.Asked(usable(self.roster, key), is_asked)
        return factors.authorise(self.vault, key, asked, proof, browser)

    def _restores(self, laid: Laid) -> bool:
        """A signer set back, whose journal is whole in itself, is asked for this alone."""
        return laid.said.get("kind") == RESTORE and self.journal.is_whole

    def _treatment(self, laid: Laid) -> Treatment:
        if messages.is_agreement(laid.said):
            sort = AGREEMENT
        else:
            sort = RESTORE if laid.said.get("kind") == RESTORE else STATEMENT
        treatment = self.treatments.get(sort)
        if treatment is None:
            raise Refused(_("The signer does not know this kind of message."))
        return treatment

    def _said(self, laid: Laid, verb: str, key: str, number: str) -> Said:
        if verb not in self._treatment(laid).verbs:
            raise Refused(_("The signer does not know this answer."))
        return Said(verb, self.roster.in_force(key), clock.now(), number, uid=self.asking.uid)


def _place_of(head: dict[str, Any]) -> list[Any]:
    return [head["epoch"], head["n"], head["hash"]]


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused(BADLY_WRITTEN) from None
