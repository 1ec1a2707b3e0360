"""What each route must answer to whom: the table, and the reasons behind it in plain walks of the tree.

Nothing of the product's own questions is used here, so that the two can disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .facts import Item, Persona
from .places import Place
from .roles import ROLES

# How far each permission reaches, as the organisation decided (docs/adr/0003): a second writing of it.
OWN, SERVED, SUBTREE, AUDIENCE = "own", "served", "subtree", "audience"
REACHES = {
    "documents.view": SERVED,
    "documents.draft": SERVED,
    "documents.opine": OWN,
    "documents.appraise": SERVED,
    "documents.record_adoption": SERVED,
    "documents.sign": OWN,
    "documents.issue": OWN,
    "correspondence.view": SERVED,
    "correspondence.register": OWN,
    "correspondence.propose": SERVED,
    "correspondence.direct": OWN,
    "correspondence.handle": OWN,
    "correspondence.close": SERVED,
    "correspondence.remind": OWN,
    "correspondence.watch_served": SERVED,
    "audiences.read": AUDIENCE,
    "audiences.acknowledge": OWN,
    "audiences.watch": SUBTREE,
    "units.view": SUBTREE,
    "units.manage": SUBTREE,
    "people.view": SUBTREE,
    "people.manage": SUBTREE,
    "reference.calendar": SUBTREE,
    "reference.terms": SUBTREE,
    "signing.certify": SUBTREE,
}


def holds(persona: Persona, codename: str) -> bool:
    return persona.acts and codename in ROLES[persona.role]


def covers(persona: Persona, codename: str, place: Place) -> bool:
    """Whether a persona's post holds a permission over an organisation."""
    own = persona.place
    if not holds(persona, codename) or own is None:
        return False
    if REACHES[codename] == SUBTREE:
        return place.at_or_under(own)
    if REACHES[codename] == SERVED:
        return place is own or place is own.served
    return place is own


def reached(place: Place, item: Item) -> bool:
    """Whether an issued document came to an organisation: named on it, or in its scope."""
    if not item.is_issued:
        return False
    if place.key in item.addressed:
        return True
    if item.scope == "none" or item.scope_top is None or not place.in_line:
        return False
    return place in item.scope_top.under() and not (item.scope == "committees" and place.is_branch)


def sees_document(persona: Persona, item: Item) -> bool:
    """One's own committee's documents, and drafts one's body was asked about."""
    asked = holds(persona, "documents.opine") and persona.place is not None
    return (
        covers(persona, "documents.view", item.issuer)
        or covers(persona, "documents.view", item.drafting)
        or (asked and persona.place is not None and persona.place.key in item.asked)
    )


def reads_document(persona: Persona, item: Item) -> bool:
    """… and what reached one's organisation or oneself."""
    if sees_document(persona, item):
        return True
    if not item.is_issued or not holds(persona, "audiences.read") or persona.place is None:
        return False
    return persona.person_id in item.persons or reached(persona.place, item)


def reads_file(persona: Persona, item: Item) -> bool:
    return item.has_file and reads_document(persona, item)


@dataclass(frozen=True)
class Before:
    """Where a document lies before a persona: in a committee's place, given to the body, or by name."""

    place: Place | None


READ_IN_PLACE = ("correspondence.view", "audiences.read", "audiences.acknowledge")


def before(persona: Persona, item: Item) -> Before | None:
    own = persona.place
    if own is None or not item.is_issued or not persona.acts:
        return None
    for place in (own.served, own):
        if place is None or not reached(place, item):
            continue
        # A body reads what is addressed to it, to confirm it.
        if any(covers(persona, codename, place) for codename in READ_IN_PLACE):
            return Before(place)
    if holds(persona, "correspondence.handle"):
        for committee, entry in item.entries.items():
            if own.key in entry.assigned:
                return Before(next(p for p in (own, *own.above()) if p.key == committee))
    return Before(None) if persona.person_id in item.persons else None


def sees_received(persona: Persona, item: Item) -> bool:
    return before(persona, item) is not None


def watches(persona: Persona, item: Item) -> bool:
    """The receipts of a document issued within one's subtree, by the committee served, or going below."""
    if not item.is_issued or not persona.acts or persona.place is None:
        return False
    if covers(persona, "audiences.watch", item.issuer):
        return True
    if covers(persona, "correspondence.watch_served", item.issuer):
        return True
    if not holds(persona, "audiences.watch"):
        return False
    below = (place for place in persona.place.under() if place.in_line)
    return any(reached(place, item) for place in below)


# --- Actions: who may do what to something that is seen ---------------------------------------------

Rule = Callable[[Persona, Item], bool]


def over_issuer(codename: str) -> Rule:
    return lambda persona, item: covers(persona, codename, item.issuer)


def over_draft(persona: Persona, item: Item) -> bool:
    return covers(persona, "documents.draft", item.drafting)


def as_signer(persona: Persona, item: Item) -> bool:
    """Only the very post that signs, in person: a signature is not delegated."""
    own = covers(persona, "documents.sign", item.issuer) and not persona.for_post
    return own and persona.post_id == item.signer_post_id


RETURNED_BY = {
    "appraisal": "documents.appraise",
    "adoption": "documents.record_adoption",
    "signing": "documents.sign",
    "signed": "documents.issue",
}


def as_present_holder(persona: Persona, item: Item) -> bool:
    codename = RETURNED_BY.get(item.state)
    return covers(persona, codename, item.issuer) if codename else over_draft(persona, item)


def in_place(*codenames: str) -> Rule:
    """Every one of the permissions over the organisation in whose place the document lies."""

    def rule(persona: Persona, item: Item) -> bool:
        lies = before(persona, item)
        if lies is None or lies.place is None:
            return False
        return all(covers(persona, codename, lies.place) for codename in codenames)

    return rule


def entered(persona: Persona, item: Item) -> bool:
    """The document is in the register of the place it lies in; else there is nothing to do it to."""
    lies = before(persona, item)
    return lies is not None and lies.place is not None and lies.place.key in item.entries


def part_of(persona: Persona, item: Item) -> bool:
    """The persona's body has a part in the direction that counts."""
    lies = before(persona, item)
    if lies is None or lies.place is None or persona.place is None:
        return False
    entry = item.entries.get(lies.place.key)
    return entry is not None and persona.place.key in entry.assigned


def given(persona: Persona, item: Item) -> bool:
    return holds(persona, "correspondence.handle") and part_of(persona, item)


def anybody(_player: Persona, _document: Item) -> bool:
    return True
