"""Every route × method × role × relation against the table."""

import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.database import own_database
from bench.results import Result, progress, say

from .apart import work
from .asking import Findings
from .attempts import routes
from .facts import World
from .items import make_documents
from .rules import RULES
from .stage import Stage, hear_everything

EXAMPLES_SHOWN = 2
AT_ONCE = 2


def run(*, as_json: bool) -> bool:
    """Attack, say the figures, and tell whether the table held."""
    began = time.monotonic()
    with own_database(), own_files():
        call_command("createcachetable", verbosity=0)
        progress("setting the stage …")
        world = the_world()
        progress(
            f"{len(world.personas)} personas, {len(world.items)} documents, {len(RULES)} routes …"
        )
        found = _attack(world)
    missing, unmarked = missing_doors(), routes_without_permission()
    _notify(found, missing, unmarked)
    results = _results(found, missing, unmarked, time.monotonic() - began)
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok is not False for result in results)


@contextmanager
def own_files() -> Iterator[None]:
    """Nothing of the attack is left among the installation's files."""
    former = settings.FILES_ROOT
    with tempfile.TemporaryDirectory(prefix="attack-") as directory:
        settings.FILES_ROOT = Path(directory)
        yield
        settings.FILES_ROOT = former


def the_world() -> World:
    stage = Stage()
    make_documents(stage)
    hear_everything()
    stage.open_sessions()
    return stage.world


def missing_doors() -> list[str]:
    """Routes the table does not know, and rows whose route is gone."""
    names = set(routes())
    return sorted((names - RULES.keys()) | (RULES.keys() - names))


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


def _attack(world: World) -> Findings:
    """The personas in as many processes as there are cores; each request is rolled back."""
    # New processes, not forks: the typesetter's threads would be missing in a fork.
    context = multiprocessing.get_context("spawn")
    database = connection.settings_dict["NAME"]
    waiting: list[tuple[BaseProcess, Connection]] = []
    for number in range(AT_ONCE):
        here, there = context.Pipe(duplex=False)
        share = (there, database, settings.FILES_ROOT, world, slice(number, None, AT_ONCE))
        process: BaseProcess = context.Process(target=work, args=share, daemon=True)
        process.start()
        there.close()
        waiting.append((process, here))
    found = Findings()
    for process, here in waiting:
        found.add(here.recv())  # a process that died has closed its end: EOFError
        process.join()
    return found


# --- What is said of it -------------------------------------------------------------------------


def _notify(found: Findings, missing: list[str], unmarked: list[str]) -> None:
    for title, names in (
        ("Not in the table (or no longer in the product)", missing),
        ("Without a declared permission", unmarked),
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
    found: Findings, missing: list[str], unmarked: list[str], seconds: float
) -> list[Result]:
    differences = sum(map(len, found.differences.values()))
    none_allowed = {
        "access.routes_missing_in_the_table": len(missing),
        "access.differences": differences,
        "access.routes_without_permission": len(unmarked),
        "access.bytes_of_not_found_differ": len(found.bytes_differ),
        "access.former_post_let_in": len(found.let_in),
        "access.leaks": sum(map(len, found.leaks.values())),
    }
    return [
        Result("access.routes", len(RULES), "routes"),
        Result("access.requests", found.requests, "requests"),
        *(
            Result(f"access.answered.{kind.replace(' ', '_')}", count, "requests")
            for kind, count in sorted(found.answers.items())
        ),
        Result("access.seconds", round(seconds, 1), "s", target="≤ 360 s"),
        *(
            Result(name, count, "cases", target="0", ok=count == 0)
            for name, count in none_allowed.items()
        ),
    ]
