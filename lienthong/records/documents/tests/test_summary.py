"""Bảng tổng hợp, tiếp thu, giải trình ý kiến: as a page, as a paper and as a spreadsheet."""

import io

import pypdfium2
import pytest
from openpyxl import load_workbook

from ..actions import taking_in
from ..models import Opinion
from ..queries.summary import summary_of
from .test_opinions import ask, give
from .test_pages import address, get

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(province):
    """Two bodies asked: one proposes words and strikes a clause, the other only agrees."""
    document = province.draft()
    ask(province, document)
    first, second = [one["wid"] for one in document.text.body[0]["children"]]
    wording = ["Trồng mới ba nghìn héc-ta rừng ngập mặn ven đầm."]
    give(
        province,
        document,
        "head",
        Opinion(wid="", stance="other", text="Cơ bản phù hợp."),
        Opinion(wid=second, stance="amend", proposal="strike"),
        Opinion(wid=first, stance="amend", text="=Tăng", proposal="reword", wording=wording),
    )
    give(province, document, "other_head")
    opinion = Opinion.objects.get(wid=first)
    taking_in.take_in(opinion.pk, "partly", "Giữ mốc cũ.", actor=province.actor("specialist"))
    return document


def test_opinions_stand_in_the_order_of_the_text_and_who_only_agrees_is_named(document, province):
    summary = summary_of(document)

    assert [place.label for place in summary.places] == ["The whole draft", "mục I.1", "mục I.2"]
    assert [row.number for place in summary.places for row in place.rows] == [1, 2, 3]
    assert summary.agreeing == [province.mobilisation]
    assert "Asked: 2. Answered: 2. Rounds: 1." in summary.lines


def test_the_page_shows_what_is_proposed_and_how_it_was_taken_in(signed_in, document):
    page = get(signed_in("specialist"), "summary", document.pk)

    assert "<del>hai</del><ins>ba</ins>" in page
    assert "Giữ mốc cũ." in page
    assert "Accepted in part" in page


def test_the_paper_is_printed_in_vietnamese_with_every_word(signed_in, document):
    answer = signed_in("specialist").get(address("summary_paper", document.pk))

    assert answer["Content-Type"] == "application/pdf"
    pdf = pypdfium2.PdfDocument(b"".join(answer))
    text = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    pdf.close()
    for words in (
        "BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN",
        "Trồng mới",
        "Tiếp thu một phần",
        "Giữ mốc cũ.",
        "Nhất trí với dự thảo: Ban Tuyên giáo và Dân vận Tỉnh ủy.",
    ):
        assert words in text


def test_the_spreadsheet_has_a_row_for_each_opinion_and_computes_nothing(signed_in, document):
    answer = signed_in("specialist").get(address("summary_sheet", document.pk))

    sheet = load_workbook(io.BytesIO(b"".join(answer))).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [1, 2, 3]
    assert rows[1][5] == "=Tăng"
    assert sheet.cell(3, 6).data_type == "s", "a text, never a formula"
