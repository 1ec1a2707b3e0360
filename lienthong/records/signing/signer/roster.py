"""The roster: which keys and organisations the signer knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.vault import Vault

PERSON: Final = "person"
CLERK: Final = "clerk"
ADMINISTRATOR: Final = "administrator"
SEAL: Final = "seal"


@dataclass(frozen=True)
class Key:
    """A key as everybody may know it. `organisation` is the id, as in the certificate."""

    id: str
    purpose: str
    name: str
    organisation: str
    person: str = ""
    title: str = ""
    leads: bool = False
    certificate: str = ""
    withdrawn_at: str = ""


class Roster:
    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def key(self, key_id: str) -> Key:
        """A key known here, in force or not."""
        kept = self._vault.secrets["keys"].get(key_id)
        if kept is None:
            raise Refused(_("The signer does not know this key."))
        return Key(
            key_id,
            kept["purpose"],
            kept["name"],
            kept["organisation_id"],
            title=kept["title"],
            certificate=kept["certificate"],
            withdrawn_at=self._vault.state["keys"][key_id].get("revoked_at", ""),
        )

    def in_force(self, key_id: str, *purposes: str) -> Key:
        """A key that may agree or sign now; of one of these purposes, if any are named."""
        key = self.key(key_id)
        if purposes and key.purpose not in purposes:
            raise Refused(_("The signer does not know this key."))
        if key.withdrawn_at:
            raise Refused(_("This signing key has been withdrawn."))
        return key

    def name_of(self, organisation: str) -> str:
        """The organisation as certificates print it."""
        for kept in self._vault.secrets["keys"].values():
            if kept["organisation_id"] == organisation:
                return str(kept["organisation"])
        raise Refused(_("The signer does not know this organisation."))
