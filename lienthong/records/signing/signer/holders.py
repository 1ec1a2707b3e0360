"""Whose keys sign and seal a document: two persons, and what they said of their keys since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.register import (
    AGREEING_KEY_RESTS,
    SIGNED_BY_THEMSELVES,
    SIGNER_RESTS,
    Agreement,
    Register,
)
from lienthong.records.signing.signer.roster import Key, Roster


class Rests(Refused):
    """Not now: a key is suspended, and nobody knows yet what will be said of it. Nothing is given up for that."""


class Holders:
    """The leader who signed and the clerk who seals, by the roster."""

    def __init__(self, roster: Roster, register: Register) -> None:
        self._roster, self._register = roster, register

    def signing_to_seal(self, said: Mapping[str, Any]) -> Agreement:
        """What the leader signed, unless leader or clerk has said since that somebody else used their key.

        The two are two persons, whatever posts and keys one of them has. While the leader's key is suspended
        nobody knows whether that will be said, and it waits; withdrawn then, for ever.
        """
        signing = self._register.signed_here(said["file"])
        leader, clerk = self._who_agreed(signing, said)
        if leader.person == clerk.person:
            raise Refused(SIGNED_BY_THEMSELVES)
        if leader.is_disowned:
            raise Refused(
                _("The holder of the key says they did not sign this. It is never sealed.")
            )
        if leader.suspended_at and leader.withdrawn_at:
            raise Refused(
                _(
                    "The key that signed this was withdrawn while it was suspended. It is never sealed; it must be signed anew with another key."
                )
            )
        if clerk.is_disowned:
            raise Refused(
                _(
                    "The holder of the clerk's key says that somebody else used it. Nothing is sealed."
                )
            )
        if clerk.suspended_at and clerk.withdrawn_at:
            raise Refused(
                _(
                    "The clerk's key was withdrawn while it was suspended. Nothing is sealed with it."
                )
            )
        if leader.suspended_at:
            raise Rests(SIGNER_RESTS)
        return signing

    def are_one_person(self, sealing: Agreement) -> bool:
        """Whether one person signed and sealed, as was possible before that was refused."""
        signing = self._register.signed_here(sealing.facts["file"])
        leader, clerk = self._who_agreed(signing, sealing.facts)
        return leader.person == clerk.person

    def refuse_resting(self, key_id: str) -> None:
        key = self._roster.key(key_id)
        if key.suspended_at and not key.withdrawn_at:
            raise Rests(AGREEING_KEY_RESTS)

    def _who_agreed(self, signing: Agreement, sealing: Mapping[str, Any]) -> tuple[Key, Key]:
        """The leader's key and the clerk's."""
        return self._roster.key(signing.facts["key"]), self._roster.key(sealing["key"])
