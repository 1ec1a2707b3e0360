"""What the stage holds, in plain facts: documents, persons, and the personas who try every route."""

from dataclasses import dataclass, field

from .places import Place


@dataclass
class Entry:
    """A committee has entered a document in its register, and perhaps given it to bodies."""

    state: str
    assigned: dict[str, str] = field(default_factory=dict)  # key of the body -> its part


@dataclass
class Item:
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
    items: dict[str, Item] = field(default_factory=dict)
    people: dict[str, Someone] = field(default_factory=dict)
    personas: list[Persona] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)  # somebody else's notice, session, passkey

    @property
    def issued(self) -> list[Item]:
        return [item for item in self.items.values() if item.is_issued]


def relation(persona: Persona, item: Item) -> str:
    """How a persona's organisation stands to the document, in one word for the report."""
    if persona.how:
        return persona.how
    place, issuer = persona.place, item.issuer
    assert place is not None
    named = (
        (place is issuer, "own"),
        (place is item.drafting, "own (drafting)"),
        (place.served is issuer, "own (serving body)"),
        (place.key in item.addressed, "addressed"),
        (place is issuer.parent, "parent"),
        (place in issuer.above(), "above"),
        (item.scope_top is not None and place in item.scope_top.under(), "in scope below"),
        (place.parent is issuer, "child"),
        (place in issuer.under(), "below"),
        (place.parent is issuer.parent, "sibling"),
    )
    return next((word for true, word in named if true), "stranger")
