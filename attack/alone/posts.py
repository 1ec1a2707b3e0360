"""Alone at posts, the tree, recovery, invitation, delegation and second factors: with the pages of the product."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from django.utils import timezone

from lienthong.kernel.confirmations.actions import confirm, propose
from lienthong.kernel.confirmations.models import Proposal
from lienthong.kernel.confirmations.tests.office import (
    DECIDED,
    EXAMPLES,
    Office,
    a_gift,
    a_holder,
)
from lienthong.kernel.files.public import store
from lienthong.kernel.people.actions.access import invite, issue_recovery
from lienthong.kernel.people.actions.barring import restore_account, suspend_account
from lienthong.kernel.people.actions.lending import delegate
from lienthong.kernel.people.actions.posts import appoint, end_post
from lienthong.kernel.people.public import NewPerson, NewPost, actor_in, correct_person
from lienthong.kernel.people.tests.factories import a_person, a_unit
from lienthong.kernel.permissions.public import Actor, Matter, Power, Role, power_of
from lienthong.kernel.spreadsheets.public import XLSX
from lienthong.kernel.units.public import (
    MOVE,
    Decision,
    EndUnit,
    MoveUnit,
    NewUnit,
    Printed,
    RenameUnit,
    Unit,
    UnitKind,
    correct_unit,
    dissolve_unit,
    found_unit,
    rename_unit,
)
from lienthong.portals.administration.models import Intake
from lienthong.portals.administration.powers import BringOrganisation
from lienthong.records.signing.actions.making import invite_to_make_key
from lienthong.records.signing.client import PinAndCode

from .attempt import (
    Attempt,
    Goal,
    a_bar,
    a_delegation,
    a_head_of_papers,
    a_key,
    a_lost_post,
    a_name,
    a_place,
    a_post,
    a_register,
    a_return,
    a_term,
    a_way_in,
    a_workbook,
    an_end,
    an_organisation,
    another_name,
    anything,
)
from .house import House

Act: TypeAlias = Callable[[House, Power], object]
GOALS: dict[str, Goal] = {
    "people.give_post": a_post,
    "people.give_leading_post": a_post,
    "people.recover": a_way_in,
    "people.invite": a_way_in,
    "people.correct": another_name,
    "people.restore": a_return,
    "people.end_post": a_lost_post,
    "people.bar": a_bar,
    "people.lend_post": a_delegation,
    "people.lend_leading_post": a_delegation,
    "units.move": a_place,
    "units.found": an_organisation,
    "units.rename": a_name,
    "units.correct": a_head_of_papers,
    "units.end": an_end,
    "numbering.term": a_term,
    "numbering.go_on": a_register,
    "administration.bring": a_workbook,
}
# In these nobody gains in person.
# Who proposes, where it is not an administrator: the holder of the post.
PROPOSERS = {"people.lend_post": "clerk", "people.lend_leading_post": "secretary"}
RIGHTLY = {("people.lend_post", "clerk"), ("people.lend_leading_post", "head")}
IMPERSONAL = {
    *("units.move", "units.found", "units.rename", "units.correct", "units.end"),
    *("numbering.term", "numbering.go_on", "administration.bring"),
}


def rows() -> Iterator[Attempt]:
    for kind, goal in GOALS.items():
        for who, what, act in AT_A_POWER:
            if (kind, who) in RIGHTLY and what == "proposes it":
                continue
            if who != "who gains" or kind not in IMPERSONAL:
                yield _row(power_of(kind), who, what, act, goal)
    yield from BESIDE


def _row(power: Power, who: str, what: str, act: Act, goal: Goal) -> Attempt:
    return Attempt(power.kind, who, what, lambda house: act(house, power), goal)


def acting_for(house: House, name: str, whom: str) -> Actor:
    """Somebody who acts in another's post by delegation."""
    own, other = house.actor(name), house.actor(whom)
    return replace(other, person_id=own.person_id, post_id=own.post_id, for_post_id=other.post_id)


def a_second_deputy(office: Office) -> Matter:
    return a_gift(office, Role.DEPUTY_SECRETARY)


def _an_office_with_a_seal(office: Office) -> Unit:
    """What is renamed or ended here is not the commune: its seal is still needed."""
    unit = a_unit(office.commune, kind=UnitKind.ADVISORY_BODY)
    unit.has_register = True
    unit.save()
    return unit


def _another_name(office: Office) -> Matter:
    unit, day = _an_office_with_a_seal(office), timezone.localdate().isoformat()
    return RenameUnit(unit.pk, "Văn phòng khác", "", day, **DECIDED)


def _an_end(office: Office) -> Matter:
    unit, day = _an_office_with_a_seal(office), timezone.localdate().isoformat()
    return EndUnit(unit.pk, None, day, **DECIDED)


def _brought(office: Office) -> Matter:
    """A workbook that was tried, and its clerk needs two."""
    intake = Intake.objects.create(
        unit=office.commune,
        brought_by=office.posts["org_admin"],
        file=store(b"a workbook", media_type=XLSX),
        filename="to-chuc.xlsx",
        state=Intake.State.TRIED,
        counts={"people": 1, "posts": 1, "powers": 1},
    )
    return BringOrganisation.made_of(intake)


MADE: dict[str, Callable[[Office], Matter]] = {
    **EXAMPLES,
    "people.give_leading_post": a_second_deputy,
    "units.rename": _another_name,
    "units.end": _an_end,
    "administration.bring": _brought,
}


def example(house: House, power: Power) -> Matter:
    return MADE[power.kind](house.office)


def proposer_of(power: Power) -> str:
    return PROPOSERS.get(power.kind, "org_admin")


def _proposed(house: House, power: Power, by: str = "") -> Proposal:
    return propose(power, example(house, power), actor=house.actor(by or proposer_of(power)))


def _proposed_by(name: str) -> Act:
    """Somebody who may not propose, and a leader above who confirms in good faith."""
    return lambda house, power: confirm(
        _proposed(house, power, name).pk, actor=house.actor("above secretary")
    )


def _confirmed_by(name: str) -> Act:
    return lambda house, power: confirm(_proposed(house, power).pk, actor=house.actor(name))


def _holds(house: House, name: str, person_id: int) -> None:
    """Somebody holds a post that another one held: two have given it."""
    post = house.post(name)
    post.person_id = person_id
    post.save(update_fields=["person"])


def _confirmed_in_second_post(house: House, power: Power) -> object:
    proposal = _proposed(house, power)
    _holds(house, "above secretary", house.post(proposer_of(power)).person_id)
    return confirm(proposal.pk, actor=house.actor("above secretary"))


def _confirmed_acting(house: House, power: Power) -> object:
    proposal = _proposed(house, power)
    return confirm(proposal.pk, actor=acting_for(house, "above specialist", "above secretary"))


def _confirmed_by_who_gains(house: House, power: Power) -> object:
    proposal = _proposed(house, power)
    assert proposal.concerned_id is not None
    _holds(house, "above secretary", proposal.concerned_id)
    return confirm(proposal.pk, actor=house.actor("above secretary"))


def _proposed_by_former(house: House, power: Power) -> object:
    assert house.former_actor is not None
    proposal = propose(power, example(house, power), actor=house.former_actor)
    return confirm(proposal.pk, actor=house.actor("above secretary"))


def _confirmed_by_former(house: House, power: Power) -> object:
    assert house.former_actor is not None
    return confirm(_proposed(house, power).pk, actor=house.former_actor)


AT_A_POWER: tuple[tuple[str, str, Act], ...] = (
    ("administrator", "proposes it and confirms it", _confirmed_by("org_admin")),
    ("administrator", "confirms it in a second post of their own", _confirmed_in_second_post),
    ("delegate", "confirms it, acting for a leader", _confirmed_acting),
    ("who gains", "confirms it", _confirmed_by_who_gains),
    ("clerk", "proposes it", _proposed_by("clerk")),
    ("clerk", "confirms it", _confirmed_by("clerk")),
    ("head", "proposes it", _proposed_by("secretary")),
    ("head of a neighbour", "confirms it", _confirmed_by("neighbour secretary")),
    ("administrator of a neighbour", "proposes it", _proposed_by("neighbour org_admin")),
    ("former administrator", "proposes it on a page still open", _proposed_by_former),
    ("former administrator", "confirms it on a page still open", _confirmed_by_former),
)


def _appoints(house: House) -> object:
    day, actor = timezone.localdate(), house.actor("org_admin")
    return appoint(a_person(), NewPost(Role.CLERK, day), house.commune, actor=actor)


def _appoints_himself(house: House) -> object:
    day, actor = timezone.localdate(), house.actor("org_admin")
    return appoint(
        house.post("org_admin").person, NewPost(Role.SECRETARY, day), house.commune, actor=actor
    )


def _moves_beneath_an_invented_leader(house: House) -> object:
    """A branch of one's own, with a secretary whom nobody else knows, above the commune."""
    day, actor = timezone.localdate(), house.actor("above org_admin")
    new = NewUnit(UnitKind.BASE_BRANCH, "Chi bộ Ma")
    branch = found_unit(new, parent_id=house.office.province.pk, on=day, actor=actor)
    decided = Decision("01-QĐ/CB", day.isoformat(), "Chi bộ Ma")
    new_post = NewPost(Role.BRANCH_SECRETARY, day, decision=decided)
    invented = appoint(a_person(), new_post, branch, actor=actor)
    proposal = propose(MOVE, MoveUnit.made_for(house.commune, branch, day), actor=actor)
    return confirm(proposal.pk, actor=actor_in(invented))


def _founds(house: House) -> object:
    new = NewUnit(UnitKind.ADVISORY_BODY, "Văn phòng mới", has_register=True, **DECIDED)
    day, actor = timezone.localdate(), house.actor("org_admin")
    return found_unit(new, parent_id=house.commune.pk, on=day, actor=actor)


def _renames(house: House) -> object:
    day, actor = timezone.localdate(), house.actor("above org_admin")
    names = {"name_body": "Đảng bộ xã Khác", "name_committee": "Đảng ủy xã Khác"}
    return rename_unit(house.commune.pk, **names, on=day, actor=actor)


def _corrects(house: House) -> object:
    printed = Printed("ĐUK", "Nơi khác")
    return correct_unit(house.commune.pk, printed, actor=house.actor("above org_admin"))


def _ends(house: House) -> object:
    day, actor = timezone.localdate(), house.actor("above org_admin")
    return dissolve_unit(house.commune.pk, successor_id=None, on=day, actor=actor)


def _recovers(house: House) -> object:
    account = house.post("secretary").person.account
    return issue_recovery(account.pk, actor=house.actor("org_admin"))


def _restores(house: House) -> object:
    account = house.post("secretary").person.account
    account.is_active = False
    account.save(update_fields=["is_active"])
    return restore_account(account.pk, actor=house.actor("org_admin"))


def _invites(house: House) -> object:
    person = a_holder(house.office, with_account=False).person
    return invite(person.pk, "nguoi.quen", actor=house.actor("org_admin"))


def _renames(house: House) -> object:
    person = a_holder(house.office).person
    return correct_person(person.pk, NewPerson("Lê Thị Khác"), actor=house.actor("org_admin"))


def _ends_the_other_administrator(house: House) -> object:
    day, actor = timezone.localdate(), house.actor("above org_admin")
    return end_post(house.post("above other_admin").pk, on=day, actor=actor)


def _bars_the_other_administrator(house: House) -> object:
    account = house.post("above other_admin").person.account
    return suspend_account(account.pk, actor=house.actor("above org_admin"))


def _delegated(house: House, actor: Actor) -> object:
    to = house.post("specialist").person_id
    post, day = house.post("secretary"), timezone.localdate()
    return delegate(post.pk, to, on=day, until=None, basis="12-QĐ/ĐU", actor=actor)


def _makes_a_key_as_delegate(house: House) -> object:
    actor = acting_for(house, "specialist", "secretary")
    return invite_to_make_key(house.post("secretary").pk, actor=actor)


def _gives_another_a_passkey(house: House) -> object:
    passkey, key = house.passkeys["org_admin"].registration, house.key("secretary")
    house.window.add_passkey(key, passkey, PinAndCode("000000", "000000"))
    return True


BESIDE = (
    Attempt("people.give_post", "administrator", "appoints a clerk without a second", _appoints, a_post),
    Attempt("people.give_leading_post", "administrator", "appoints themselves", _appoints_himself, a_post),
    Attempt(
        "units.move", "administrator", "moves a commune beneath a leader they invented",
        _moves_beneath_an_invented_leader, a_place,
    ),
    Attempt("units.found", "administrator", "founds an office with a seal without a second", _founds, an_organisation),
    Attempt("units.rename", "administrator", "renames a commune without a second", _renames, a_name),
    Attempt("units.correct", "administrator", "corrects a symbol without a second", _corrects, a_head_of_papers),
    Attempt("units.end", "administrator", "ends a commune without a second", _ends, an_end),
    Attempt("people.recover", "administrator", "issues a code without a second", _recovers, a_way_in),
    Attempt("people.restore", "administrator", "lets a barred leader in without a second", _restores, a_return),
    Attempt("people.invite", "administrator", "invites without a second", _invites, a_way_in),
    Attempt("people.correct", "administrator", "renames a leader without a second", _renames, another_name),
    Attempt(
        "people.end_post", "administrator", "ends the only other administrator",
        _ends_the_other_administrator, a_lost_post,
    ),
    Attempt(
        "people.bar", "administrator", "bars the only other administrator",
        _bars_the_other_administrator, a_bar,
    ),
    Attempt(
        "people.lend_leading_post", "head", "delegates their own post without a second",
        lambda house: _delegated(house, house.actor("secretary")), a_delegation,
    ),
    Attempt(
        "delegation", "administrator", "delegates the secretary's post to a friend",
        lambda house: _delegated(house, house.actor("org_admin")), a_delegation,
    ),
    Attempt(
        "delegation", "delegate", "passes the post on",
        lambda house: _delegated(house, acting_for(house, "clerk", "secretary")), a_delegation,
    ),
    Attempt("delegation", "delegate", "makes the key of the post", _makes_a_key_as_delegate, a_key),
    Attempt(
        "second factor", "administrator", "registers a passkey for the secretary",
        _gives_another_a_passkey, anything,
    ),
)  # fmt: skip
