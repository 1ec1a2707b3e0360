"""What `script/demo --json` prints: recognised, clauses, issued, receipts, seconds."""

from pathlib import Path
from typing import Any

from django.conf import settings

from lienthong.kernel.audiences.public import Audience, counts_under
from lienthong.kernel.files.public import inspect_upload
from lienthong.records.documents.public import Document
from lienthong.records.signing.public import verify
from lienthong.records.texts.public import number_eids, read_upload

PRINTED = (
    "number", "type", "title", "place", "date", "superior", "issuer", "signing", "signings",
    "addressees", "recipients", "file_copy", "dissemination_scope", "arrival", "secrecy",
    "urgency", "draft", "attached",
)  # fmt: skip


def recognised_in(source: Path) -> list[dict[str, Any]]:
    """Everything printed in each document of the file; null where the text says nothing."""
    data = source.read_bytes()
    kind = inspect_upload(data, source.name).kind
    documents = read_upload(data, kind, source.name).documents
    return [
        {name: document.get(name) for name in PRINTED}
        | {
            "noise": [aside["text"] for aside in document["set_aside"]],
            "signer": (document.get("signing") or {}).get("name"),
            "clauses": _addressed(document["body"]),
        }
        for document in documents
    ]


def _addressed(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return number_eids(body) or body


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
