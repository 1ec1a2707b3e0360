"""Every route × method × role × relation against the table."""

import logging
import multiprocessing
import pickle
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connections

from bench.database import own_database
from bench.results import Result, progress, say
from config.processes import end_with_the_parent

from .asking import Findings, play
from .attempts import attempts_at, routes
from .rooms import brought, room_of, rules
from .stage import the_world
from .unmoved import unmoved
from .world import World

EXAMPLES_SHOWN = 2
AT_ONCE = 2
BOUND = 360  # seconds, for all rooms on two cores


@dataclass(frozen=True)
class Run:
    """What is asked: the routes, and whether every combination or so few that each pair occurs."""

    names: tuple[str, ...]
    full: bool = False

    @property
    def is_whole(self) -> bool:
        return not self.full and len(self.names) == len(rules())


def run(chosen: Run, *, as_json: bool) -> bool:
    """Attack, say the figures, and tell whether the table held."""
    began = time.monotonic()
    with own_database(), own_files() as folder, processes() as pool:
        world = the_world()
        (folder / "world").write_bytes(pickle.dumps(world))
        things = sum(map(len, world.things.values()))
        progress(
            f"{len(world.personas)} personas and {things} things at {len(chosen.names)} routes"
            f" after {time.monotonic() - began:.0f} s …"
        )
        found = _attack(chosen, folder, pool)
    missing, unmarked = missing_doors(), routes_without_permission()
    unasked = sorted(set(chosen.names) - found.requests.keys())
    _explain(found, missing, unmarked, unasked)
    results = _results(chosen, found, missing, unmarked, unasked)
    seconds = time.monotonic() - began
    bound = f"≤ {BOUND} s" if chosen.is_whole else ""
    kept = seconds <= BOUND if chosen.is_whole else None
    results.append(Result("access.seconds", round(seconds, 1), "s", target=bound, ok=kept))
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok is not False for result in results)


@contextmanager
def own_files() -> Iterator[Path]:
    """Nothing of the attack is left among the installation's files."""
    former = settings.FILES_ROOT
    with tempfile.TemporaryDirectory(prefix="attack-") as directory:
        settings.FILES_ROOT = Path(directory) / "files"
        yield Path(directory)
        settings.FILES_ROOT = former


@contextmanager
def processes() -> Iterator[ProcessPoolExecutor]:
    """As many as there are cores, forked from this one before it has a connection or a thread."""
    brought()  # the rooms are read once, for all
    routes()
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(AT_ONCE, fork, initializer=_begin) as pool:
        pool.submit(_begin).result()  # forks all of them now
        yield pool


def _begin() -> None:
    end_with_the_parent()
    # Thousands of refusals are the point; the log keeps only what is worse.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)


def missing_doors() -> list[str]:
    """Routes the table does not know, and rows whose route is gone."""
    names = set(routes())
    return sorted((names - rules().keys()) | (rules().keys() - names))


def routes_without_permission() -> list[str]:
    """Routes whose view does not say whom it is for."""
    unmarked = []
    for name, route in routes().items():
        access = getattr(route.callback, "access", "")
        guarded = access in ("public", "signed_in") or bool(getattr(route.callback, "needs", ()))
        if not access or not guarded:
            unmarked.append(name)
    return unmarked


# --- The attack ---------------------------------------------------------------------------------


def _attack(chosen: Run, folder: Path, pool: ProcessPoolExecutor) -> Findings:
    """The routes shared out as the processes become free; each request is rolled back."""
    # The pages of each kind take longest: they come first, so that both end together.
    first = sorted(chosen.names, key=lambda name: (not rules()[name].every, name))
    shares = [pool.submit(_ask_all, folder, chosen.names)]
    shares += [pool.submit(_ask_at, folder, name, full=chosen.full) for name in first]
    found = Findings()
    for number, share in enumerate(as_completed(shares), start=1):
        found.add(share.result())  # a process that died raises here
        if number % 10 == 0:
            progress(f"{number} of {len(shares)}, {found.requests.total():,} requests")
    return found


@cache
def _world_at(folder: Path) -> World:
    world: World = pickle.loads((folder / "world").read_bytes())
    return world


def _ask_at(folder: Path, name: str, *, full: bool) -> Findings:
    world = _world_at(folder)
    return play(world, attempts_at(rules()[name], world, full=full))


def _ask_all(folder: Path, names: tuple[str, ...]) -> Findings:
    return unmoved(_world_at(folder), names)


# --- What is said of it -------------------------------------------------------------------------


def _explain(found: Findings, missing: list[str], unmarked: list[str], unasked: list[str]) -> None:
    for title, names in (
        ("Not in the table (or no longer in the product)", missing),
        ("Without a declared permission", unmarked),
        ("Not asked", unasked),
        ("A former post was let in", found.let_in),
        ("Not found, but not with the same bytes", found.bytes_differ),
    ):
        if names:
            progress(f"\n{title}: {len(names)}")
            for name in names[:20]:
                progress(f"  {name}")
    for title, kinds in (("Differences", found.differences), ("Leaks", found.leaks)):
        if kinds:
            progress(f"\n{title}: {sum(map(len, kinds.values()))}")
        for sentence, examples in sorted(kinds.items(), key=lambda item: -len(item[1])):
            progress(f"  {len(examples)} × {sentence}")
            for example in examples[:EXAMPLES_SHOWN]:
                progress(f"      {example}")


def _results(
    chosen: Run, found: Findings, missing: list[str], unmarked: list[str], unasked: list[str]
) -> list[Result]:
    by_room: dict[str, int] = {}
    for name, count in found.requests.items():
        by_room[room_of(name)] = by_room.get(room_of(name), 0) + count
    none_allowed = {
        "access.routes_missing_in_the_table": len(missing),
        "access.routes_not_asked": len(unasked),
        "access.differences": sum(map(len, found.differences.values())),
        "access.routes_without_permission": len(unmarked),
        "access.bytes_of_not_found_differ": len(found.bytes_differ),
        "access.former_post_let_in": len(found.let_in),
        "access.leaks": sum(map(len, found.leaks.values())),
    }
    return [
        Result("access.routes", len(chosen.names), "routes"),
        Result("access.requests", found.requests.total(), "requests"),
        *(
            Result(f"access.requests.{room}", count, "requests")
            for room, count in sorted(by_room.items())
        ),
        *(
            Result(f"access.answered.{kind.replace(' ', '_')}", count, "requests")
            for kind, count in sorted(found.answers.items())
        ),
        *(
            Result(name, count, "cases", target="0", ok=count == 0)
            for name, count in none_allowed.items()
        ),
    ]
