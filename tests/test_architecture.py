"""What the import contracts cannot see."""

import ast
import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from config.floor_plan import levels, rooms

ROOT = Path(__file__).resolve().parent.parent
MODULES = [one.module for one in rooms()]
FLOORS = tuple({f"{module.rpartition('.')[0]}." for module in MODULES if module.count(".") == 2})
PYTHON = [
    path for floor in ("lienthong", "config", "tests") for path in ROOT.glob(f"{floor}/**/*.py")
]
TESTS = [path for path in PYTHON if "tests" in path.relative_to(ROOT).parts]
SOURCES = [path for path in PYTHON if path not in TESTS and "migrations" not in path.parts]
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
# What a room opens where Django or the database is not: whom a verifier trusts, the signer, what it shows and how
# it says no, which PIN it refuses, the bounded child.
OPEN_WITHOUT_DJANGO = ("trust", "client", "at_window", "pins", "sentences", "bounded", "refusals")


def room(module: str) -> str:
    return ".".join(module.split(".")[:3])


def is_test_or_demo(module: str) -> bool:
    return bool({"tests", "demo", "demo_code"} & set(module.split(".")))


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("lienthong", "config", exclude_type_checking_imports=True)


def test_rooms_meet_only_at_their_public_door(graph: grimp.ImportGraph) -> None:
    trespasses = sorted(
        f"{importer} -> {imported}"
        for importer in graph.modules
        if not is_test_or_demo(importer)
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.startswith(FLOORS)
        and len(imported.split(".")) > 3
        and room(imported) != room(importer)
        and imported.split(".")[3] not in ("public", "middleware", *OPEN_WITHOUT_DJANGO)
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


def test_no_ring_inside_a_room(graph: grimp.ImportGraph) -> None:
    """Modules that import each other, however long the way round, are one module in pieces."""
    leans_on = {
        module: graph.find_modules_directly_imported_by(module)
        for module in graph.modules
        if not is_test_or_demo(module)
    }
    open_ones = set(leans_on)
    while done := {module for module in open_ones if not leans_on[module] & open_ones}:
        open_ones -= done
    assert open_ones == set()


def heights() -> dict[str, int]:
    """How high each room stands; rooms beside each other are on one height."""
    return {module: height for height, level in enumerate(levels()) for module in level}


def test_no_address_is_named_from_below() -> None:
    """A room names its own addresses and those of rooms beneath it; a higher one says where it is."""
    owners = {
        resolver.namespace: room(resolver.urlconf_module.__name__)
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and resolver.namespace
    }
    height = heights()
    upward = [
        f"{path.relative_to(ROOT)} names {namespace}:{name}"
        for one in rooms()
        for path in (*one.folder.rglob("*.py"), *one.folder.rglob("*.html"))
        if "tests" not in path.parts
        for namespace, name in re.findall(r"""["'](\w+):(\w+)["']""", path.read_text("utf-8"))
        if height.get(owners.get(namespace, ""), 0) > height[one.module]
    ]
    assert len(owners) >= 5
    assert upward == []


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


def test_functions_are_short() -> None:
    """Ninety-nine of a hundred have at most 45 lines, and none has more than 60."""
    lengths = sorted(
        (node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}: {node.name}")
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) * 99 // 100][0] <= 45, lengths[-len(lengths) // 100 :]
    assert lengths[-1][0] <= 60, lengths[-1]


def test_every_file_of_actions_is_tested() -> None:
    """By name: through the action itself, or through the route that leads to it."""
    tested = set(re.findall(r"\w+", "\n".join(path.read_text("utf-8") for path in TESTS)))
    untested = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.stem == "actions" or path.parent.name == "actions"
        if (names := actions_in(path)) and not names & tested
    ]
    assert untested == []


def actions_in(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        if "actor" in {argument.arg for argument in node.args.kwonlyargs}
        if "transaction.atomic" in map(ast.unparse, node.decorator_list)
    }


def test_there_is_half_as_much_test_as_source() -> None:
    def lines(paths: list[Path]) -> int:
        return sum(len(path.read_text("utf-8").splitlines()) for path in paths)

    assert lines(TESTS) >= lines(SOURCES) / 2
