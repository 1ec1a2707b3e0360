"""Of the long forms, every change is shown one example; the night takes all of them."""

import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent


def chosen(*options: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", *options]
        + ["tests/test_journey.py", "lienthong/records/signing/tests/test_verdict.py"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=True,
    )
    return {line for line in done.stdout.splitlines() if "::" in line}


def test_the_night_takes_the_long_forms_and_the_day_one_example_of_each():
    day, night = chosen(), chosen("--nightly")

    assert day < night
    for test in night - day:
        assert any(one.split("[")[0] == test.split("[")[0] for one in day), test


def test_browsers_go_first():
    first = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0"]
        + ["lienthong/ui/tests/test_tags.py", "lienthong/ui/tests/test_browser.py"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert first.index("test_browser.py") < first.index("test_tags.py")
