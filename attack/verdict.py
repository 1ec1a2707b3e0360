"""Forged files against the verdict: none is valid, each is caught by the check its line names, and by no other."""

import json
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from unittest import mock

from attack.forged.good import good_files
from attack.forged.nature import Class
from attack.forged.table import classes
from attack.forged.witnesses import openssl_says, pdfsig_says
from attack.forged.workshop import Workshop
from bench.results import Result, progress, say
from lienthong.records.signing import checks
from lienthong.records.signing.trust import Trust
from lienthong.records.signing.verdict import Verdict, verify_file

LEAST_CLASSES, LEAST_GOOD = 60, 40


@dataclass(frozen=True)
class Outcome:
    """What the verdict says of one forged file, with all its checks and without the one that catches it."""

    one: Class
    valid: bool
    passes_without: bool
    marked: bool
    reason: str

    @property
    def holds(self) -> bool:
        return not self.valid and self.passes_without and self.marked

    def as_json(self) -> str:
        line = {
            "kind": self.one.kind,
            "changes": self.one.changes,
            "caught_by": self.one.check.__name__,
            "said": self.reason,
            "valid": self.valid,
            "passes_without_the_check": self.passes_without,
        }
        return json.dumps(line, ensure_ascii=False)


@dataclass
class Found:
    outcomes: list[Outcome] = field(default_factory=list)
    good: Counter[bool] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)


def run(*, as_json: bool) -> bool:
    """Forge every class, judge it twice, and say the figures."""
    logging.disable(logging.CRITICAL)
    began, shop, found = time.monotonic(), Workshop(), Found()
    for one in classes():
        outcome, data = judge(one, shop)
        found.outcomes.append(outcome)
        if as_json:
            print(outcome.as_json(), flush=True)
        elif not outcome.holds:
            progress(f"{one.changes}: {outcome}")
        found.disagreements += disagreements(one, data, shop.office.trust)
    for name, data in good_files(shop):
        judge_good(name, data, shop.office.trust, found)
    for sentence in (*found.refused, *found.disagreements):
        progress(sentence)
    results = _results(found, time.monotonic() - began)
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok is not False for result in results)


def judge(one: Class, shop: Workshop) -> tuple[Outcome, bytes]:
    data, trust = one.make(shop), one.trusting(shop)
    verdict = verify_file(data, trust)
    outcome = Outcome(
        one,
        valid=verdict.valid,
        passes_without=_without(one.check, data, trust).valid,
        marked=not any(signature.valid for signature in verdict.signatures),
        reason=str(verdict.reasons[0]) if verdict.reasons else "",
    )
    return outcome, data


def _without(check: checks.Check, data: bytes, trust: Trust) -> Verdict:
    others = tuple(one for one in checks.CHECKS if one is not check)
    with mock.patch.object(checks, "CHECKS", others):
        return verify_file(data, trust)


def disagreements(one: Class, data: bytes, trust: Trust) -> list[str]:
    """Where another program sees a signature as good of which the verdict says what that program can see."""
    alarms = {
        checks.check_contents: (pdfsig_says(data), openssl_says(data, trust)),
        checks.check_authority: (openssl_says(data, trust),),
    }.get(one.check, ())
    return [f"{one.changes}: seen as good by another program" for said in alarms if all(said)]


def judge_good(name: str, data: bytes, trust: Trust, found: Found) -> None:
    verdict = verify_file(data, trust, datetime(2100, 1, 1, tzinfo=UTC))
    found.good[verdict.valid and not verdict.notes] += 1
    if not verdict.valid:
        found.refused.append(f"{name}: {verdict.reasons[0]}")
    if pdfsig_says(data) != [True, True] or openssl_says(data, trust) != [True, True]:
        found.disagreements.append(f"{name}: seen as bad by another program")


def _results(found: Found, seconds: float) -> list[Result]:
    outcomes = found.outcomes
    called_valid = sum(one.valid for one in outcomes)
    loose = sum(not one.passes_without for one in outcomes)
    unmarked = sum(not one.marked for one in outcomes)

    def none(name: str, count: int) -> Result:
        return Result(f"verdict.{name}", count, "", target="0", ok=count == 0)

    return [
        Result(
            "verdict.classes",
            len(outcomes),
            "",
            target=f"≥ {LEAST_CLASSES}",
            ok=len(outcomes) >= LEAST_CLASSES,
        ),
        none("called_valid", called_valid),
        none("not_told_apart_by_their_check", loose),
        none("signers_not_marked", unmarked),
        Result(
            "verdict.good_files_valid",
            found.good[True],
            "",
            target=f"≥ {LEAST_GOOD}",
            ok=found.good[True] >= LEAST_GOOD,
        ),
        none("good_files_refused", found.good[False]),
        none("other_programs_disagree", len(found.disagreements)),
        Result("verdict.seconds", round(seconds, 1), "s"),
    ]
