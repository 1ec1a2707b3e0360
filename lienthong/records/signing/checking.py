"""The verdict as it comes out of the bounded child."""

import dataclasses
from pathlib import Path
from typing import Any

from lienthong.records.signing.letters import Letters
from lienthong.records.signing.trust import Trust
from lienthong.records.signing.verdict import Verdict, verify_file


def checked(data: bytes, *, trust: dict[str, str], letters: Letters) -> dict[str, Any]:
    """Judge a file by the trust and typeface handed over, in the child, which reads nothing of ours."""
    place = Path("trust")
    place.mkdir()
    for name, text in trust.items():
        (place / name).write_text(text)
    return as_json(verify_file(data, Trust.kept_in(place), letters=letters))


def as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain data; its sentences stay untranslated until they are shown."""
    return {
        "valid": verdict.valid,
        "reasons": [(s.message, dict(s.facts)) for s in verdict.reasons],
        "notes": [(s.message, dict(s.facts)) for s in verdict.notes],
        "number": verdict.number,
        "date": verdict.date.isoformat() if verdict.date else None,
        "signatures": [
            {**dataclasses.asdict(found), "when": found.when.isoformat()}
            for found in verdict.signatures
        ],
    }
