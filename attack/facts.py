"""What the stage holds, in plain facts: papers, persons, and the players who try every door."""

from dataclasses import dataclass, field

from .places import Place


@dataclass
class Entry:
    """A committee has entered a paper in its register, and perhaps given it to bodies."""

    state: str
    assigned: dict[str, str] = field(default_factory=dict)  # key of the body -> its part


@dataclass
class Paper:
    """A document of a committee, and whom it was meant for if it was issued."""

    key: str
    marker: str
    issuer: Place
    drafting: Place
    state: str
    asked: tuple[str, ...] = ()
    addressed: frozenset[str] = frozenset()
    scope: str = "none"
    scope_top: Place | None = None
    persons: frozenset[int] = frozenset()
    carries: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    notation: str = ""
    document_id: int = 0
    audience_id: int = 0
    signer_post_id: int = 0
    ids: dict[str, int | str] = field(default_factory=dict)

    @property
    def is_issued(self) -> bool:
        return self.state == "issued"

    @property
    def has_file(self) -> bool:
        return self.state in ("signing", "signed", "issued")


@dataclass
class Someone:
    """A person who is administered: where the open posts stand, and the account."""

    key: str
    places: tuple[Place, ...]
    person_id: int = 0
    post_id: int = 0
    account_id: int = 0
    certificate_id: int = 0
    marker: str = ""


@dataclass
class Player:
    """Somebody who knocks at every door, in one post."""

    name: str
    role: str
    place: Place | None
    # "", named, former, lapsed, acting for, acting from afar, other post, no second factor,
    # second factor not shown, anonymous
    how: str = ""
    person_id: int = 0
    post_id: int = 0
    account_id: int = 0
    chosen_post_id: int = 0  # in the session; else the player's own
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


@dataclass
class World:
    """Everything there is."""

    places: dict[str, Place]
    papers: dict[str, Paper] = field(default_factory=dict)
    people: dict[str, Someone] = field(default_factory=dict)
    players: list[Player] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)  # somebody else's notice, session, passkey

    @property
    def issued(self) -> list[Paper]:
        return [paper for paper in self.papers.values() if paper.is_issued]


def relation(player: Player, paper: Paper) -> str:
    """How a player's organisation stands to the paper, in one word for the report."""
    if player.how:
        return player.how
    place, issuer = player.place, paper.issuer
    assert place is not None
    named = (
        (place is issuer, "own"),
        (place is paper.drafting, "own (drafting)"),
        (place.served is issuer, "own (serving body)"),
        (place.key in paper.addressed, "addressed"),
        (place is issuer.parent, "parent"),
        (place in issuer.above(), "above"),
        (paper.scope_top is not None and place in paper.scope_top.under(), "in scope below"),
        (place.parent is issuer, "child"),
        (place in issuer.under(), "below"),
        (place.parent is issuer.parent, "sibling"),
    )
    return next((word for true, word in named if true), "stranger")
