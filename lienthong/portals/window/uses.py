"""What was done with a key, in words for its holder: the signer's journal, whatever the web shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.portals.window.signer import the_signer
from lienthong.records.signing.at_window import HowProven, KnownKey, OwnPasskey
from lienthong.records.signing.client import Use

SHOWN_USES: Final = 30

_HOW: Final = {
    ("pin", True): gettext_lazy("with PIN and code, in this browser"),
    ("pin", False): gettext_lazy("with PIN and code, in another browser"),
    ("pin", None): gettext_lazy("with PIN and code"),
    ("passkey", True): gettext_lazy("with a passkey, in this browser"),
    ("passkey", False): gettext_lazy("with a passkey, in another browser"),
    ("passkey", None): gettext_lazy("with a passkey"),
}
_MISTAKES: Final = frozenset({"wrong number"})
_SAID: Final = {
    "sign": gettext_lazy("Signed: %(abstract)s"),
    "seal": gettext_lazy("Sealed under %(number)s, %(day)s"),
    "proposed key": gettext_lazy("Proposed a signing key for %(name)s"),
    "proposed seal": gettext_lazy("Proposed the seal of %(name)s"),
    "proposed lift": gettext_lazy("Proposed that the key of %(name)s signs again"),
    "confirmed lift": gettext_lazy("Confirmed that the key of %(name)s signs again"),
    "refused lift": gettext_lazy("Refused that the key of %(name)s signs again"),
    "stopped lift": gettext_lazy("Stopped that the key of %(name)s signs again"),
    "confirmed key": gettext_lazy("Confirmed a signing key for %(name)s"),
    "confirmed seal": gettext_lazy("Confirmed the seal of %(name)s"),
    "refused key": gettext_lazy("Refused a signing key for %(name)s"),
    "refused seal": gettext_lazy("Refused the seal of %(name)s"),
    "stopped key": gettext_lazy("Stopped a signing key for %(name)s"),
    "stopped seal": gettext_lazy("Stopped the seal of %(name)s"),
    "wrong number": gettext_lazy("Gave a wrong check number"),
    "browser known": gettext_lazy("Opened this list in a browser for the first time"),
    "passkey added": gettext_lazy("Registered a passkey for this key"),
    "passkey removed": gettext_lazy("Removed a passkey of this key"),
    "epoch restore": gettext_lazy("Agreed that signer and history go on after a restore"),
}


@dataclass(frozen=True)
class KeyUse:
    """One thing that was done with a key: what, when, and how its holder proved it."""

    text: str
    how: str
    at: datetime
    is_elsewhere: bool
    is_mistake: bool


@dataclass(frozen=True)
class KeyHere:
    """A key known in this browser, and the newest of what was done with it."""

    key: KnownKey
    said: list[KeyUse]
    proven: HowProven

    @property
    def uses(self) -> list[KeyUse]:
        return [use for use in self.said if not use.is_mistake]

    @property
    def mistakes(self) -> list[KeyUse]:
        return [use for use in self.said if use.is_mistake]

    @classmethod
    def of(cls, key: KnownKey, browser: str) -> KeyHere:
        signer = the_signer()
        said = in_words(signer.used(key.id, browser=browser)[:SHOWN_USES])
        return cls(key, said, signer.passkeys(key.id, browser=browser))

    @property
    def waiting(self) -> list[OwnPasskey]:
        """Passkeys that prove nothing yet."""
        return [one for one in self.proven.passkeys if one.waits_until]


def in_words(uses: Iterable[Use]) -> list[KeyUse]:
    return [_in_words(use) for use in uses]


def _in_words(use: Use) -> KeyUse:
    facts = use.facts
    sort = facts.get("act") or " ".join(filter(None, [use.what, _given(facts.get("kind", ""))]))
    said = _SAID.get(sort) or _SAID.get(use.what)
    text = str(said) % facts if said else _("Something else: %(what)s") % {"what": use.what}
    here = facts.get("here")
    how = str(_HOW.get((use.how, here)) or use.how)
    return KeyUse(text, how, use.at, here is False, use.what in _MISTAKES)


def _given(kind: str) -> str:
    """Of `key.give` that it is about a key; what lifts a suspension gives none."""
    about, _dot, what = kind.partition(".")
    return what if what == "lift" else about
