"""Statements: keys and seals are given, replaced and let sign again by two, whose answers the signer checks itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from lienthong.records.signing import pki
from lienthong.records.signing.messages import BADLY_WRITTEN, moment
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.enrolments import Enrolments
from lienthong.records.signing.signer.laid import Laid
from lienthong.records.signing.signer.receipts import receipt_of
from lienthong.records.signing.signer.roster import (
    CONFIRMED,
    EXPIRED,
    PROPOSED,
    REFUSED,
    SINGLE,
    STOPPED,
    Key,
    Roster,
    Statement,
)
from lienthong.records.signing.signer.terms import refuse_later
from lienthong.records.signing.signer.treatment import (
    LAID,
    PROPOSAL_VERBS,
    WAITS,
    Holdings,
    Said,
    is_due,
    is_in_time,
)
from lienthong.records.signing.signer.wanted import Wanted, wanted_in
from lienthong.records.signing.signer.who_may import (
    is_above,
    refuse_confirming,
    refuse_ending,
    refuse_proposing,
)

_ENDS: Final = {"refuse": REFUSED, "stop": STOPPED}


class Statements:
    """The treatment of statements at the desk."""

    verbs = PROPOSAL_VERBS

    def __init__(self, holdings: Holdings, enrolments: Enrolments) -> None:
        self._vault, self._roster = holdings.vault, holdings.roster
        self._journal, self._enrolments = holdings.journal, enrolments

    def check_laid(self, laid: Laid) -> None:
        wanted = wanted_in(laid.message)
        if laid.handle in self._roster.statements:
            return
        if laid.file or not is_in_time(wanted.until, clock.now()):
            raise Refused(BADLY_WRITTEN)
        self._refuse_unfit(wanted, laid.handle)

    def check_answer(self, laid: Laid, said: Said) -> bool:
        statement = self._roster.statements.get(laid.handle)
        if said.verb == "propose":
            return self._may_propose(laid, statement, said)
        if statement is None:
            raise Refused(_("This has not been proposed yet."))
        if said.verb == "confirm":
            return self._may_confirm(statement, said)
        return self._may_end(statement, said)

    def agreed(self, laid: Laid, said: Said) -> None:
        wanted = wanted_in(laid.message)
        facts = {"hash": laid.handle, **said.facts}
        if said.verb in _ENDS:
            self._journal.write(_ENDS[said.verb], **facts)
            return
        if wanted.enrolment:
            self._enrolments.refuse_wrong_number(wanted, said.number, **facts)
        if said.verb == "propose":
            mode, text = self._roster.mode, laid.message.decode("utf-8")
            waits = moment(said.at + WAITS) if mode == SINGLE else ""
            self._journal.write("proposed", statement=text, mode=mode, waits_until=waits, **facts)
        else:
            waits = (
                moment(said.at + WAITS)
                if waits_if_confirmed(self._roster, wanted, said.key)
                else ""
            )
            self._journal.write("confirmed", waits_until=waits, **facts)

    def taken(self, laid: Laid) -> dict[str, Any]:
        statement = self._roster.statements.get(laid.handle)
        if statement is None:
            return {"state": LAID}
        now = clock.now()
        is_read_only = self._journal.closed_because is not None
        is_to_be_made = statement.state == CONFIRMED and is_due(statement.waits_until, now)
        if is_to_be_made and not is_read_only:
            self._carry_out(statement)
        if _is_expired(statement, now):
            return {"state": EXPIRED}
        key = self._roster.keys.get(statement.wanted.key)
        return {
            "state": statement.state,
            "receipt": receipt_of(statement, self._vault),
            "answers": statement.answers,
            "certificate": key.certificate if key else "",
            "waits_until": statement.waits_until,
            "reason": statement.because,
        }

    def _may_propose(self, laid: Laid, statement: Statement | None, said: Said) -> bool:
        if statement is not None:
            if statement.proposer == said.key.id:
                return True
            raise Refused(_("This has been proposed already."))
        wanted = wanted_in(laid.message)
        refuse_proposing(self._roster, wanted, said.key)
        self._refuse_unfit(wanted, laid.handle)
        if said.at > wanted.until:
            raise Refused(_("This was to be agreed to within seven days; propose it anew."))
        return False

    def _may_confirm(self, statement: Statement, said: Said) -> bool:
        if statement.confirmer == said.key.id:
            return True
        self._refuse_ended(statement, said)
        if statement.state == CONFIRMED:
            raise Refused(_("This has been confirmed already."))
        wanted = statement.wanted
        refuse_confirming(self._roster, wanted, self._roster.key(statement.proposer), said.key)
        self._refuse_unfit(wanted, statement.handle)
        return False

    def _may_end(self, statement: Statement, said: Said) -> bool:
        if statement.ended_by == said.key.id and statement.state == _ENDS[said.verb]:
            return True
        self._refuse_ended(statement, said)
        refuse_ending(self._roster, statement.wanted, said.key)
        return False

    def _refuse_ended(self, statement: Statement, said: Said) -> None:
        if not statement.is_open:
            raise Refused(_("This has come to its end already."))
        if _is_expired(statement, said.at):
            raise Refused(_("This was to be agreed to within seven days; propose it anew."))

    def _refuse_unfit(self, wanted: Wanted, handle: str) -> None:
        """Refuse what could not be carried out now."""
        if wanted.enrolment:
            self._enrolments.refuse_other(wanted, handle)
        self._refuse_changed(wanted)

    def _refuse_changed(self, wanted: Wanted) -> None:
        if wanted.lifts:
            self._refuse_lifting(wanted)
            return
        if wanted.key in self._roster.keys:
            raise Refused(_("A signing key of this name already exists."))
        if wanted.term:
            refuse_later(wanted.term, clock.now())
        had = (
            self._roster.had_a_seal(wanted.organisation)
            if wanted.is_seal
            else self._roster.had_a_key(wanted.person)
        )
        if had != wanted.replaces:
            raise Refused(_("The keys of this holder have changed. Propose it anew."))
        if wanted.is_seal and self._roster.has_a_seal(wanted.organisation):
            raise Refused(
                _("This organisation already has a seal; withdraw it before giving out a new one.")
            )

    def _refuse_lifting(self, wanted: Wanted) -> None:
        key = self._roster.key(wanted.key)
        if key.withdrawn_at:
            raise Refused(_("This signing key has been withdrawn."))
        if not key.suspended_at:
            raise Refused(_("This signing key is not suspended."))
        if wanted.suspension != key.suspension:
            raise Refused(_("This signing key was suspended anew. Propose it anew."))
        held = (key.person, key.name, key.organisation)
        if held != (wanted.person, wanted.name, wanted.organisation):
            raise Refused(_("The keys of this holder have changed. Propose it anew."))

    def _carry_out(self, statement: Statement) -> None:
        """Make the key or let it sign again, if all that was true when it was agreed to still is."""
        self._journal.refuse_late_clock()
        wanted = statement.wanted
        try:
            agreed = [self._roster.in_force(key) for key in statement.agreed_by]
            refuse_proposing(self._roster, wanted, agreed[0])
            if len(agreed) > 1:
                refuse_confirming(self._roster, wanted, *agreed)
            self._refuse_changed(wanted)
        except Refused as refused:
            because = refused.sentence.message
            self._journal.write("failed", hash=statement.handle, because=because)
            return
        if wanted.lifts:
            self._journal.write("lifted", hash=statement.handle, key=wanted.key)
            return
        kept = self._new_key(wanted)
        self._vault.keep_key(wanted.key, kept)
        self._enrolments.know_browser(wanted)
        self._journal.write(
            "done", hash=statement.handle, new_key=wanted.key, certificate=kept["certificate"]
        )
        self._enrolments.forget(wanted)

    def _new_key(self, wanted: Wanted) -> dict[str, Any]:
        made = {"key": "", "certificate": ""}
        if wanted.enrolment:
            made |= self._enrolments.taken(wanted)
        if wanted.purpose in pki.POLICIES:
            key = pki.new_key()
            _id, organisation = wanted.path[-1]
            name = organisation if wanted.is_seal else wanted.name
            subject = pki.Subject(
                name, organisation, wanted.organisation, wanted.purpose, wanted.title
            )
            certificate = pki.issue(
                subject, key.public_key(), self._vault.intermediate, clock.now()
            )
            made |= {"key": pki.key_pem(key), "certificate": pki.certificate_pem(certificate)}
        return made


def waits_if_confirmed(roster: Roster, wanted: Wanted, confirmer: Key) -> bool:
    """A key or seal that replaces another waits a day, unless who confirms has a post above."""
    return wanted.replaces and not is_above(roster, wanted, confirmer)


def _is_expired(statement: Statement, now: datetime) -> bool:
    return statement.state == PROPOSED and now > statement.wanted.until
