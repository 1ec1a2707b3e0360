"""Whose heads of the history one trusts: those of record keys certified under one's own roots."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.records.signing.signer.heads import is_signed
from lienthong.records.signing.trust import Trust

if TYPE_CHECKING:  # a verifier runs without Django
    from lienthong.kernel.audit.public import SignedHead


class RecordTrust:
    """Begins with the roots; an export brings the certificates of its record keys."""

    def __init__(self, trust: Trust) -> None:
        self._trust = Trust(trust.roots)

    @classmethod
    def load(cls, place: Path) -> RecordTrust:
        """From a trust folder, or a single file of root certificates."""
        trust = Trust.load(place)
        if not trust.roots:
            raise ValueError(f"{place} holds no root certificate.")
        return cls(trust)

    def admits(self, certificate: str) -> bool:
        """Whether one of the roots has issued this certificate for records; then it counts from now on."""
        known = self._trust.records
        self._trust = self._trust.with_records(certificate.encode("ascii"))
        return len(self._trust.records) > len(known)

    def has_signed(self, head: SignedHead) -> bool:
        return is_signed({**head.content, "signature": head.signature}, self._trust)
