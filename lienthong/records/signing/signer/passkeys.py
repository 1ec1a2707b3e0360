"""Passkeys of a key: what its holder adds waits a day, and whoever finds one that is not theirs removes it.

One PIN and one code, won by a false page, are good for one act: they register no passkey that agrees to anything
before its holder has heard of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.messages import moment, moment_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.browsers import Browsers
from lienthong.records.signing.signer.proving import Proving
from lienthong.records.signing.signer.roster import Roster
from lienthong.records.signing.signer.treatment import WAITS, Holdings, is_due

ADD, REMOVE = "add", "remove"
# A key's first passkey belongs to its making, in the browser in which it was begun.
MADE_WITHIN: Final = timedelta(days=7)
NOT_REGISTERED: Final = _("This passkey is not registered for this signing key.")


def usable(roster: Roster, key: str) -> dict[str, dict[str, Any]]:
    """The passkeys that prove something now."""
    now = clock.now()
    kept = roster.passkeys.get(key, {})
    return {one: facts for one, facts in kept.items() if is_due(facts["waits_until"], now)}


def usable_sites(roster: Roster, key: str) -> list[dict[str, str]]:
    """What a window asks a browser for."""
    return [
        {"credential_id": one, "rp_id": facts["rp_id"]}
        for one, facts in sorted(usable(roster, key).items())
    ]


def waiting(roster: Roster, key: str) -> list[dict[str, str]]:
    """Those that were added lately and prove nothing yet."""
    ready = usable(roster, key)
    return [
        {name: facts[name] for name in ("added_at", "waits_until")}
        for one, facts in roster.passkeys.get(key, {}).items()
        if one not in ready
    ]


def refuse_waiting(roster: Roster, key: str, proof: dict[str, Any]) -> None:
    """The sentence says until when."""
    credential = str(dict(proof.get("assertion", {})).get("credential_id"))
    kept = roster.passkeys.get(key, {}).get(credential)
    if kept is not None and credential not in usable(roster, key):
        until = moment_of(kept["waits_until"]).astimezone(VIETNAM)
        raise Refused(
            _("This passkey was added lately and proves nothing before %(when)s."),
            when=until.strftime("%H:%M %d/%m/%Y"),
        )


class Passkeys:
    """The acts on the passkeys of a key, each proven by its holder at the window."""

    def __init__(self, holdings: Holdings, proving: Proving) -> None:
        self._vault, self._roster = holdings.vault, holdings.roster
        self._journal, self._proving = holdings.journal, proving

    @property
    def acts(self) -> dict[str, Callable[..., dict[str, Any]]]:
        return {
            "passkeys": self.passkeys,
            "ask_to_add": self.ask_to_add,
            "add_passkey": self.add_passkey,
            "ask_to_remove": self.ask_to_remove,
            "remove_passkey": self.remove_passkey,
        }

    def passkeys(self, *, key: str, browser: str = "") -> dict[str, Any]:
        """With what and where the key can be proven: its passkeys, and the browsers in which it is known."""
        self._roster.key(key)
        ready = usable(self._roster, key)
        kept = self._roster.passkeys.get(key, {})
        return {
            "passkeys": [
                {"credential_id": one, "added_at": facts["added_at"]}
                | {"waits_until": "" if one in ready else facts["waits_until"]}
                for one, facts in kept.items()
            ],
            "browsers": Browsers(self._vault, key).known_since(browser),
        }

    def ask_to_add(self, *, key: str, browser: str) -> dict[str, Any]:
        """Who has a passkey already proves the next one with it, where the key is known."""
        known = Browsers(self._vault, self._roster.in_force(key).id).knows(browser)
        sites = usable_sites(self._roster, key) if known else []
        return {"challenge": self._proving.ask(ADD, key, browser, ADD), "passkeys": sites}

    def add_passkey(
        self, *, key: str, passkey: dict[str, Any], proof: dict[str, Any], browser: str = ""
    ) -> dict[str, Any]:
        """Register a passkey; it waits a day, unless it is proven by another one where the key is known."""
        self._journal.refuse_if_closed()
        self._journal.refuse_late_clock()
        self._roster.in_force(key)
        credential = str(passkey["credential_id"])
        if credential in self._roster.passkeys.get(key, {}):
            raise Refused(_("This passkey is registered already."))
        is_first, is_known = self._is_first(key, browser), self._knows(key, browser)
        proven = self._proving.proven(ADD, key, proof, browser, ADD)
        at_once = is_first or (is_known and proven.how == "passkey")
        waits_until = "" if at_once else moment(clock.now() + WAITS)
        self._journal.write(
            "passkey added",
            key=key,
            **proven.facts,
            credential_id=credential,
            public_key=dict(passkey["public_key"]),
            rp_id=str(passkey["rp_id"]),
            origins=[str(origin) for origin in passkey["origins"]],
            waits_until=waits_until,
            is_first=is_first,
            uid=self._proving.caller(),
        )
        return {"waits_until": waits_until}

    def ask_to_remove(self, *, key: str, credential_id: str, browser: str = "") -> dict[str, Any]:
        self._refuse_unregistered(key, credential_id)
        challenge = self._proving.ask(REMOVE, key, browser, credential_id)
        return {"challenge": challenge, "passkeys": usable_sites(self._roster, key)}

    def remove_passkey(
        self, *, key: str, credential_id: str, proof: dict[str, Any], browser: str = ""
    ) -> dict[str, Any]:
        """It proves nothing any more, whether it has waited or not. It only takes power away."""
        self._journal.refuse_if_closed()
        self._journal.refuse_late_clock()
        self._refuse_unregistered(key, credential_id)
        proven = self._proving.proven(REMOVE, key, proof, browser, credential_id)
        facts = {**proven.facts, "uid": self._proving.caller()}
        self._journal.write("passkey removed", key=key, credential_id=credential_id, **facts)
        return {}

    def _refuse_unregistered(self, key: str, credential_id: str) -> None:
        self._roster.key(key)
        if credential_id not in self._roster.passkeys.get(key, {}):
            raise Refused(NOT_REGISTERED)

    def _knows(self, key: str, browser: str) -> bool:
        return Browsers(self._vault, key).knows(browser)

    def _is_first(self, key: str, browser: str) -> bool:
        """Whether this still belongs to the making of the key: where it was begun, soon, and never before."""
        since: datetime = moment_of(self._roster.key(key).since)
        return (
            Browsers(self._vault, key).was_begun_in(browser)
            and key not in self._roster.passkeys
            and clock.now() <= since + MADE_WITHIN
        )
