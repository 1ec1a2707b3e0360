"""What `script/demo --json` prints: read, recognised, clauses, issued, receipts, seconds."""

from pathlib import Path
from typing import Any

from django.conf import settings

from lienthong.kernel.audiences.public import Audience, counts_under
from lienthong.records.documents.public import Document
from lienthong.records.signing.public import verify
from lienthong.records.texts.public import GROUNDS, in_plain_values, reading_of


def read_in(source: Path) -> dict[str, Any]:
    """What is read of the file, as `script/read --json` prints it."""
    return in_plain_values(reading_of(source.read_bytes(), source.name))


def recognised_in(reading: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything printed in each document of the file; null where the text says nothing."""
    return [
        {name: value for name, value in paper.items() if name not in GROUNDS}
        for paper in reading["papers"]
    ]


def issued_as(document: Document) -> dict[str, Any]:
    """The issued document: its number, file, and the verdict on each signature."""
    assert document.sealed_file is not None, "an issued document is sealed"
    data = document.sealed_file.read()
    verdict = verify(data)
    return {
        "number": document.notation,
        "date": document.issued_on.isoformat() if document.issued_on else None,
        "pdf": str(_named_copy(document.notation, data)),
        "sha256": document.sealed_file.sha256,
        "valid": verdict.valid,
        "reasons": [str(reason) for reason in verdict.reasons],
        "signatures": [
            {
                "role": found.role,
                "who": found.who,
                "organisation": found.organisation,
                "title": found.title,
                "when": found.when.isoformat() if found.when else None,
                "verdict": "valid" if found.valid else "not valid",
                "certificate": "trial (CHỮ KÝ THỬ NGHIỆM)" if found.trial else "trusted",
            }
            for found in verdict.signatures
        ],
    }


def _named_copy(notation: str, data: bytes) -> Path:
    """The issued file under a name a person recognises, to try `script/verify` on."""
    path = Path(settings.VAR) / "issued" / f"{notation.replace('/', '-')}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def receipts_of(audience: Audience) -> dict[str, Any]:
    """How many units have come how far, over the tree as of the day of issue."""
    counts = counts_under(audience, audience.issuer)
    return {
        "in_scope": counts.units,
        "branches": counts.branches,
        "addressed": audience.addressed_units.count(),
        "addressed_persons": audience.addressed_persons.count(),
        "arrived": counts.units,
        "opened": counts.opened,
        "registered": counts.registered,
        "received": counts.received,
        "forwarded": counts.forwarded,
        "passed_on": counts.briefed,
        "refused": counts.refused,
    }
