"""What each door must answer to whom: the table, and the reasons behind it in plain walks of the tree.

Nothing of the product's own questions is used here, so that the two can disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass

from config.access import ROLES

from .facts import Paper, Player
from .places import Place

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
    "reference.terms": SUBTREE,
    "signing.certify": SUBTREE,
}


def holds(player: Player, codename: str) -> bool:
    return player.acts and codename in ROLES[player.role]


def covers(player: Player, codename: str, place: Place) -> bool:
    """Whether a player's post holds a permission over an organisation."""
    own = player.place
    if not holds(player, codename) or own is None:
        return False
    if REACHES[codename] == SUBTREE:
        return place.at_or_under(own)
    if REACHES[codename] == SERVED:
        return place is own or place is own.served
    return place is own


def reached(place: Place, paper: Paper) -> bool:
    """Whether an issued paper came to an organisation: named on it, or in its scope."""
    if not paper.is_issued:
        return False
    if place.key in paper.addressed:
        return True
    if paper.scope == "none" or paper.scope_top is None or not place.in_line:
        return False
    return place in paper.scope_top.under() and not (
        paper.scope == "committees" and place.is_branch
    )


def sees_document(player: Player, paper: Paper) -> bool:
    """One's own committee's documents, and drafts one's body was asked about."""
    asked = holds(player, "documents.opine") and player.place is not None
    return (
        covers(player, "documents.view", paper.issuer)
        or covers(player, "documents.view", paper.drafting)
        or (asked and player.place is not None and player.place.key in paper.asked)
    )


def reads_document(player: Player, paper: Paper) -> bool:
    """… and what reached one's organisation or oneself."""
    if sees_document(player, paper):
        return True
    if not paper.is_issued or not holds(player, "audiences.read") or player.place is None:
        return False
    return player.person_id in paper.persons or reached(player.place, paper)


def reads_file(player: Player, paper: Paper) -> bool:
    return paper.has_file and reads_document(player, paper)


@dataclass(frozen=True)
class Before:
    """Where a paper lies before a player: in a committee's place, given to the body, or by name."""

    place: Place | None


READ_IN_PLACE = ("correspondence.view", "audiences.read", "audiences.acknowledge")


def before(player: Player, paper: Paper) -> Before | None:
    own = player.place
    if own is None or not paper.is_issued or not player.acts:
        return None
    for place in (own.served, own):
        if place is None or not reached(place, paper):
            continue
        # A body reads what is addressed to it, to confirm it.
        if any(covers(player, codename, place) for codename in READ_IN_PLACE):
            return Before(place)
    if holds(player, "correspondence.handle"):
        for committee, entry in paper.entries.items():
            if own.key in entry.assigned:
                return Before(next(p for p in (own, *own.above()) if p.key == committee))
    return Before(None) if player.person_id in paper.persons else None


def sees_paper(player: Player, paper: Paper) -> bool:
    return before(player, paper) is not None


def watches(player: Player, paper: Paper) -> bool:
    """The receipts of a paper issued within one's subtree, by the committee served, or going below."""
    if not paper.is_issued or not player.acts or player.place is None:
        return False
    if covers(player, "audiences.watch", paper.issuer):
        return True
    if covers(player, "correspondence.watch_served", paper.issuer):
        return True
    if not holds(player, "audiences.watch"):
        return False
    below = (place for place in player.place.under() if place.in_line)
    return any(reached(place, paper) for place in below)


# --- Deeds: who may do what to something that is seen ---------------------------------------------

Rule = Callable[[Player, Paper], bool]


def over_issuer(codename: str) -> Rule:
    return lambda player, paper: covers(player, codename, paper.issuer)


def over_draft(player: Player, paper: Paper) -> bool:
    return covers(player, "documents.draft", paper.drafting)


def as_signer(player: Player, paper: Paper) -> bool:
    """Only the very post that signs, in person: a signature is not delegated."""
    own = covers(player, "documents.sign", paper.issuer) and not player.for_post
    return own and player.post_id == paper.signer_post_id


RETURNED_BY = {
    "appraisal": "documents.appraise",
    "adoption": "documents.record_adoption",
    "signing": "documents.sign",
    "signed": "documents.issue",
}


def as_present_holder(player: Player, paper: Paper) -> bool:
    codename = RETURNED_BY.get(paper.state)
    return covers(player, codename, paper.issuer) if codename else over_draft(player, paper)


def in_place(*codenames: str) -> Rule:
    """Every one of the permissions over the organisation in whose place the paper lies."""

    def rule(player: Player, paper: Paper) -> bool:
        lies = before(player, paper)
        if lies is None or lies.place is None:
            return False
        return all(covers(player, codename, lies.place) for codename in codenames)

    return rule


def entered(player: Player, paper: Paper) -> bool:
    """The paper is in the register of the place it lies in; else there is nothing to do it to."""
    lies = before(player, paper)
    return lies is not None and lies.place is not None and lies.place.key in paper.entries


def part_of(player: Player, paper: Paper) -> bool:
    """The player's body has a part in the direction that counts."""
    lies = before(player, paper)
    if lies is None or lies.place is None or player.place is None:
        return False
    entry = paper.entries.get(lies.place.key)
    return entry is not None and player.place.key in entry.assigned


def given(player: Player, paper: Paper) -> bool:
    return holds(player, "correspondence.handle") and part_of(player, paper)


def anybody(_player: Player, _paper: Paper) -> bool:
    return True
