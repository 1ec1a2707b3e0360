"""The stages of checking and testing: a line each, with its seconds, and one verdict."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import _setup

sys.path.insert(0, str(_setup.BASE))
from config.floor_plan import rooms  # noqa: E402

TOOLS = _setup.VENV / "bin"
CHECKS: dict[str, list[str | Path]] = {
    "lint (ruff)": [TOOLS / "ruff", "check", "."],
    "format (ruff)": [TOOLS / "ruff", "format", "--check", "."],
    "form of templates": [_setup.PYTHON, "script/_templates.py", "--check"],
    "types (mypy)": [TOOLS / "mypy", "lienthong", "config"],
    "import contracts": [TOOLS / "lint-imports"],
    "migrations": [_setup.PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
}
DEBIAN_PACKAGES = {program: package for room in rooms() for program, package in room.debian.items()}


@dataclass
class Count:
    """How many tests passed, failed and were skipped, over all runs of the test runner."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, report: Path) -> None:
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            self.failed += failed
            self.skipped += skipped
            self.passed += int(suite.get("tests", 0)) - failed - skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass
class Stages:
    """Runs stages one after the other; a failed one does not keep the others from running."""

    failed: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    count: Count = field(default_factory=Count)

    def run(self, title: str, command: list[str | Path], *, quiet: bool = False) -> bool:
        """Run a stage; a quiet one, beside another, says what it has to say when it is done."""
        if not quiet:
            say(f"\n▶ {title}")
        started = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command],
            cwd=_setup.BASE,
            env=_setup.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            check=False,
        )
        said = f"\n▶ {title}\n{done.stdout}" if quiet else ""
        self.report(title, ok=done.returncode == 0, seconds=time.monotonic() - started, said=said)
        return done.returncode == 0

    def report(
        self, title: str, *, ok: bool, seconds: float, note: str = "", said: str = ""
    ) -> None:
        line = f"{'✓' if ok else '✗'} {title:<28}{seconds:7.1f} s  {note}".rstrip()
        self.lines.append(line)
        say(f"{said}{line}")
        if not ok:
            self.failed.append(title)

    def checks(self, *, quiet: bool = False) -> None:
        for title, command in CHECKS.items():
            self.run(title, command, quiet=quiet)

    @contextlib.contextmanager
    def meanwhile(self, other: Callable[..., None]) -> Iterator[None]:
        """Do something quietly beside the stages of the block."""
        beside = threading.Thread(target=other, kwargs={"quiet": True})
        beside.start()
        try:
            yield
        finally:
            beside.join()

    def tests(self, title: str, *arguments: str) -> None:
        report = _setup.var() / "run" / "tests.xml"
        report.parent.mkdir(parents=True, exist_ok=True)
        report.unlink(missing_ok=True)
        pytest: list[str | Path] = [_setup.PYTHON, "-m", "pytest", "-q", f"--junitxml={report}"]
        self.run(title, [*pytest, *arguments])
        if report.exists():
            self.count.add(report)

    def verdict(self) -> int:
        say("\n" + "\n".join(self.lines))
        if self.failed:
            say("Failed: " + ", ".join(self.failed))
        return 1 if self.failed else 0


def say(text: str) -> None:
    print(text, flush=True)


def system_programs(stages: Stages) -> bool:
    """What the rooms need from Debian: installed when we may, else said how to."""
    started = time.monotonic()
    missing = [package for program, package in DEBIAN_PACKAGES.items() if not shutil.which(program)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing)
        missing = [p for program, p in DEBIAN_PACKAGES.items() if not shutil.which(program)]
    if missing:
        packages = " ".join(missing)
        note = f"SKIPPED what needs {packages}. Install: sudo apt-get install {packages}"
        # A machine that lands changes must have seen the pages.
        must = os.environ.get("CI") == "true"
        stages.report("browser and PDF programs", ok=not must, seconds=0, note=note)
        return False
    stages.report("browser and PDF programs", ok=True, seconds=time.monotonic() - started)
    return True


def install(packages: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(
            command,
            env=quiet,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.stderr.write(done.stderr[-2000:])
