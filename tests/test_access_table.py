"""The table of roles, the doors, and a first try to get past them; `script/attack access` tries all."""

import pytest

from attack.access import missing_doors, routes_without_permission
from attack.asking import play
from attack.attempts import routes
from attack.items import make_documents
from attack.oracle import REACHES
from attack.roles import ROLES
from attack.rules import PUBLIC, RULES, SIGNED_IN
from attack.stage import Stage, hear_everything
from lienthong.kernel.people.public import Role
from lienthong.kernel.permissions.public import declared, permissions_of

CONTENT = ("documents.", "correspondence.", "audiences.")
ADMINISTRATORS = ("org_admin", "system_admin", "security_auditor")


def test_every_route_has_its_row_in_the_table() -> None:
    assert missing_doors() == []


def test_every_route_says_whom_it_is_for() -> None:
    assert routes_without_permission() == []


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_route_asks_for_what_the_table_says(name: str) -> None:
    view, rule = routes()[name].callback, RULES[name]
    needs = {permission.codename for permission in view.needs}

    if rule.needs in (PUBLIC, SIGNED_IN):
        assert (view.access, needs) == (str(rule.needs).replace(" ", "_"), set())
    else:
        assert needs == set(rule.needs)
        assert (view.access == "second_factor") == rule.factor


def test_a_role_holds_what_the_handbook_gives_it_and_nothing_else() -> None:
    assert {role: set(permissions_of(role)) for role in Role.values} == ROLES


def test_a_permission_that_a_room_declares_is_held_by_a_role() -> None:
    assert [name for name, one in declared().items() if not one.held_by] == []


def test_each_permission_reaches_as_far_as_was_decided() -> None:
    assert {name: one.reach.value for name, one in declared().items()} == REACHES


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_has_no_content_rights(role: str) -> None:
    assert [name for name in ROLES[role] if name.startswith(CONTENT)] == []


@pytest.mark.django_db
def test_nobody_of_a_few_gets_past_the_table(settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    stage = Stage(roles=("clerk",))
    make_documents(stage, keys=("draft", "letter to one commune"))
    hear_everything()
    stage.open_sessions()
    world = stage.world
    near = ("province", "next commune")
    gone = ("former", "lapsed", "other post", "anonymous", "second factor not shown")
    few = [one for one in world.personas if one.how in gone]
    few += [one for one in world.personas if not one.how and one.place and one.place.key in near]

    found = play(world, few, notifying=False)

    assert found.differences == {}
    assert found.leaks == {}
    assert found.let_in == []
    assert found.bytes_differ == []
