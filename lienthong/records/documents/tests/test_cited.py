"""What a text cites leads to the registered document, with whether it is in force, for who may read it."""

import datetime as dt

import pytest
from django.urls import reverse

from lienthong.kernel.jobs.public import run_jobs
from lienthong.records.documents.actions.drafting import Beginning, start_document
from lienthong.records.documents.actions.effects import start_acting_on
from lienthong.records.documents.actions.finding import let_it_be_found
from lienthong.records.documents.models import Document
from lienthong.records.documents.queries.cited import Mention, cited_by, mentions_in
from lienthong.records.documents.queries.form_check import form_check

from .factories import a_clause
from .test_effects import as_issued

pytestmark = pytest.mark.django_db
LAST_YEAR = dt.date(2025, 3, 12)


@pytest.fixture
def plan(certified):
    document = certified.numbered("plan")
    run_jobs()
    return Document.objects.get(pk=document.pk)


def citing(province, words: str) -> Document:
    beginning = Beginning(
        body=[a_clause("paragraph", "", "", words)], recipients=province.lines(), scope="branches"
    )
    return start_document(province.details("report"), beginning, actor=province.actor("specialist"))


@pytest.mark.parametrize(
    ("words", "notation", "day"),
    [
        ("Căn cứ Quyết định số 05-QĐ/TU, ngày 12/3/2025 của Tỉnh ủy", "05-QĐ/TU", LAST_YEAR),
        ("Căn cứ Quy định 05 – QĐ/TU ngày 12 tháng 3 năm 2025", "05-QĐ/TU", LAST_YEAR),
        ("theo Kế hoạch 01-KH/TU của Tỉnh ủy Đồng Xuân", "01-KH/TU", None),
        ("Kế hoạch 01-KH/TU, ngày 31/2/2025", "01-KH/TU", None),
    ],
)
def test_a_number_is_read_with_its_day(province, words, notation, day):
    (mention,) = mentions_in(citing(province, words))

    assert (mention.notation, mention.day) == (notation, day)


@pytest.mark.parametrize(
    "words", ["tăng 12-15/năm", "điện thoại 0123-456/789", "giai đoạn 2026-2030"]
)
def test_other_figures_are_no_citations(province, words):
    assert mentions_in(citing(province, words)) == []


def test_a_citation_leads_to_the_document_for_who_may_read_it_and_for_nobody_else(certified, plan):
    document = citing(certified, "Căn cứ Kế hoạch số 01-KH/TU của Tỉnh ủy Đồng Xuân;")

    ((cited,), nobodys) = (
        cited_by(document, certified.actor("specialist")),
        cited_by(document, certified.stranger),
    )

    (link,) = cited.links
    assert link.url == reverse("documents:document", args=[plan.pk])
    assert str(link.mark.label) == "In force"
    assert nobodys == []


def test_the_day_decides_which_document_is_meant(certified, plan):
    other_day = citing(certified, "Căn cứ Kế hoạch số 01-KH/TU, ngày 12/3/2025;")

    assert cited_by(other_day, certified.actor("specialist")) == []


def test_what_was_recalled_is_said_to_be_so_and_the_form_check_warns(certified, plan, signed_in):
    document = citing(certified, "Căn cứ Kế hoạch số 01-KH/TU của Tỉnh ủy Đồng Xuân;")
    assert not [one for one in form_check(document) if "01-KH/TU" in one.sentence]

    later = as_issued(start_acting_on(plan.pk, "recalls", actor=certified.actor("specialist")))
    let_it_be_found(plan.pk, later.pk)

    ((cited,),) = (cited_by(document, certified.actor("specialist")),)
    assert str(cited.links[0].mark.label) == "Recalled"
    (said,) = [one for one in form_check(document) if "01-KH/TU" in one.sentence]
    assert not said.is_error
    page = signed_in("specialist").get(reverse("documents:cited", args=[document.pk]))
    assert "Recalled" in page.content.decode()


def test_a_draft_that_recalls_it_may_name_it(certified, plan):
    draft = start_acting_on(plan.pk, "recalls", actor=certified.actor("specialist"))

    assert not [one for one in form_check(draft) if "not in force" in one.sentence]


def test_a_day_that_is_none_is_no_day() -> None:
    assert Mention("01-KH/TU", " ngày 31/2/2025").day is None


def test_v_02_a_number_that_two_documents_bear_is_chosen_by_the_reader(certified, plan, signed_in):
    specialist = certified.actor("specialist")
    other = as_issued(start_acting_on(plan.pk, "amends", actor=specialist), plan.notation)
    let_it_be_found(plan.pk, other.pk)
    document = citing(certified, "Căn cứ văn bản số 01-KH/TU của Tỉnh ủy Đồng Xuân;")

    (cited,) = cited_by(document, specialist)

    assert len(cited.links) == 2
    page = signed_in("specialist").get(reverse("documents:cited", args=[document.pk]))
    assert "2 documents bear the number 01-KH/TU; choose" in page.content.decode()
