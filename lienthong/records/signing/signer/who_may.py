"""Who may propose, confirm and end what gives somebody power: by the roster, and by nothing the web says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.roster import SINGLE, Key, Roster
from lienthong.records.signing.signer.wanted import ADMINISTRATOR, Wanted

_ELSEWHERE: Final = _(
    "The signer knows an organisation of this path by another name or under another one above it."
    " Who changes that has a post above both."
)

_NEW_HERE: Final = _(
    "The signer has not heard of an organisation of this path. One of the two who agree has a post above"
    " “%(under)s”, under which it is placed, or at the top."
)


def refuse_proposing(roster: Roster, wanted: Wanted, key: Key) -> None:
    """An administrator of the organisation concerned, or of one above it, proposes."""
    _refuse_concerned(wanted, key)
    if key.purpose != ADMINISTRATOR or not _reaches(roster, wanted, key):
        raise Refused(
            _("Only an administrator of this organisation, or of one above it, proposes this.")
        )
    _refuse_change(roster, wanted, key)
    if roster.mode == SINGLE:
        _refuse_new_here(roster, wanted, key)


def refuse_confirming(roster: Roster, wanted: Wanted, proposer: Key, key: Key) -> None:
    """A second person: a leader, or for a key another administrator, of the organisation or of one above it."""
    if key.person == proposer.person:
        raise Refused(_("Nobody confirms what they have proposed."))
    _refuse_concerned(wanted, key)
    if wanted.is_seal and not key.leads:
        raise Refused(_("Only a leader confirms the seal of an organisation."))
    if not (key.leads or key.purpose == ADMINISTRATOR) or not _reaches(roster, wanted, key):
        raise Refused(
            _(
                "Only a leader or another administrator of this organisation, or of one above it, confirms this."
            )
        )
    _refuse_change(roster, wanted, key)
    _refuse_new_here(roster, wanted, proposer, key)


def refuse_ending(roster: Roster, wanted: Wanted, key: Key) -> None:
    """One suffices to end it: the person concerned, a leader or an administrator there or above."""
    is_concerned = bool(wanted.person) and key.person == wanted.person
    may = key.leads or key.purpose == ADMINISTRATOR
    if not is_concerned and not (may and _reaches(roster, wanted, key)):
        raise Refused(
            _(
                "Only the person concerned, a leader or an administrator of this organisation,"
                " or of one above it, ends this."
            )
        )


def is_above(roster: Roster, wanted: Wanted, key: Key) -> bool:
    """Whether the key's organisation is above the one concerned, and not that one itself."""
    return key.organisation in roster.lineage(wanted.path)[1:]


def _reaches(roster: Roster, wanted: Wanted, key: Key) -> bool:
    return key.organisation in roster.lineage(wanted.path)


def _refuse_concerned(wanted: Wanted, key: Key) -> None:
    if wanted.person and key.person == wanted.person:
        raise Refused(_("Nobody proposes or confirms a key for themselves."))


def _refuse_change(roster: Roster, wanted: Wanted, key: Key) -> None:
    """Another name or place of a known organisation is agreed to only above both the old place and the new."""
    for old, new in _changes(roster, wanted):
        if key.organisation not in old or key.organisation not in new:
            raise Refused(_ELSEWHERE)


def _refuse_new_here(roster: Roster, wanted: Wanted, *keys: Key) -> None:
    """An organisation comes in beneath a known one; those of that one do not place it there by themselves."""
    new = [one for one, _name in wanted.path if one not in roster.organisations]
    seed, *above = (one for one in roster.lineage(wanted.path) if one not in new)
    # The topmost has nobody above it: its own people place what is beneath it.
    allowed = above or [seed]
    if new and not any(key.organisation in allowed for key in keys):
        raise Refused(_NEW_HERE, under=roster.name_of(seed))


def _changes(roster: Roster, wanted: Wanted) -> Iterator[tuple[list[str], list[str]]]:
    """For each organisation known otherwise: who is above it by the roster, and who by the path.

    Who gives an organisation the name of another one has a post at or above that one too: a commune does
    not print the name of its province.
    """
    parent = ""
    for at, (organisation, name) in enumerate(wanted.path):
        known = roster.organisations.get(organisation)
        if known and (known.name, known.parent) != (name, parent):
            own = [(organisation, name)]
            old = roster.lineage(own)
            new = roster.lineage(wanted.path[:at])
            # The topmost has nobody above it: its own people name it.
            yield (old[1:] or old), (new or old)
        if known is None or known.name != name:
            for namesake in roster.namesakes(organisation, name):
                above = roster.lineage([(namesake, name)])
                yield above, above
        parent = organisation
