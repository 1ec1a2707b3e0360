"""`script/room work example` in a fresh copy gives a room that passes everything at once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.floor_plan import BASE

LEFT_BEHIND = shutil.ignore_patterns(
    "node_modules", "var", ".venv", ".git", "__pycache__", ".*_cache", ".hypothesis"
)
TOOLS = BASE / ".venv" / "bin"
HELD_TO = {
    "lint": [TOOLS / "ruff", "check", "."],
    "format": [TOOLS / "ruff", "format", "--check", "."],
    "templates": [sys.executable, "script/_templates.py", "--check"],
    "types": [TOOLS / "mypy", "lienthong/work"],
    "contracts": [TOOLS / "lint-imports"],
    "words": [sys.executable, "-m", "config.words", "check"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "tests": [
        *(sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--create-db"),
        *("lienthong/work/example", "tests/test_architecture.py", "tests/test_room_cards.py"),
        *("tests/test_doors.py", "tests/test_templates.py", "tests/test_access_table.py"),
        *("--deselect", "tests/test_access_table.py::test_nobody_of_a_few_gets_past_the_table"),
        "tests/access_of_the_new_room.py",
    ],
}

# What `script/attack access --room example` asks, by three roles, in a world of few things.
ACCESS_RUN = """import pytest

from attack.asking import play
from attack.attempts import attempts_at
from attack.rooms import room_of, rules
from attack.stage import the_world
from attack.unmoved import unmoved


@pytest.mark.django_db
def test_nobody_sees_or_does_more_than_the_table_allows(settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    few = ("draft", "letter to one commune")
    world = the_world(roles=("secretary", "clerk", "specialist"), only=few)
    names = [name for name in rules() if room_of(name) == "example"]
    found = play(world, [one for name in names for one in attempts_at(rules()[name], world)])
    found.add(unmoved(world, names))
    assert set(names) == set(found.requests)
    assert (found.differences, found.leaks, found.let_in, found.bytes_differ) == ({}, {}, [], [])
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with a new room, beside the same environment and database."""
    copy = tmp_path_factory.mktemp("fresh") / "house"
    shutil.copytree(BASE, copy, ignore=LEFT_BEHIND, symlinks=True)
    for shared in (".venv", "node_modules"):
        (copy / shared).symlink_to(BASE / shared)
    if (BASE / ".mypy_cache").is_dir():  # as script/check leaves it: types are read much faster
        shutil.copytree(BASE / ".mypy_cache", copy / ".mypy_cache")
    (copy / "tests" / "access_of_the_new_room.py").write_text(ACCESS_RUN)
    said = run(copy, sys.executable, "script/room", "work", "example")
    assert said.returncode == 0, said.stdout
    return copy


def run(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "LIENTHONG_VAR": str(settings.VAR)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


# What takes a minute each: a change of the template is shown the others.
LONG = {"types", "tests"}


@pytest.mark.parametrize(
    "held_to",
    [pytest.param(one, marks=pytest.mark.nightly if one in LONG else ()) for one in HELD_TO],
)
def test_a_new_room_passes(house: Path, held_to: str) -> None:
    done = run(house, *HELD_TO[held_to])

    assert done.returncode == 0, done.stdout[-3000:]


def test_a_second_room_joins_the_floor_and_no_name_is_given_twice(house: Path) -> None:
    assert (
        run(house, sys.executable, "script/room", "work", "journeys", "chuyến đi").returncode == 0
    )
    plan = (house / "pyproject.toml").read_text()
    assert 'layers = ["journeys", "example", ' in plan
    assert (
        "Chuyến đi"
        in (house / "lienthong/work/journeys/locale/vi/LC_MESSAGES/django.po").read_text()
    )

    again = run(house, sys.executable, "script/room", "records", "journeys")
    assert again.returncode == 1
    assert "There is a room lienthong.work.journeys already" in again.stdout
