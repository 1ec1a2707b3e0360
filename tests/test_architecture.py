"""What the import contracts cannot see."""

import re
import tomllib
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("lienthong.kernel.", "lienthong.records.", "lienthong.portals.")
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
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]


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


def order_of_rooms() -> dict[str, int]:
    """How low each room is, read from the contracts themselves."""
    floors = next(c for c in CONTRACTS if c["name"].startswith("The house"))["layers"]
    position: dict[str, int] = {}
    for depth, floor in enumerate(floors):
        contract = next((c for c in CONTRACTS if c.get("containers") == [floor]), None)
        for step, layer in enumerate(contract["layers"] if contract else []):
            for name in layer.split("|"):
                position[f"{floor}.{name.strip()}"] = depth * 100 + step
    return position


def test_foreign_keys_point_downstairs() -> None:
    position = order_of_rooms()
    upward = []
    for model in apps.get_models():
        here = room(model.__module__)
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or not isinstance(target, type):
                continue
            there = room(target.__module__)
            if here in position and there in position and position[there] < position[here]:
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
    silent = []
    for floor in ("kernel", "records", "portals"):
        for folder in (ROOT / "lienthong" / floor).iterdir():
            if (folder / "apps.py").exists() and not (folder / "README.md").exists():
                silent.append(str(folder.relative_to(ROOT)))
    assert silent == []


def test_the_map_names_every_room() -> None:
    text = (ROOT / "docs" / "map.md").read_text()
    rooms = [
        f"{floor}/{folder.name}"
        for floor in ("kernel", "records", "portals")
        for folder in (ROOT / "lienthong" / floor).iterdir()
        if (folder / "__init__.py").exists()
    ]
    assert [name for name in rooms if name not in text] == []


def test_what_the_map_names_has_a_short_readme() -> None:
    text = (ROOT / "docs" / "map.md").read_text()
    named = re.findall(r"^\| `([a-z/]+)` \|", text.split("## The rooms")[1], flags=re.M)
    long = {}
    for name in named:
        folder = next(top / name for top in (ROOT / "lienthong", ROOT) if (top / name).is_dir())
        lines = len((folder / "README.md").read_text().splitlines())
        if lines > LONGEST_README:
            long[name] = lines
    assert len(named) > 20
    assert long == {}


def test_no_source_file_outgrows_its_room() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in ROOT.glob("lienthong/**/*.py")
        if "/migrations/" not in str(path)
        and "/tests/" not in str(path)
        and (lines := len(path.read_text().splitlines())) > 400
    ]
    assert long == []
