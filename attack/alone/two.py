"""The same by two in the right posts: it takes effect, and everybody named was notified."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

from lienthong.kernel.confirmations.models import Proposal, Telling
from lienthong.kernel.notices.public import Notice
from lienthong.kernel.permissions.public import Matter, power_of
from lienthong.records.documents.powers import RESTORE
from lienthong.records.signing import demo
from lienthong.records.signing.demo import confirmed_by, proposed_by

from . import keys, papers, posts, restores
from .attempt import a_paper
from .house import House

# Whom everybody hears of it besides the two and the person concerned, by where it is.
LEADERS_AND_AUDITORS = (
    "secretary",
    "deputy_secretary",
    "security_auditor",
    "above security_auditor",
)
A_DOCUMENT = "a valid document"
AT_THE_TOP = ("above secretary", "above deputy_secretary", "above security_auditor")


@dataclass(frozen=True)
class ByTwo:
    """A power, the two, and who else hears of it."""

    power: str
    proposer: str
    confirmer: str
    hear: tuple[str, ...] = LEADERS_AND_AUDITORS


AFTER_A_RESTORE = ByTwo(RESTORE.kind, restores.ADMINISTRATOR, restores.LEADER, AT_THE_TOP)


@dataclass
class Done:
    is_done: bool
    forgotten: set[str] = field(default_factory=set)
    fault: str = ""


def rows() -> Iterator[ByTwo]:
    for kind in posts.GOALS:
        yield ByTwo(kind, posts.proposer_of(power_of(kind)), "above secretary")
    for kind in ("people.give_post", "people.recover", "people.invite"):
        yield ByTwo(kind, "org_admin", "other_admin")
    yield ByTwo("key.give", "org_admin", "other_admin")
    yield ByTwo("key.give", "above org_admin", "secretary")
    yield ByTwo("key.replace", "org_admin", "above secretary")
    yield ByTwo("key.lift", "org_admin", "secretary")
    yield ByTwo("seal.give", "above org_admin", "above secretary", AT_THE_TOP)
    yield ByTwo(A_DOCUMENT, "secretary", "clerk")
    yield ByTwo("seal.replace", "above org_admin", "above secretary", AT_THE_TOP)


def done(one: ByTwo, house: House) -> Done:
    if one.power == A_DOCUMENT:
        paper = papers.issued_by_two(house, one.proposer, one.confirmer)
        return Done(bool(a_paper(house, paper)))
    power = power_of(one.power)
    matter, number = _wanted(one, house)
    try:
        with answering(house):
            proposal = proposed_by(house.actor(one.proposer), power, matter, number)
            proposal = confirmed_by(house.actor(one.confirmer), proposal, number)
    except Exception as broken:  # noqa: BLE001 -- reported in its line
        return Done(is_done=False, fault=f"{type(broken).__name__}: {broken}")
    is_done = proposal.state == Proposal.State.DONE
    return Done(is_done, _forgotten(one, proposal, house), proposal.because)


@contextmanager
def answering(house: House) -> Iterator[None]:
    """Both read and agree in a browser at the window as it is served."""
    with patch.object(demo, "answers", house.answers_in_a_browser):
        yield


def _both(one: ByTwo) -> tuple[str, str]:
    return one.proposer, one.confirmer


def _wanted(one: ByTwo, house: House) -> tuple[Matter, str]:
    if one.power in keys.WANTED:
        wanted = keys.WANTED[one.power](house)
        return wanted.matter, wanted.number
    if one.power == RESTORE.kind:
        return restores.wanted(house), ""
    return posts.example(house, power_of(one.power)), ""


def _forgotten(one: ByTwo, proposal: Proposal, house: House) -> set[str]:
    """Who was to hear of the outcome and did not."""
    named = {name: house.office.posts[name].person_id for name in (*one.hear, *_both(one))}
    if proposal.concerned_id:
        named["who is concerned"] = proposal.concerned_id
    told = Telling.objects.filter(proposal=proposal, state=proposal.state)
    noticed = Notice.objects.filter(stands=True, path=f"/administration/proposals/{proposal.pk}/")
    heard = set(told.values_list("person_id", flat=True))
    heard &= set(noticed.values_list("person_id", flat=True))
    return {name for name, person in named.items() if person not in heard}
