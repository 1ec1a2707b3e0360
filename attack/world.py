"""What the stage holds, in plain facts: places, things, words that not everybody may read, and personas."""

from dataclasses import dataclass, field
from typing import Any

from .places import Place

# The roles for which there are rooms.
ROLES = (
    "secretary", "deputy_secretary", "standing_member", "committee_member", "clerk", "office_chief",
    "unit_head", "specialist", "branch_secretary", "branch_committee_member", "member",
    "probationary_member", "org_admin", "system_admin", "security_auditor",
)  # fmt: skip
# Whose posts open nothing before a second factor was shown (docs/adr/0009).
FACTOR_ROLES = frozenset({
    "secretary", "deputy_secretary", "standing_member", "clerk", "office_chief", "unit_head",
    "org_admin", "system_admin", "security_auditor",
})  # fmt: skip


@dataclass(eq=False)
class Thing:
    """Something a route takes; `ids` is what its address may hold, by the names of the arguments."""

    key: str
    ids: dict[str, int | str] = field(default_factory=dict)
    beside: list["Thing"] = field(default_factory=list)  # whose parts are found here as well


@dataclass(eq=False)
class Persona:
    """Somebody who asks at every route, in one post."""

    name: str
    role: str
    place: Place | None
    # "", named, former, lapsed, acting for, acting from afar, other post, no second factor,
    # second factor not shown, anonymous
    how: str = ""
    person_id: int = 0
    post_id: int = 0
    account_id: int = 0
    chosen_post_id: int = 0  # in the session; else the persona's own
    elsewhere: str = ""  # the role of a post that is not the one acted in
    for_post: bool = False
    session: str = ""
    second_factor: bool = True
    shown: bool = True  # the second factor, in this session

    @property
    def is_anonymous(self) -> bool:
        return self.how in ("anonymous", "former")

    @property
    def acts(self) -> bool:
        """Holds a post today; one whose post has lapsed signs in and acts as nobody."""
        return self.place is not None and self.how != "lapsed"

    @property
    def waits_at_the_door(self) -> bool:
        """Holds a post that demands a second factor, and has not shown one."""
        return self.acts and not self.shown and self.role in FACTOR_ROLES


@dataclass(frozen=True)
class Secret:
    """A word that only one thing bears; `kind` names who may read it."""

    word: str
    kind: str
    thing: Any


@dataclass
class World:
    """Everything there is."""

    places: dict[str, Place]
    posts: dict[tuple[str, str], int] = field(default_factory=dict)
    personas: list[Persona] = field(default_factory=list)
    things: dict[str, list[Any]] = field(default_factory=dict)  # by their kind
    secrets: dict[str, Secret] = field(default_factory=dict)

    def named(self, kind: str, key: str) -> Any:
        """The one thing of a kind with this key."""
        return next(thing for thing in self.things[kind] if thing.key == key)
