"""One person alone at every power: nobody gets a key, a valid document, or a history that the checks call good.

Then the same by two in the right posts: it comes about, and everybody named was notified.
"""

import json
import logging
import os
import signal
import time
from collections.abc import Iterator

from attack.alone import (
    history,
    inserted,
    keys,
    papers,
    past_window,
    posts,
    read,
    rested,
    restores,
    taken,
    two,
    won,
    written,
)
from attack.alone.attempt import Attempt, Outcome, attempted
from attack.alone.house import House, a_house
from bench.results import Result, progress, say
from lienthong.records.signing.tests.other_user import NEEDS_ROOT

ROOT = 0


def rows() -> Iterator[Attempt]:
    """The table of what is tried alone while everything runs; after a restore `restores.rows()` is tried."""
    for room in (
        posts,
        inserted,
        read,
        written,
        keys,
        taken,
        past_window,
        won,
        rested,
        papers,
        history,
    ):
        yield from room.rows()


def once(attempts: Iterator[Attempt]) -> Iterator[Attempt]:
    """Each attempt once: what one person tries at several powers is tried at one of them."""
    seen = set()
    for one in attempts:
        if (one.who, one.what) not in seen:
            seen.add((one.who, one.what))
            yield one


def run(*, as_json: bool, each_once: bool = False) -> bool:
    """Make the installation, try everything, and say the figures."""
    if os.getuid() != ROOT:
        progress(f"Not run: {NEEDS_ROOT}.")
        return False
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # takes everything away first
    began = time.monotonic()
    with a_house() as house:
        progress(
            f"An installation with four OS users is there after {time.monotonic() - began:.0f} s."
        )
        history.seal_all(house)
        outcomes = [
            _tried(one, house, as_json=as_json) for one in (once(rows()) if each_once else rows())
        ]
        by_two = [_done(one, house, as_json=as_json) for one in two.rows()]
        restores.restored(house)
        outcomes += [_tried(one, house, as_json=as_json) for one in restores.rows()]
        by_two.append(_done(two.AFTER_A_RESTORE, house, as_json=as_json))
    results = _results(outcomes, by_two, time.monotonic() - began)
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok is not False for result in results)


def _tried(one: Attempt, house: House, *, as_json: bool) -> Outcome:
    outcome = attempted(one, house)
    if as_json:
        line = {"power": one.power, "who": one.who, "tries": one.what, "said": outcome.said}
        line |= {"succeeded": outcome.succeeded, "fault": outcome.fault}
        print(json.dumps(line, ensure_ascii=False), flush=True)
    elif outcome.succeeded or outcome.fault:
        progress(f"{one.power}, {one.who}: {one.what}: {outcome}")
    return outcome


def _done(one: two.ByTwo, house: House, *, as_json: bool) -> two.Done:
    done = two.done(one, house)
    if as_json:
        line = {"power": one.power, "by": [one.proposer, one.confirmer], "done": done.is_done}
        line |= {"not_notified": sorted(done.forgotten), "fault": done.fault}
        print(json.dumps(line, ensure_ascii=False), flush=True)
    elif not done.is_done or done.forgotten:
        progress(f"{one}: {done}")
    return done


def _results(outcomes: list[Outcome], by_two: list[two.Done], seconds: float) -> list[Result]:
    def none(name: str, count: int) -> Result:
        return Result(f"insiders.{name}", count, "", target="0", ok=count == 0)

    whole = sum(done.is_done for done in by_two)
    return [
        Result("insiders.tried_alone", len(outcomes), ""),
        Result("insiders.powers", len({one.one.power for one in outcomes}), ""),
        none("succeeded_alone", sum(one.succeeded for one in outcomes)),
        none("attempts_that_broke", sum(bool(one.fault) for one in outcomes)),
        Result("insiders.done_by_two", whole, "", target=f"{len(by_two)}", ok=whole == len(by_two)),
        none("not_notified", sum(len(done.forgotten) for done in by_two)),
        Result("insiders.seconds", round(seconds, 1), "s"),
    ]
