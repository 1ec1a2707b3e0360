"""Every table is looked at: what a row written past the product gives, and what holds it."""

import re
from pathlib import Path

from django.apps import apps

from lienthong.kernel.audit.marked_rows import marked_tables

TABLE = Path(__file__).resolve().parent.parent / "lienthong/kernel/audit/TABLES.md"
NAME = re.compile(r"\b[a-z]+\.[A-Z]\w+")
# Tables of libraries in which rows would count for something.
OF_LIBRARIES = {"mfa.Authenticator", "procrastinate.ProcrastinateJob"}
HELD_BY_MARKS = ("mark", "hash, mark")


def lines() -> list[list[str]]:
    cells = [line.strip("| ").split(" | ") for line in TABLE.read_text().splitlines()]
    return [one for one in cells if len(one) == 3 and NAME.search(one[0])]


def named(model) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def ours() -> set[str]:
    return {
        named(model)
        for model in apps.get_models()
        if model.__module__.startswith("lienthong.")
        and ".tests." not in model.__module__
        and not hasattr(model, "pgh_tracked_model")
    }


def test_every_table_stands_there_once():
    told = [name for first, _gives, _held in lines() for name in NAME.findall(first)]

    assert sorted(told) == sorted(ours() | OF_LIBRARIES)


def test_of_marked_rows_it_is_said_and_of_no_others():
    told = {
        name
        for first, _gives, held in lines()
        if held.startswith(HELD_BY_MARKS)
        for name in NAME.findall(first)
    }

    assert told == {named(model) for model in marked_tables()}
