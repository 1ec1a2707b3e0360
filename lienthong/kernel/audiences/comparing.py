"""Whom each document reaches against what the history says of its issue, each day."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from lienthong.kernel.audit.public import AuditEntry, Fault

from .frozen import Reaching, rule_of
from .models import AddressedPerson, AddressedUnit, Audience, ScopeRule

PUBLISHED = "audiences.published"
AT_ONCE = 500


def audiences_unlike_the_history() -> Iterator[Fault]:
    """A recipient added, taken away or changed past the product shows here, and so does one who reads by it."""
    for some in _in_portions(Audience.objects.order_by("pk")):
        told, now = _told(some), _now(some)
        for audience in some:
            facts = told.get(audience.pk)
            if facts is None:
                message = _(
                    "Document list %(audience)s has recipients, and the history knows of no issue."
                )
                yield Fault("recipients", message, {"audience": audience.pk})
            elif not _is_as_told(audience, now[audience.pk], facts):
                message = _(
                    "The recipients of document list %(audience)s are not those of its issue."
                )
                yield Fault("recipients", message, {"audience": audience.pk})


def _in_portions(audiences: QuerySet[Audience]) -> Iterator[list[Audience]]:
    last = 0
    while some := list(audiences.filter(pk__gt=last)[:AT_ONCE]):
        yield some
        last = some[-1].pk


def _told(audiences: list[Audience]) -> dict[int, dict[str, object]]:
    about = [str(audience.pk) for audience in audiences]
    entries = AuditEntry.objects.filter(
        verb=PUBLISHED, subject_type="audiences.audience", subject_id__in=about
    )
    return {int(entry.subject_id): entry.facts for entry in entries}


def _now(audiences: list[Audience]) -> dict[int, Reaching]:
    found = {audience.pk: Reaching() for audience in audiences}
    units = AddressedUnit.objects.filter(audience__in=audiences)
    for key, unit, purpose in units.values_list("audience", "unit", "purpose"):
        found[key].units.append((unit, purpose))
    persons = AddressedPerson.objects.filter(audience__in=audiences)
    for key, person, purpose in persons.values_list("audience", "person", "purpose"):
        found[key].persons.append((person, purpose))
    for rule in ScopeRule.objects.filter(audience__in=audiences):
        frozen = rule_of(rule.path, rule.frozen_on, to_branches=rule.to_branches)
        found[rule.audience_id].rules.append(frozen)
    return found


def _is_as_told(audience: Audience, now: Reaching, facts: dict[str, object]) -> bool:
    """Issues older than the figure say how many there were."""
    if "figure" in facts:
        return facts["figure"] == now.figure(audience)
    counted = (len(now.units), len(now.persons), audience.scope)
    return counted == (facts["units"], facts["persons"], facts["scope"])
