"""What the rooms say of their routes, and a first try to get past it; `script/attack access` tries all."""

import ast
import re
from pathlib import Path

import pytest

from attack.access import missing_doors, routes_without_permission
from attack.asking import play
from attack.attempts import attempts_at, routes
from attack.changes import touched
from attack.choosing import covering
from attack.oracle import PERMISSIONS, held_by
from attack.rooms import brought, rules
from attack.rules import PUBLIC, SIGNED_IN
from attack.stage import the_world
from attack.unmoved import unmoved
from attack.world import ROLES
from config.floor_plan import rooms
from lienthong.kernel.permissions.public import Role, declared

CONTENT = ("documents.", "correspondence.", "audiences.")
ADMINISTRATORS = ("org_admin", "system_admin", "security_auditor")
# A page of each kind, an action, a list, what is one's own and what is everybody's.
FEW = (
    "documents:document",
    "documents:cancel",
    "documents:documents",
    "correspondence:received",
    "correspondence:receive",
    "administration:unit",
    "administration:post_end",
    "account:read_notice",
    "desk:desk",
    "healthz",
)


def test_every_route_has_its_row_in_the_table() -> None:
    assert missing_doors() == []


def test_every_route_says_whom_it_is_for() -> None:
    assert routes_without_permission() == []


@pytest.mark.parametrize("name", sorted(rules()))
def test_a_route_asks_for_what_the_table_says(name: str) -> None:
    view, rule = routes()[name].callback, rules()[name]
    needs = {permission.codename for permission in view.needs}

    if rule.needs in (PUBLIC, SIGNED_IN):
        assert (view.access, needs) == (str(rule.needs).replace(" ", "_"), set())
        assert getattr(view, "at_the_door", False) == rule.door
    else:
        assert needs == set(rule.needs)
        assert (view.access == "second_factor") == rule.factor


def test_no_two_rooms_speak_of_the_same_route_or_permission() -> None:
    said = [rule.name for access in brought().values() for rule in access.routes]
    said += [name for access in brought().values() for name in access.permissions]

    assert sorted(said) == sorted(set(said))


def test_the_attack_knows_every_role() -> None:
    assert set(ROLES) == set(Role.values)


def test_a_permission_is_held_by_whom_the_table_names_and_reaches_as_far_as_was_decided() -> None:
    assert {
        name: (
            one.reach.value,
            *(frozenset(map(str, roles)) for roles in (one.held_by, one.own_for)),
        )
        for name, one in declared().items()
    } == {name: (one.reach, one.by, one.own_for) for name, one in PERMISSIONS.items()}


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_has_no_content_rights(role: str) -> None:
    assert [name for name in held_by(role) if name.startswith(CONTENT)] == []


# --- The rooms' own words: an oracle that asks the product proves nothing --------------------------


def imports_of(path: Path) -> set[str]:
    """Every module a file imports, and every name it takes from one."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{'.' * node.level}{node.module or ''}.{name.name}" for name in node.names}
    return found


BROUGHT = [room for room in rooms() if (room.folder / "tests" / "routes.py").exists()]


@pytest.mark.parametrize("room", BROUGHT, ids=lambda room: room.module)
def test_the_rules_of_a_room_are_written_by_hand(room) -> None:
    allowed = ("attack.", "collections.", "dataclasses.", "functools.", "json.", "typing.")
    strangers = {
        name
        for name in imports_of(room.folder / "tests" / "routes.py")
        if not name.startswith((*allowed, ".things."))
        and ".tests.routes" not in name
        and ".tests.things." not in name
        and name not in ("json",)
    }
    assert strangers == set()


@pytest.mark.parametrize("room", BROUGHT, ids=lambda room: room.module)
def test_what_a_room_makes_is_not_asked_of_its_questions(room) -> None:
    path = room.folder / "tests" / "things.py"
    if not path.exists():
        return
    questions = re.compile(r"(^\.\.|\blienthong\.\w+\.\w+\.)(queries|permissions\.(?!public))")
    assert [name for name in imports_of(path) if questions.search(name)] == []


# --- Choosing -------------------------------------------------------------------------------------


def test_few_are_chosen_and_every_combination_is_among_them() -> None:
    all_of_them = [
        ((a, b, c), {("ab", a, b), ("bc", b, c)}) for a in "xyz" for b in "pq" for c in range(9)
    ]

    chosen = list(covering(all_of_them))

    shown = set().union(*(combinations for one, combinations in all_of_them if one in chosen))
    assert shown == set().union(*(combinations for _, combinations in all_of_them))
    assert len(chosen) == 18  # of 54: each of the greater factor's pairs once


# --- What a change touches ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "asked", "left"),
    [
        ("lienthong/portals/account/views/own.py", {"account"}, {"documents", "desk"}),
        ("lienthong/records/correspondence/views/lists.py", {"correspondence", "desk"}, {"documents"}),
        ("lienthong/records/documents/actions/issuing.py", {"documents", "correspondence"}, {"account"}),
        ("lienthong/kernel/units/queries.py", {"documents", "account", "administration"}, set()),
        ("config/settings.py", {"documents", "account", "verification"}, set()),
        ("lienthong/kernel/units/README.md", set(), {"documents", "account"}),
        ("lienthong/records/documents/tests/test_pages.py", set(), {"documents"}),
    ],
)  # fmt: skip
def test_a_change_touches_its_room_and_those_that_lean_on_it(path, asked, left) -> None:
    named = {module.rpartition(".")[2] for module in touched([path])}

    assert asked <= named
    assert not left & named


# --- A first try ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_nobody_of_a_few_gets_past_the_table(settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    world = the_world(roles=("clerk",), only=("draft", "letter to one commune"))
    near = ("province", "next commune")
    gone = ("former", "lapsed", "other post", "anonymous", "second factor not shown")
    few = [one for one in world.personas if one.how in gone]
    few += [one for one in world.personas if not one.how and one.place and one.place.key in near]
    world.personas = few

    found = play(world, [one for name in FEW for one in attempts_at(rules()[name], world)])
    found.add(unmoved(world, FEW))

    assert found.differences == {}
    assert found.leaks == {}
    assert found.let_in == []
    assert found.bytes_differ == []
