"""A history rewritten in every known way: each tampering is found, by the check its line names."""

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from attack.rewritten import database, exports, newer, versions
from attack.rewritten.nature import Nature
from attack.rewritten.office import Office, an_office
from bench.database import own_database
from bench.results import Result, progress, say
from lienthong.kernel.audit.chain import Place
from lienthong.kernel.audit.verifying import read_line, verify

LEAST_OLDER, LEAST_NATURES = 1000, 60
TIMES, TIMES_NEWER = 12, 4


@dataclass
class Outcome:
    """How often a nature was tried, found at all, and found by its check."""

    nature: Nature
    tried: int = 0
    found: int = 0
    by_its_check: int = 0
    said: str = ""

    @property
    def holds(self) -> bool:
        return self.tried == self.found == self.by_its_check

    def as_json(self) -> str:
        line = {
            "where": self.nature.where,
            "changes": self.nature.changes,
            "caught_by": self.nature.caught_by,
            "tried": self.tried,
            "found": self.found,
            "found_by_this_check": self.by_its_check,
            "said": self.said,
        }
        return json.dumps(line, ensure_ascii=False)


def natures() -> Iterator[Nature]:
    for source in (database, versions, exports, newer):
        yield from source.natures()


def run(*, as_json: bool) -> bool:
    """Tamper in every way, and say the figures."""
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    with own_database(), an_office() as office:
        outcomes = []
        for nature in natures():
            outcomes.append(tried(nature, office))
            if as_json:
                print(outcomes[-1].as_json(), flush=True)
            elif not outcomes[-1].holds:
                progress(f"{nature.where}: {nature.changes}: {outcomes[-1]}")
        untouched = len(office.faults()) + len(faults_of_export(office, office.newest))
    results = _results(outcomes, untouched, time.monotonic() - began)
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok is not False for result in results)


def tried(nature: Nature, office: Office, times: int | None = None) -> Outcome:
    """One nature, as often as there is something to choose in it."""
    outcome = Outcome(nature)
    usual = TIMES_NEWER if nature.where == "newer" else TIMES
    for _ in range(times or nature.times or usual):
        faults = _faults_after(nature, office)
        checks = {check for check, _said in faults}
        outcome.tried += 1
        outcome.found += bool(faults)
        outcome.by_its_check += nature.caught_by in checks
        outcome.said = next((said for check, said in faults if check == nature.caught_by), "")
    return outcome


def _faults_after(nature: Nature, office: Office) -> list[tuple[str, str]]:
    if nature.rewrite:
        return faults_of_export(office, nature.rewrite(office, list(office.newest)))
    assert nature.tamper is not None
    with office.undone():
        nature.tamper(office)
        return [(fault.check, str(fault)) for fault in office.faults()]


def faults_of_export(office: Office, lines: list[str]) -> list[tuple[str, str]]:
    """As `script/verify-audit` checks it, with the newest head noted elsewhere."""
    noted = Place.of(json.loads(office.newest[-1])["closing"])
    verdict = verify(map(read_line, lines), records=office.keeper.records(), noted=[noted])
    return [(fault.check, str(fault)) for fault in verdict.faults]


def _results(outcomes: list[Outcome], untouched: int, seconds: float) -> list[Result]:
    older = [one for one in outcomes if one.nature.where != "newer"]
    recent = [one for one in outcomes if one.nature.where == "newer"]
    by_another = sum(one.tried - one.by_its_check for one in outcomes)

    def least(name: str, count: int, most: int) -> Result:
        return Result(f"audit.{name}", count, "", target=f"≥ {most}", ok=count >= most)

    def all_of(name: str, some: list[Outcome]) -> Result:
        found, every = sum(one.found for one in some), sum(one.tried for one in some)
        return Result(f"audit.{name}", found, "", target=f"{every}", ok=found == every)

    return [
        least("natures", len(outcomes), LEAST_NATURES),
        least("tamperings_with_older_entries", sum(one.tried for one in older), LEAST_OLDER),
        all_of("found", older),
        all_of("newer_ones_found_or_named", recent),
        Result("audit.not_found_by_their_check", by_another, "", target="0", ok=by_another == 0),
        Result("audit.faults_of_the_untouched", untouched, "", target="0", ok=untouched == 0),
        Result("audit.seconds", round(seconds, 1), "s"),
    ]
