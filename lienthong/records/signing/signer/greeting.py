"""What the signer says of keys to whoever greets it, so that registers of keys follow."""

from __future__ import annotations

from typing import Final

from lienthong.records.signing.signer.roster import Roster

WITHDRAWN_TOLD: Final = 100
LIFTED_TOLD: Final = 100
# Whoever writes long reasons makes the greeting no longer than the line to the signer takes.
REASON_TOLD: Final = 200


def newest_withdrawn(roster: Roster) -> list[list[str | bool]]:
    """Key, moment, reason and whether its holder disowned it, the newest first."""
    newest = list(roster.withdrawn.items())[-WITHDRAWN_TOLD:]
    known = ((roster.keys[key], reason) for key, reason in reversed(newest))
    return [
        [key.id, key.withdrawn_at, reason[:REASON_TOLD], key.is_disowned] for key, reason in known
    ]


def suspended(roster: Roster) -> list[list[str]]:
    """Key, moment and reason of those that are suspended now."""
    held = (key for key in roster.keys.values() if key.suspended_at and not key.withdrawn_at)
    return [[key.id, key.suspended_at, key.suspended_because[:REASON_TOLD]] for key in held]


def newest_lifted(roster: Roster) -> list[list[str]]:
    """Key and moment of those that two let sign again last."""
    return [[key, at] for key, at in list(roster.lifted.items())[-LIFTED_TOLD:]]
