"""Receipts: what a statement came to, by whose keys, and where that stands in the journal; signed."""

from __future__ import annotations

from typing import Any, Final

from lienthong.records.signing.signer.roster import Statement
from lienthong.records.signing.signer.vault import Vault
from lienthong.records.signing.trust import Trust

KIND: Final = "receipt"


def receipt_of(statement: Statement, vault: Vault) -> dict[str, Any]:
    """The same each time: it speaks of the line that brought the statement where it is."""
    said = {
        "v": 1,
        "installation": vault.installation,
        "statement": statement.handle,
        "kind": statement.wanted.kind,
        "outcome": statement.state,
        "by": statement.agreed_by,
        "mode": statement.mode,
        "at": statement.line["at"],
        "journal": statement.place.as_list(),
    }
    return {**said, "signature": vault.recorded(KIND, said)}


def receipt_holds(receipt: dict[str, Any], trust: Trust) -> bool:
    """Whether a record key under these roots signed this receipt."""
    said = {name: value for name, value in receipt.items() if name != "signature"}
    return trust.is_recorded(KIND, said, str(receipt.get("signature", "")))


def attested(kind: str, sha256: str, vault: Vault) -> str:
    """The record key's signature over a hash, of a kind of its own."""
    return vault.recorded(f"attest.{kind}", {"sha256": sha256})
