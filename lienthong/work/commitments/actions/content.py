"""What was said, as the history holds it: a hash of the words, figures and evidence, and never the words."""

import hashlib
import json
from typing import Any

from ..models import Difficulty, Evidence, TaskReport

SAID = ("result", "percent", "difficulties", "requests", "coming", "nothing_arisen", "reason")


def content_of(report: TaskReport, evidence: list[Evidence] | None = None) -> str:
    """The hash of a report with its evidence; another word, figure or piece gives another hash."""
    if evidence is None:
        evidence = list(Evidence.objects.filter(report=report))
    shown = sorted(_piece(one) for one in evidence)
    said = [getattr(report, name) for name in SAID]
    return hashed(report.pk, report.task_id, report.corrects_id, report.correction, said, shown)


def _piece(one: Evidence) -> list[str]:
    records = [str(one.document_id), str(one.task_id), one.words]
    return [*records, one.file_id, one.name] if one.file_id else records


def facts_of(report: TaskReport) -> dict[str, Any]:
    """What an entry of the history says of a report: which, how far, its hash, and the files it shows."""
    evidence = list(Evidence.objects.filter(report=report).select_related("document"))
    files = [one.document.sealed_file_id for one in evidence if one.document]
    files += [one.file_id for one in evidence]
    return {
        "report": report.pk,
        "percent": report.percent,
        "content": content_of(report, evidence),
        "evidence": sorted(one for one in files if one),
    }


def raised_in(difficulty: Difficulty) -> str:
    one = difficulty
    return hashed(one.pk, one.unit_id, one.to_id, one.task_id, one.words, one.asked)


def answered_in(difficulty: Difficulty) -> str:
    return hashed(difficulty.pk, difficulty.answer)


def hashed(*said: Any) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
