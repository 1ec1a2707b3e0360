"""What is said of a key, and how it is suspended or withdrawn: by whoever may, or by its holder at the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.browsers import Browsers, keys_known_in
from lienthong.records.signing.signer.roster import Key
from lienthong.records.signing.signer.treatment import Holdings
from lienthong.records.signing.signer.wanted import SEAL


class Keys:
    """The acts on a key that need no proof. `caller` says whose process asks."""

    def __init__(self, holdings: Holdings, caller: Callable[[], int]) -> None:
        self._vault, self._roster, self._journal = (
            holdings.vault,
            holdings.roster,
            holdings.journal,
        )
        self._caller = caller

    @property
    def acts(self) -> dict[str, Callable[..., dict[str, Any]]]:
        return {
            "key": self.key,
            "known_here": self.known_here,
            "revoke": self.revoke,
            "suspend": self.suspend,
            "not_me": self.not_me,
        }

    def key(self, *, key: str) -> dict[str, Any]:
        """What everybody may know of a key."""
        known = self._roster.key(key)
        return {
            "purpose": known.purpose,
            "name": known.name,
            "person": known.person,
            "title": known.title,
            "leads": known.leads,
            "organisation": self._roster.name_of(known.organisation),
            "organisation_id": known.organisation,
            "certificate": known.certificate,
            "revoked_at": known.withdrawn_at or None,
            "suspended_at": known.suspended_at or None,
            "suspension": known.suspension,
            "passkeys": sorted(self._roster.passkeys.get(key, {})),
        }

    def known_here(self, *, browser: str) -> dict[str, Any]:
        """The keys that are known in a browser."""
        known = [self._roster.keys.get(key) for key in keys_known_in(self._vault, browser)]
        return {"keys": [self._told(key) for key in known if key]}

    def revoke(self, *, key: str, reason: str = "") -> dict[str, Any]:
        """Withdraw a key at once: it signs nothing from now on, and its certificate is listed.

        Whatever the reason says, it is not the holder's word: that is `not_me`, a line of its own.
        """
        if not self._roster.key(key).withdrawn_at:
            self._withdraw("revoked", key, reason=reason)
        return {"revoked_at": self._roster.key(key).withdrawn_at}

    def suspend(self, *, key: str, reason: str = "") -> dict[str, Any]:
        """Let a person's key do nothing from now on, until two have agreed that it does.

        One suffices: it only takes power away. Of a seal nothing is done without the key of a clerk.
        """
        known = self._roster.key(key)
        if known.purpose == SEAL:
            raise Refused(_("A seal is not suspended; suspend the key of whoever uses it."))
        if known.withdrawn_at:
            raise Refused(_("This signing key has been withdrawn."))
        if not known.suspended_at:
            self._journal.write("suspended", key=key, reason=reason, uid=self._caller())
        return {"suspended_at": self._roster.key(key).suspended_at}

    def not_me(self, *, key: str, browser: str) -> dict[str, Any]:
        """The holder says that somebody else has used the key: it is withdrawn, and what it signed is not sealed.

        One person alone, without a proof, in a browser the key is known in: it only takes power away.
        """
        known = self._roster.key(key)
        if not Browsers(self._vault, key).knows(browser):
            raise Refused(_("This key has not been used in this browser before."))
        if not known.is_disowned:
            self._withdraw("disowned", key)
        return {}

    def _withdraw(self, what: str, key: str, **facts: Any) -> None:
        self._journal.write(what, key=key, **facts, uid=self._caller())
        self._vault.publish_trust()

    def _told(self, key: Key) -> dict[str, Any]:
        return {
            "id": key.id,
            "name": key.name,
            "title": key.title,
            "purpose": key.purpose,
            "organisation": self._roster.name_of(key.organisation),
            "withdrawn_at": key.withdrawn_at,
            "suspended_at": key.suspended_at,
        }
