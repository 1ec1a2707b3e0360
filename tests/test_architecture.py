"""What the import contracts cannot see."""

import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from config.floor_plan import rooms

ROOT = Path(__file__).resolve().parent.parent
MODULES = [one.module for one in rooms()]
FLOORS = tuple({f"{module.rpartition('.')[0]}." for module in MODULES if module.count(".") == 2})
FORBIDDEN = {
    "utils",
    "helpers",
    "common",
    "misc",
    "services",
    "managers",
    "base",
    "signals",
    "constants",
}
LONGEST_README = 30


def room(module: str) -> str:
    return ".".join(module.split(".")[:3])


def is_test_or_demo(module: str) -> bool:
    return ".tests" in module or module.endswith(".demo")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("lienthong", exclude_type_checking_imports=True)


def test_rooms_meet_only_at_their_public_door(graph: grimp.ImportGraph) -> None:
    trespasses = sorted(
        f"{importer} -> {imported}"
        for importer in graph.modules
        if not is_test_or_demo(importer)
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.startswith(FLOORS)
        and len(imported.split(".")) > 3
        and room(imported) != room(importer)
        and imported.split(".")[3] not in ("public", "middleware")
    )
    assert trespasses == []


def test_no_ring_of_imports(graph: grimp.ImportGraph) -> None:
    leans_on = {
        (room(importer), room(imported))
        for importer in graph.modules
        if importer.startswith(FLOORS) and not is_test_or_demo(importer)
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.startswith(FLOORS) and room(imported) != room(importer)
    }
    assert {pair for pair in leans_on if pair[::-1] in leans_on} == set()


def test_foreign_keys_point_downstairs() -> None:
    position = {module: height for height, module in enumerate(MODULES)}
    upward = []
    for model in apps.get_models():
        here = room(model.__module__)
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or not isinstance(target, type):
                continue
            there = room(target.__module__)
            if here in position and there in position and position[there] > position[here]:
                upward.append(f"{here}.{model.__name__}.{field.name} -> {there}")
    assert upward == []


TEMPLATE = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")


def test_templates_borrow_only_from_their_own_room_and_the_kit() -> None:
    strangers = []
    for path in ROOT.glob("lienthong/**/templates/**/*.html"):
        owner = path.relative_to(ROOT).parts[path.relative_to(ROOT).parts.index("templates") - 1]
        for borrowed in TEMPLATE.findall(path.read_text()):
            home = borrowed.split("/")[0]
            if home not in (owner, "ui", "django"):
                strangers.append(f"{path.relative_to(ROOT)} borrows {borrowed}")
    assert strangers == []


def routes(patterns: list, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found += routes(entry.url_patterns, prefix + str(entry.pattern))
        else:
            found.append((prefix + str(entry.pattern), entry))
    return found


def test_every_page_says_which_permission_it_needs() -> None:
    unmarked = [
        address
        for address, entry in routes(get_resolver().url_patterns)
        if not hasattr(entry.callback, "access")
    ]
    assert unmarked == []


def test_there_is_no_attic() -> None:
    attics = [
        str(path.relative_to(ROOT))
        for path in ROOT.glob("lienthong/**/*.py")
        if path.stem in FORBIDDEN
        and path.parent.name != "backend"  # Django wants `backend/base.py`
    ]
    assert attics == []


def test_every_room_has_its_readme() -> None:
    assert [one.module for one in rooms() if not (one.folder / "README.md").exists()] == []


def test_every_folder_of_a_floor_is_a_room_of_the_plan() -> None:
    folders = {
        ".".join(path.relative_to(ROOT).parts[:-1])
        for path in ROOT.glob("lienthong/*/*/__init__.py")
    }
    strangers = folders - set(MODULES)
    assert {name for name in strangers if not name.startswith("lienthong.ui.")} == set()


def test_the_map_names_every_room_from_the_lowest_up() -> None:
    assert named_on_the_map() == [
        module.removeprefix("lienthong.").replace(".", "/") for module in MODULES
    ]


def named_on_the_map() -> list[str]:
    text = (ROOT / "docs" / "map.md").read_text()
    return re.findall(r"^\| `([a-z_/]+)` \|", text.split("## The rooms")[1], flags=re.M)


def test_every_readme_is_short() -> None:
    lines = {
        one.module: len((one.folder / "README.md").read_text().splitlines()) for one in rooms()
    }
    assert {module: count for module, count in lines.items() if count > LONGEST_README} == {}


def test_no_source_file_outgrows_its_room() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in ROOT.glob("lienthong/**/*.py")
        if "/migrations/" not in str(path)
        and "/tests/" not in str(path)
        and (lines := len(path.read_text().splitlines())) > 400
    ]
    assert long == []


def test_every_decision_has_a_number_of_its_own() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert len(set(numbers)) == len(numbers)
    heads = [path.read_text().split(".")[0] for path in decisions]
    assert heads == [f"# {number}" for number in numbers]
