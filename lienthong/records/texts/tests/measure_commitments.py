"""How much of marked papers is found: `python -m lienthong.records.texts.tests.measure_commitments FOLDER`.

For every NAME.commitments.json of the folder the text it names is read. A find is a commitment of the same kind
(a target: of the same value) whose words hold those the marker began with; the printed day and the computed one
both count as right.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from lienthong.kernel.text.public import fold
from lienthong.records.texts.commitments.commitment import Commitment
from lienthong.records.texts.commitments.paper import paper_of
from lienthong.records.texts.commitments.reading import commitments_of
from lienthong.records.texts.recognition.documents import recognise

KINDS = {
    "target": "target",
    "task": "task",
    "report-duty": "report_duty",
    "report_duty": "report_duty",
}


@dataclass
class Score:
    wanted: int = 0
    proposed: int = 0
    matched: int = 0
    deadlines: int = 0
    leads: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        total = self.wanted + self.proposed
        return 2 * self.matched / total if total else 1.0

    def add(self, other: Score) -> None:
        self.wanted += other.wanted
        self.proposed += other.proposed
        self.matched += other.matched
        self.deadlines += other.deadlines
        self.leads += other.leads

    def line(self, name: str) -> str:
        shares = [
            part / self.matched if self.matched else 1.0 for part in (self.deadlines, self.leads)
        ]
        return (
            f"{name:36} wanted {self.wanted:3} proposed {self.proposed:3} matched {self.matched:3} "
            f"F1 {self.f1:.3f} deadlines {shares[0]:.3f} leads {shares[1]:.3f}"
        )


def measure(marked: Path) -> Score:
    truth = json.loads(marked.read_text("utf-8"))
    text = (marked.parent / truth["text"]).read_text("utf-8")
    found = [one for paper in recognise(text) for one in commitments_of(paper_of(paper.as_json()))]
    return score(truth["commitments"], found)


def score(wanted: list[dict], found: list[Commitment]) -> Score:
    result = Score(len(wanted), len(found))
    pairs = sorted(
        (
            (_likeness(want, one), w, f)
            for w, want in enumerate(wanted)
            for f, one in enumerate(found)
        ),
        key=lambda pair: -pair[0],
    )
    taken_w, taken_f = {}, set()
    for likeness, w, f in pairs:
        if likeness > 0 and w not in taken_w and f not in taken_f:
            taken_w[w] = f
            taken_f.add(f)
    for w, want in enumerate(wanted):
        if w not in taken_w:
            result.notes.append(f"  MISSED {want['kind']} {want['clause']}: {want['starts'][:90]}")
            continue
        _compare(want, found[taken_w[w]], result)
    for f, one in enumerate(found):
        if f not in taken_f:
            result.notes.append(f"  EXTRA  {one.kind} {one.clause}: {one.text[:90]} [{one.why}]")
    return result


def _likeness(want: dict, one: Commitment) -> float:
    if KINDS[want["kind"]] != one.kind:
        return 0
    if one.kind == "target" and want.get("value") != one.value:
        return 0
    starts, text = _words(want["starts"]), _words(one.text)
    shared = sum(word in text for word in starts) / max(len(starts), 1)
    if shared < 0.7:
        return 0
    same_clause = want["clause"].replace(" ", "") == one.clause.replace(" ", "")
    return shared + 0.5 * same_clause + 0.2 * (text[: len(starts)] == starts)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _compare(want: dict, one: Commitment, result: Score) -> None:
    result.matched += 1
    days = _days(want.get("deadline"))
    right_day = (
        one.deadline.day is None
        if days is None
        else bool({one.deadline.day, one.deadline.printed} & days)
    )
    result.deadlines += right_day
    if not right_day:
        result.notes.append(
            f"  DAY    {want['clause']} wanted {want['deadline']} got {one.deadline}"
        )
    right_lead = _bare(want.get("lead")) == _bare(one.lead)
    result.leads += right_lead
    if not right_lead:
        result.notes.append(f"  LEAD   {want['clause']} wanted {want['lead']} got {one.lead}")


def _bare(name: str | None) -> str:
    return " ".join(_words(name or ""))


def _days(printed: str | None) -> set[dt.date] | None:
    """A day, month, quarter or year as marked: its last day."""
    if not printed:
        return None
    year, _dash, rest = printed.partition("-")
    if not rest:
        return {dt.date(int(year), 12, 31)}
    month = int(rest[1:]) * 3 if rest.startswith("Q") else int(rest[:2])
    last = calendar.monthrange(int(year), month)[1]
    day = dt.date.fromisoformat(printed) if len(rest) == 5 else dt.date(int(year), month, last)
    return {day, day - dt.timedelta(days=1)}


def main(folder: Path, *, is_wordy: bool) -> None:
    whole = Score()
    for marked in sorted(folder.glob("*.commitments.json")):
        one = measure(marked)
        whole.add(one)
        print(one.line(marked.name.removesuffix(".commitments.json")))
        if is_wordy:
            print(*one.notes, sep="\n")
    print(whole.line("all"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), is_wordy="-v" in sys.argv)
