"""The form check asks in one statement what the actions ask one by one: both must agree."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import Term, term_on
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.public import certificate_of_post, seal_of

from ..models import Recipient
from ..queries.addressing import persons_meant, units_meant
from ..queries.around import around
from ..queries.bodies import has_appraiser

pytestmark = pytest.mark.django_db
Kind = Recipient.Kind


def line_of(kind, province):
    named = {Kind.UNIT: {"unit": province.communes[0]}}
    named[Kind.PERSON] = {"person": province.posts["head"].person}
    return Recipient(kind=kind, label="…", **named.get(kind, {}))


def stands_behind(line, issuer):
    return bool(units_meant(line, issuer, timezone.localdate()) or persons_meant(line, issuer))


def documents_of(province):
    """A document of the province, with everything; one of a commune without anybody; one of an office."""
    document = province.draft()
    yield document
    document.issuer = province.communes[1]
    document.signer = province.posts["deputy"]
    yield document
    document.issuer = province.office
    yield document


@pytest.mark.parametrize("kind", Kind)
def test_the_check_and_the_address_agree_whether_somebody_stands_behind_a_line(province, kind):
    province.staff_commune()
    line = line_of(kind, province)

    for document in documents_of(province):
        said = around(document).is_somebody(line)
        assert said == stands_behind(line, document.issuer), (kind, document.issuer)


def test_the_check_and_the_actions_agree_on_term_appraiser_key_and_seal(certified):
    today = timezone.localdate()

    def end_terms(day):
        for term in Term.objects.all():
            term.ends_on = day
            term.save()

    def has_term(unit):
        try:
            return bool(term_on(unit, today))
        except RuleBroken:
            return False

    def agrees(document):
        ready = around(document)
        asked = (
            has_term(document.issuer),
            has_appraiser(document),
            certificate_of_post(document.signer_id) is not None,
            seal_of(document.issuer_id) is not None,
        )
        assert (ready.term, ready.appraiser, ready.signer_key, ready.seal) == asked
        return asked

    answers = {agrees(document) for document in documents_of(certified)}
    Certificate.objects.update(withdrawn_at=timezone.now())
    end_terms(today)
    answers |= {agrees(document) for document in documents_of(certified)}
    end_terms(today - dt.timedelta(days=1))
    answers |= {agrees(document) for document in documents_of(certified)}

    assert {True, False} == set.intersection(
        *(set(column) for column in zip(*answers, strict=True))
    )
