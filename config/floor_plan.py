"""The floor plan: which rooms there are, lowest first, and what each brings in its `room.toml`.

The order is that of the import contracts in `pyproject.toml`: the place that says it also holds it.
Standard library only, because set-up reads the plan before anything is installed.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Room:
    """A room, and what it brings: the rest of the house gathers this from all of them."""

    module: str
    # Where its pages begin, if it has any.
    address: str | None = None
    # Drawings it shows that no lower room shows, by their names in the icon set.
    icons: list[str] = field(default_factory=list, compare=False)
    # Programs its tests start, with the Debian packages they come in.
    debian: dict[str, str] = field(default_factory=dict, compare=False)
    # The organisation's words, with our names for them.
    words: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def folder(self) -> Path:
        return BASE.joinpath(*self.module.split("."))


@cache
def rooms() -> tuple[Room, ...]:
    """Every room, lowest first; a floor without rooms is one itself, and `config` is the last."""
    return tuple(_room(module) for module in modules())


def modules() -> list[str]:
    return [module for level in levels() for module in level]


def levels() -> list[list[str]]:
    """The rooms of each height, lowest first; those of one height do not know of each other."""
    project = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = {
        tuple(one.get("containers", ())): one["layers"] for one in contracts if "layers" in one
    }
    return [
        [f"{floor}.{name.strip()}" if level else floor for name in level.split("|")]
        for floor in reversed(layers[()])
        for level in reversed(layers.get((floor,), [""]))
    ]


def _room(module: str) -> Room:
    card = BASE.joinpath(*module.split("."), "room.toml")
    return Room(module, **tomllib.loads(card.read_text(encoding="utf-8")) if card.exists() else {})


if __name__ == "__main__":
    print("| Vietnamese | In code | Where |\n|---|---|---|")
    for room in rooms():
        for vietnamese, name in room.words.items():
            print(f"| {vietnamese} | {name} | {room.module.removeprefix('lienthong.')} |")
