"""How a measurement is said."""

import json
import statistics
import sys
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """One measured figure, its floor in the same run, and what was promised."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    target: str = ""
    ok: bool | None = None


def say(result: Result, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(result), ensure_ascii=False), flush=True)
        return
    parts = [f"{result.name}: {result.value:,.2f} {result.unit}"]
    if result.floor is not None:
        parts.append(f"floor {result.floor:,.2f}, ratio {result.ratio:.2f}")
    if result.target:
        parts.append(f"target {result.target}: {'kept' if result.ok else 'MISSED'}")
    print(" · ".join(parts), flush=True)


def progress(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: list[float]) -> float:
    return statistics.median(values)
