"""Alone with every table of the database: no number is moved, no rule loosened, nobody's step or reading taken."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone

from lienthong.kernel.audiences.actions import Addressing, publish
from lienthong.kernel.audiences.comparing import audiences_unlike_the_history
from lienthong.kernel.audiences.models import AddressedPerson, Audience
from lienthong.kernel.audit.public import Fault
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.numbering.actions import series_for_incoming, take_number
from lienthong.kernel.numbering.comparing import registers_unlike_the_history
from lienthong.kernel.numbering.models import Series
from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.people.tests.factories import a_post
from lienthong.kernel.procedures.actions.cases import open_items
from lienthong.kernel.procedures.models import Case, WorkItem
from lienthong.kernel.procedures.public import Holder
from lienthong.kernel.procedures.queries import may_do
from lienthong.kernel.reference.comparing import types_unlike_the_list
from lienthong.kernel.reference.public import DocumentType, Term, rule, term_on
from lienthong.portals.administration.notifying import _watchers
from lienthong.records.documents.models import Document
from lienthong.records.documents.procedures import PLAIN

from .attempt import Attempt, anything
from .house import House

LONG_AGO = dt.date(2025, 9, 28)
MAJORITY = "documents.adoption_majority"
A_TERM = """
    INSERT INTO reference_term (unit_id, starts_on, mark)
    SELECT unit_id, current_date, mark FROM reference_term WHERE id = %s
"""
A_RULE = """
    INSERT INTO reference_ruleversion
        (key, value, valid_from, certainty, legal_basis, withdrawn_because, mark)
    SELECT key, %s, current_date, certainty, legal_basis, '', mark
    FROM reference_ruleversion WHERE id = %s
"""
A_RECIPIENT = """
    INSERT INTO audiences_addressedperson (audience_id, person_id, purpose, published_at, mark)
    SELECT audience_id, %s, purpose, published_at, mark FROM audiences_addressedperson WHERE audience_id = %s
"""
A_STEP = """
    INSERT INTO procedures_workitem (case_id, step, kind, subject_type_id, subject_id, permission, unit_id,
        post_id, is_shared, office_first, opened_at, is_suspended, outcome, note, is_cancelled, closed_by_name, mark)
    SELECT case_id, step, kind, subject_type_id, subject_id, permission, unit_id, %s, is_shared, office_first,
        opened_at, is_suspended, outcome, note, is_cancelled, closed_by_name, mark
    FROM procedures_workitem WHERE id = %s
"""


def rows() -> Iterator[Attempt]:
    for power, what, act in BY_ROWS:
        yield Attempt(power, "database superuser", what, act, anything)


# --- Terms, registers, rules, types


def _a_term(house: House) -> Term:
    return Term.objects.create(unit=house.without_seal, starts_on=LONG_AGO)


def _inserts_a_term(house: House) -> object:
    term = _a_term(house)
    as_superuser("DROP INDEX one_open_term_for_a_unit")
    as_superuser(A_TERM, term.pk)
    return term_on(term.unit, timezone.localdate()) != term


def _moves_a_term(house: House) -> object:
    term = _a_term(house)
    as_superuser("UPDATE reference_term SET starts_on = current_date WHERE id = %s", term.pk)
    return term_on(term.unit, timezone.localdate())


def _a_register(house: House) -> Series:
    key = series_for_incoming(house.commune, 2026)
    for _number in range(3):
        take_number(key, actor=house.actor("clerk"))
    return Series.objects.get(**vars(key))


def _sets_a_register_back(house: House) -> object:
    series = _a_register(house)
    as_superuser("DELETE FROM numbering_takennumber WHERE series_id = %s AND number = 3", series.pk)
    as_superuser("UPDATE numbering_series SET last_number = 2 WHERE id = %s", series.pk)
    return take_number(series_for_incoming(house.commune, 2026), actor=house.actor("clerk"))


def _puts_a_register_back(house: House) -> object:
    """As it was before the last number, with the mark it bore then."""
    series = _a_register(house)
    take_number(series_for_incoming(house.commune, 2026), actor=house.actor("clerk"))
    as_superuser("DELETE FROM numbering_takennumber WHERE series_id = %s AND number = 4", series.pk)
    put_back = "UPDATE numbering_series SET last_number = 3, mark = %s WHERE id = %s"
    as_superuser(put_back, series.mark, series.pk)
    take_number(series_for_incoming(house.commune, 2026), actor=house.actor("clerk"))
    return not _names(registers_unlike_the_history(), "series", series.pk)


def _loosens_a_rule(house: House) -> object:
    version = rule(MAJORITY, timezone.localdate())
    as_superuser(
        "UPDATE reference_ruleversion SET value = %s::jsonb WHERE id = %s",
        json.dumps(_nothing(version.value)),
        version.pk,
    )
    return rule(MAJORITY, timezone.localdate())


def _adds_a_looser_rule(house: House) -> object:
    version = rule(MAJORITY, timezone.localdate())
    as_superuser(A_RULE, json.dumps(_nothing(version.value)), version.pk)
    return rule(MAJORITY, timezone.localdate()) != version


def _nothing(value: dict[str, object]) -> dict[str, int]:
    return dict.fromkeys(value, 0)


def _spares_the_vote(house: House) -> object:
    as_superuser("UPDATE reference_documenttype SET needs_adoption = false")
    document = Document(type=DocumentType.objects.get(pk="resolution"))
    return not document.needs_adoption or not list(types_unlike_the_list())


# --- Steps, recipients, who hears of it


def _a_step_of_the_leader(house: House) -> WorkItem:
    leader = house.post("secretary")
    case = Case.objects.create(
        procedure_key=PLAIN.key,
        procedure_version=PLAIN.version,
        subject=leader.unit,
    )
    (item,) = open_items(case, PLAIN.by_key["signing"], [Holder(leader.unit_id, leader.pk)])
    return item


def _takes_a_step(house: House) -> object:
    item = _a_step_of_the_leader(house)
    as_superuser(
        "UPDATE procedures_workitem SET post_id = %s WHERE id = %s",
        house.post("specialist").pk,
        item.pk,
    )
    return may_do(house.actor("specialist"), WorkItem.objects.get(pk=item.pk))


def _inserts_a_step(house: House) -> object:
    item = _a_step_of_the_leader(house)
    as_superuser(A_STEP, house.post("specialist").pk, item.pk)
    return may_do(house.actor("specialist"), WorkItem.objects.latest("pk"))


def _an_audience(house: House) -> Audience:
    named = Addressing(
        units={house.lost_seal.pk: "carry_out"},
        persons={house.post("secretary").person_id: "know"},
    )
    return publish(named, issuer=house.commune, on=timezone.localdate(), actor=None)


def _names_himself_a_recipient(house: House) -> object:
    audience, own = _an_audience(house), house.post("specialist").person_id
    as_superuser(A_RECIPIENT, own, audience.pk)
    return (
        AddressedPerson.objects.get(audience=audience, person=own).is_marked()
        or not _names(audiences_unlike_the_history(), "audience", audience.pk)
    )  # fmt: skip


def _changes(statement: str) -> Callable[[House], object]:
    """What nobody asks at every page is named by the daily check."""

    def act(house: House) -> object:
        audience = _an_audience(house)
        as_superuser(statement, audience.pk)
        return not _names(audiences_unlike_the_history(), "audience", audience.pk)

    return act


def _names(faults: Iterable[Fault], about: str, key: int) -> bool:
    return any(fault.facts.get(about) == key for fault in faults)


def _ends_the_auditor(house: House) -> object:
    auditor = a_post(house.office.province, Role.SECURITY_AUDITOR)
    as_superuser("UPDATE people_post SET valid_to = valid_from WHERE id = %s", auditor.pk)
    return auditor.person_id not in _watchers()


def _is_the_auditor(house: House) -> object:
    """No auditor is there: the administrators would hear of it."""
    own = house.post("specialist")
    as_superuser("UPDATE people_post SET role = 'security_auditor' WHERE id = %s", own.pk)
    administrators = {house.post(name).person_id for name in ("org_admin", "other_admin")}
    none_before = not Post.objects.exclude(pk=own.pk).filter(role=Role.SECURITY_AUDITOR).exists()
    return none_before and not administrators <= set(_watchers())


A_UNIT_LESS = "DELETE FROM audiences_addressedunit WHERE audience_id = %s"
ANOTHER_UNIT = """
    UPDATE audiences_addressedunit SET unit_id = (SELECT min(id) FROM units_unit) WHERE audience_id = %s
"""
ALL_BENEATH = """
    INSERT INTO audiences_scoperule (audience_id, path, frozen_on, to_branches, published_at)
    SELECT id, '', frozen_on, true, published_at FROM audiences_audience WHERE id = %s
"""
BY_ROWS: tuple[tuple[str, str, Callable[[House], object]], ...] = (
    ("numbering.term", "inserts a term in which numbers begin anew", _inserts_a_term),
    ("numbering.term", "moves the first day of a term", _moves_a_term),
    ("numbering", "sets a register back by a number", _sets_a_register_back),
    ("numbering", "puts a register back as it was, with its mark", _puts_a_register_back),
    ("rules", "lets nobody be a majority", _loosens_a_rule),
    ("rules", "inserts a looser rule beside the true one", _adds_a_looser_rule),
    ("types", "lets resolutions need no vote", _spares_the_vote),
    ("procedures", "gives himself the leader's step", _takes_a_step),
    ("procedures", "inserts a step of his own beside the leader's", _inserts_a_step),
    ("audiences", "names himself among the recipients", _names_himself_a_recipient),
    ("audiences", "takes an organisation out of the recipients", _changes(A_UNIT_LESS)),
    ("audiences", "puts another organisation among the recipients", _changes(ANOTHER_UNIT)),
    ("audiences", "lets a document reach everybody", _changes(ALL_BENEATH)),
    ("audit", "ends the auditor, so that nobody hears of it", _ends_the_auditor),
    ("audit", "becomes the auditor, who alone hears of it", _is_the_auditor),
)
