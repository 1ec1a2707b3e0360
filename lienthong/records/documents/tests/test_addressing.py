"""From printed lines to organisations and persons, and how far a document is forwarded."""

import pytest
from django.utils import timezone

from lienthong.kernel.units.public import Unit, UnitKind

from ..models import Document, Recipient
from ..queries.addressing import addressing_of
from ..queries.proposals import proposed_label

pytestmark = pytest.mark.django_db


def addressed(province, lines, scope="none", issuer=None):
    document = province.draft(scope=scope)
    if issuer is not None:
        document.issuer = issuer
    document.recipients.all().delete()
    for position, (kind, purpose, extra) in enumerate(lines):
        Recipient.objects.create(
            document=document, position=position, kind=kind, label=kind, purpose=purpose, **extra
        )
    return addressing_of(document, timezone.localdate())


def test_direct_subordinates_are_addressed_and_offices_are_not(province):
    found = addressed(province, [("subordinates", "carry_out", {})])

    assert set(found.units) == {commune.pk for commune in province.communes}


def test_members_of_the_committee_are_addressed_as_persons(province):
    found = addressed(province, [("members", "know", {})])

    assert len(found.persons) == 11
    assert found.units == {}


def test_who_is_named_alone_keeps_that_purpose(province):
    commune = province.communes[0]
    found = addressed(
        province,
        [("subordinates", "carry_out", {}), ("unit", "know", {"unit": commune})],
    )

    assert found.units[commune.pk] == "know"
    assert len(found.units) == 3


def test_file_copy_and_outsiders_are_nobody(province):
    found = addressed(province, [("file", "", {}), ("outside", "know", {})])

    assert (found.units, found.persons) == ({}, {})


def test_a_commune_reports_to_the_province(province):
    found = addressed(province, [("superior", "report", {})], issuer=province.communes[0])

    assert found.units == {province.committee.pk: "report"}


def test_to_all_is_one_rule_over_the_whole_tree(province):
    found = addressed(province, [("subordinates", "carry_out", {})], scope="branches")

    assert found.scope_paths == {province.committee.path}


def test_to_some_is_one_rule_for_each_of_them(province):
    some = province.communes[:2]
    lines = [("unit", "carry_out", {"unit": commune}) for commune in some]
    found = addressed(province, lines, scope="branches")

    assert found.scope_paths == {commune.path for commune in some}


def test_a_document_only_for_its_recipients_is_carried_no_further(province):
    found = addressed(province, [("subordinates", "carry_out", {})], scope="none")

    assert found.scope_paths == frozenset()


def test_the_superior_is_not_in_scope_of_its_subordinate(province):
    commune = province.communes[0]
    lines = [("superior", "report", {}), ("subordinates", "carry_out", {})]
    found = addressed(province, lines, scope="branches", issuer=commune)

    assert found.scope_paths == {commune.path}
    assert Unit.objects.filter(path__startswith=commune.path).count() == 3
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (UnitKind.PROVINCIAL_COMMITTEE, "Các đồng chí Tỉnh ủy viên"),
        (UnitKind.COMMUNE_COMMITTEE, "Các đồng chí Đảng ủy viên"),
        (UnitKind.BRANCH, "Các đồng chí Chi ủy viên"),
    ],
)
def test_the_members_of_a_committee_are_addressed_by_their_level(kind, line):
    assert proposed_label(Recipient.Kind.MEMBERS, Unit(kind=kind)) == line
