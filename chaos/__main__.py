"""`script/chaos`: kill web, window, worker, signer and PostgreSQL at every named point, and look."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MARK = "lienthong-chaos-"
if not Path(os.environ.get("LIENTHONG_VAR", "")).name.startswith(MARK):
    sys.exit("Start it as script/chaos: it kills only what belongs to a folder of its own.")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from bench.results import Result, progress  # noqa: E402 -- the rooms need the settings first
from bench.results import say as say_result  # noqa: E402
from chaos.findings import KINDS  # noqa: E402
from chaos.installation import Installation  # noqa: E402
from chaos.points import Point, last_look  # noqa: E402
from chaos.points import points as all_points  # noqa: E402
from chaos.stage import set_the_stage  # noqa: E402
from chaos.trials import Trials  # noqa: E402

BASE = Path(__file__).resolve().parent.parent
MOST_SECONDS = 360


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/chaos", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--point", action="append", help="only this point; may be given again")
    parser.add_argument("--list", action="store_true", help="name the points and end")
    parser.add_argument("--keep-log", type=Path, help="copy the log of all processes there")
    parser.add_argument("--tables", type=Path, help="begin with these tables, do not migrate")
    parser.add_argument("--stage", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    known = all_points()
    unknown = set(chosen.point or []) - known.keys()
    if unknown:
        parser.error(f"There is no point {', '.join(sorted(unknown))}; see --list.")
    points = [known[name] for name in chosen.point or known]
    if chosen.list:
        print("\n".join(known))
        return 0
    if chosen.stage:
        json.dump(set_the_stage(points, progress, chosen.tables), sys.stdout)
        return 0
    began = time.monotonic()
    with private_installation(chosen.keep_log) as house:
        trials, found = play(house, points, chosen.tables)
    return tell(trials, len(points), found, time.monotonic() - began, as_json=chosen.json)


@contextmanager
def private_installation(log: Path | None) -> Iterator[Installation]:
    """Everything that is started ends with this program, however it ends."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    house = Installation.here()
    try:
        house.server.start()
        yield house
    finally:
        if log and house.log.exists():
            log.write_bytes(house.log.read_bytes())
        house.remove()


def play(
    house: Installation, points: list[Point], tables: Path | None
) -> tuple[Trials, Counter[str]]:
    """Set the stage, play every trial, and at the end look at all of them together once more."""
    began = time.monotonic()
    progress(f"A private installation in {house.var}; {len(points)} points.")
    trials = Trials(house, signer=house.start_signer())
    scenes = stage(points, tables)
    progress(f"The documents are at their points after {time.monotonic() - began:.0f} s.")
    trials.open()
    found: Counter[str] = Counter()
    for number, (point, scene) in enumerate(zip(points, scenes, strict=True), start=1):
        began = time.monotonic()
        following = points[number] if number < len(points) else None
        findings = trials.run(point, scene, following)
        found.update(finding.kind for finding in findings)
        said = "; ".join(f"{one.kind.upper()}: {one.sentence}" for one in findings[:5]) or "whole"
        took = f"{time.monotonic() - began:6.1f} s"
        progress(f"{number:3}/{len(points)} {point.name:<31}{took}  {trials.seen:<22}{said}")
    last = last_look()
    for point, scene in zip(points, scenes, strict=True):
        last += point.action.effect(scene)
    for finding in last:
        progress(f"At the end, {finding.kind.upper()}: {finding.sentence}")
    found.update(finding.kind for finding in last)
    return trials, found


def stage(points: list[Point], tables: Path | None) -> list[dict[str, Any]]:
    """The documents are brought to their points in a process of its own."""
    chosen = [part for point in points for part in ("--point", point.name)]
    begin = ["--tables", str(tables)] if tables else []
    made = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "chaos", "--stage", *begin, *chosen],
        cwd=BASE,
        stdout=subprocess.PIPE,
        check=True,
    )
    scenes: list[dict[str, Any]] = json.loads(made.stdout)
    return scenes


def tell(trials: Trials, points: int, found: Counter[str], seconds: float, *, as_json: bool) -> int:
    enough = points >= 20 or points < len(all_points())
    results = [
        Result("chaos.points", points, "points", target=">= 20", ok=enough),
        *(
            Result(f"chaos.{kind}", found[kind], "findings", target="0", ok=not found[kind])
            for kind in KINDS
        ),
        Result("chaos.codes_typed_again", trials.retyped, "codes"),
        Result(
            "chaos.seconds",
            round(seconds, 1),
            "s",
            target=f"<= {MOST_SECONDS}",
            ok=seconds <= MOST_SECONDS,
        ),
    ]
    for result in results:
        say_result(result, as_json=as_json)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
