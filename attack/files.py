"""Hostile files of every nature, each brought in as a person would, and ordinary ones beside them."""

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from bench.results import Result, progress, say
from lienthong.kernel.files.keeper import warm_parent
from lienthong.kernel.files.packages import Package
from lienthong.kernel.files.public import (
    FileActs,
    FileRefused,
    OpenDocument,
    cleaned_copy,
    inspect_upload,
)
from lienthong.kernel.spreadsheets.public import table_in

from .hostile import opendocuments, pdfs, sheets, words, zips
from .hostile.nature import EVIL, Nature
from .hostile.ordinary import Ordinary, ordinary_files

NATURES: list[Nature] = [
    *(*words.NATURES, *opendocuments.NATURES, *sheets.NATURES, *zips.NATURES, *pdfs.NATURES),
]
FEWEST_FILES, FEWEST_NATURES, FEWEST_ORDINARY = 300, 40, 60
# More than any page takes in: here a file is asked for harm, not for its length.
MOST_ROWS = 2_000
MOST_MEGABYTES, MOST_SECONDS = 512, 30
A_MOMENT = 0.002


@dataclass
class Findings:
    """What was seen while all were brought in."""

    files: int = 0
    troubles: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def add(self, what: str, words: str) -> None:
        self.counted[what] += 1
        self.troubles.append(f"{what}: {words}")


def run(*, as_json: bool) -> bool:
    """Bring all files in, say the figures, and tell whether nothing that acts came through."""
    began = time.monotonic()
    found = Findings()
    with watched() as (folder, peak):
        for nature in NATURES:
            for data in nature.examples():
                bring(nature, data, found)
            if left := [path.name for path in folder.rglob("*")]:
                found.add("left over", f"{nature.name}: {left[:3]}")
        hostile = found.files
        for ordinary in ordinary_files():
            bring_ordinary(ordinary, found)
        left_alive = list(children())
    for trouble in found.troubles[:20]:
        progress(trouble)
    results = _results(found, hostile, len(left_alive), max(peak()))
    progress(f"{found.files} files in {time.monotonic() - began:.0f} s")
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok for result in results)


def _results(found: Findings, hostile: int, left_alive: int, peak: int) -> list[Result]:
    ordinary = found.files - hostile

    def none(name: str, value: float) -> Result:
        return Result(f"files.{name}", value, "files", target="0", ok=value == 0)

    return [
        _at_least("natures", len(NATURES), FEWEST_NATURES, "natures"),
        _at_least("hostile", hostile, FEWEST_FILES, "files"),
        none("accepted_active", found.counted["accepted"]),
        none("caught_by_another_check", found.counted["other check"]),
        none("left_in_a_cleaned_copy", found.counted["left in the copy"]),
        none("leftovers", found.counted["left over"] + left_alive),
        _at_most("slowest", found.slowest, MOST_SECONDS, "s"),
        _at_most("largest_child", peak / 1024, MOST_MEGABYTES, "MB"),
        _at_least("ordinary", ordinary, FEWEST_ORDINARY, "files"),
        none("ordinary_refused", found.counted["refused"]),
    ]


def _at_least(name: str, value: float, least: float, unit: str) -> Result:
    return Result(f"files.{name}", value, unit, target=f"≥ {least}", ok=value >= least)


def _at_most(name: str, value: float, most: float, unit: str) -> Result:
    return Result(f"files.{name}", round(value, 2), unit, target=f"≤ {most}", ok=value <= most)


def bring(nature: Nature, data: bytes, found: Findings) -> None:
    """One hostile file: refused by the check that is named for it, or clean after it was cleaned."""
    refusal = refusal_of(f"a{nature.suffix}", data, found)
    if refusal is None:
        found.add("accepted", nature.name)
        return
    said = (
        [one.message for one in refusal.found]
        if isinstance(refusal, FileActs)
        else [refusal.message]
    )
    if nature.caught_by not in said:
        found.add("other check", f"{nature.name}: {said}")
    if nature.can_be_cleaned != isinstance(refusal, FileActs):
        found.add("other check", f"{nature.name} can be cleaned: {not nature.can_be_cleaned}")
    elif nature.can_be_cleaned:
        for name in what_is_left(data, nature.suffix):
            found.add("left in the copy", f"{nature.name}: {name}")


def what_is_left(data: bytes, suffix: str) -> Iterator[str]:
    """The parts of a cleaned copy that still name the place everything hostile here leads to."""
    copy = cleaned_copy(data, f"a{suffix}")
    inspect_upload(copy, f"a{suffix}")
    package = Package(copy) if suffix == ".docx" else OpenDocument(copy)
    for name in package.names:
        if EVIL.encode() in (package.read(name) or b"").replace(b"\0", b""):
            yield name


_read_sheet = partial(table_in, most=MOST_ROWS)


def refusal_of(name: str, data: bytes, found: Findings) -> FileRefused | None:
    is_sheet = name.endswith(".xlsx")
    read: Callable[[bytes, str], object] = _read_sheet if is_sheet else inspect_upload
    began = time.monotonic()
    try:
        read(data, name)
    except FileRefused as refused:
        return refused
    finally:
        found.files += 1
        found.slowest = max(found.slowest, time.monotonic() - began)
    return None


def bring_ordinary(file: Ordinary, found: Findings) -> None:
    refusal = refusal_of(file.name, file.data, found)
    if refusal is not None:
        found.add("refused", f"{file.program}: {refusal.message}")


def one_of_each() -> Iterator[tuple[Nature, bytes]]:
    for nature in NATURES:
        yield from ((nature, data) for data in islice(nature.examples(), 1))


@contextmanager
def watched() -> Iterator[tuple[Path, Callable[[], list[int]]]]:
    """An own folder for what is written meanwhile, and the most memory any child had, in kilobytes."""
    ended, seen = threading.Event(), [0]

    def watch() -> None:
        while not ended.wait(A_MOMENT):
            for child in children():
                seen[0] = max(seen[0], memory_of(child))

    warm_parent.end()
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        Path(folder).chmod(0o755)
        tempfile.tempdir = folder
        try:
            yield Path(folder), lambda: seen
        finally:
            tempfile.tempdir = before
            ended.set()
            watcher.join()


def children() -> Iterator[int]:
    """The processes that look at a file just now."""
    process = warm_parent.process
    with suppress(OSError):
        if process is not None:
            path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            yield from map(int, path.read_text().split())


def memory_of(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0
