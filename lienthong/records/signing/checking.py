"""What comes out of the bounded child: the verdict on a file, and the title of a form."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from lienthong.records.signing.kinds import KINDS
from lienthong.records.signing.letters import Letters
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.shown import type_line_of
from lienthong.records.signing.trust import Trust
from lienthong.records.signing.verdict import Verdict, check_form, verify_file


def checked(data: bytes, *, trust: dict[str, str], letters: Letters) -> dict[str, Any]:
    """Judge a file by the trust and typeface handed over, in the child, which reads nothing of ours."""
    place = Path("trust")
    place.mkdir()
    for name, text in trust.items():
        (place / name).write_text(text)
    return as_json(verify_file(data, Trust.kept_in(place), letters=letters))


def form_read(data: bytes, *, kind: str, letters: Letters) -> dict[str, Any]:
    """What a form of this kind says of itself, or the sentence that says what is wrong with it."""
    try:
        form = check_form(data, KINDS[kind], letters)
        printed = asdict(form.printed)
        return {"title": form.title, "type_line": type_line_of(data, form.title), **printed}
    except Refused as refused:
        return {"refused": refused.sentence.message, "facts": dict(refused.sentence.facts)}


def as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain data; its sentences stay untranslated until they are shown."""
    return {
        "valid": verdict.valid,
        "reasons": [(s.message, dict(s.facts)) for s in verdict.reasons],
        "notes": [(s.message, dict(s.facts)) for s in verdict.notes],
        "number": verdict.number,
        "date": verdict.date.isoformat() if verdict.date else None,
        "signatures": [found.as_json() for found in verdict.signatures],
    }
