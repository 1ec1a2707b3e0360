"""Files that were once read wrongly, read as they would be said of and brought through the pages."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.kernel.people.models import Account
from lienthong.kernel.people.tests.factories import sign_in_with_factor
from lienthong.records.texts.importing.papers import reading_of
from lienthong.records.texts.tests.offices import outline, words

from ..actions.adoption import BroughtFile
from ..actions.importing import start_from_file
from ..models import Document
from .test_importing import PAPER
from .test_kept_forms import token

CASES = Path(__file__).resolve().parents[5] / "shared" / "cases"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not in {CASES}"),
]
RESOLUTION = "14-NQ/TU nghị quyết"
PLAN = "05-KH/ĐU kế hoạch"
# File by file: number and type of each document, its clauses, words that stand in them, what is set aside.
READ = {
    "quy-che-dieu-chay-lien-qua-chuong.docx": (
        ["05-QC/ĐU quy chế"],
        ["Chương I(Điều 1.(¶) Điều 2.(¶)) Chương II(Điều 3.(1. 2.) Điều 4.(¶))"],
        ["khoản 2 Điều 3"],
        [],
    ),
    "khoan-bi-xoa-khi-theo-doi-thay-doi.docx": (
        [RESOLUTION],
        ["¶ I.(1. 2. 3.) II.(1.)"],
        ["Thu nhập từ rừng chiếm 15%", "theo mục I.2"],
        ["deleted", "deleted"],
    ),
    "cap-danh-so-rieng-danh-sach-tu-kieu.docx": ([RESOLUTION], ["¶ I.(1. 2.) II.(1.)"], [], []),
    "hang-bang-trong-o-dieu-khien.docx": (
        ["21-KH/TU kế hoạch"],
        ["¶ T4x4"],
        ["Lập vườn ươm giống", "Mở lớp dạy nghề"],
        [],
    ),
    "bang-long-trong-o-bang.docx": (
        ["21-KH/TU kế hoạch"],
        ["¶ T4x2"],
        ["Trồng mới cây dược liệu, chia ra: Xã Khe Nậm 800 ha Xã Bản Lừa 1.600 ha"],
        [],
    ),
    "word-online-phan-chinh-document2.docx": ([RESOLUTION], ["¶ I.(1. 2.) II.(1. 2.)"], [], []),
    "tcvn3-nam-trong-vung-rieng-F0xx.docx": (
        [RESOLUTION],
        ["¶ I.(1. 2. 3.)"],
        [
            "Rà soát quỹ rừng có thể giao khoán, hoàn thành trước ngày 30/6/2027.",
            "Lập vườn ươm giống tại ba cụm xã phía bắc.",
        ],
        [],
    ),
    "chu-thich-chan-trang-mang-thoi-han.docx": (
        [RESOLUTION],
        ["¶ I.(1. 2.)"],
        ["30/6/2027", "Riêng các xã biên giới hoàn thành trước ngày 31/12/2027"],
        [],
    ),
    "o-danh-dau-cua-word.docx": (
        [RESOLUTION],
        ["¶ I.(1. 2.)"],
        ["☒ học tập trung; ☐ học trực tuyến"],
        [],
    ),
    "phu-luc-ngang-xoay-Rotate-90.pdf": (
        ["21-KH/TU kế hoạch"],
        ["¶ [PHỤ LỤC](T4x3)"],
        ["Danh mục nhiệm vụ giao cho các cơ quan, đơn vị", "Cơ quan chủ trì"],
        [],
    ),
    "chu-chim-du-thao-cheo-trang.pdf": (
        [RESOLUTION],
        ["¶ I.(1. 2.) II.(1. 2.)"],
        [],
        ["watermark"],
    ),
    "chu-thich-va-dau-ky-trong-pdf.pdf": (
        [PLAN],
        ["I.(1. 2.)"],
        ["02-KH/TU ngày 02/10/2025 không bao gồm đảng viên thuộc Chi bộ Quân sự xã"],
        ["signing_stamp", "signing_stamp"],
    ),
    "chu-pdf-tu-phong-thu-hai.pdf": (
        ["31-QĐ/ĐU quyết định"],
        ["- - - § Điều 1.(1. 2. 3.) Điều 2.(- -) Điều 3. ¶"],
        ["BAN THƯỜNG VỤ"],
        [],
    ),
    "nhan-dang-bullets.txt": ([PLAN], ["I.(- -)"], ["trước ngày 25/02/2026."], []),
    "nhan-dang-bulletdot.txt": ([PLAN], ["I.(• •)"], ["trước ngày 25/02/2026."], []),
    "nhan-dang-stamp.txt": (
        [PLAN],
        ["Phần thứ Nhất(I.(¶)) Phần thứ hai(I.)"],
        [],
        ["signing_stamp", "signing_stamp"],
    ),
    "nhan-dang-brace.txt": (["chỉ thị"], ["¶"], [], ["open_purpose", "open_purpose"]),
    "nhan-dang-draft.txt": ([PLAN, "đề án"], ["1.", "I."], [], ["not_given", "not_given"]),
    "nhan-dang-under_dash.txt": ([PLAN], ["I.(-(1. 2.) -(1.)) II."], [], []),
    "nhan-dang-paren.txt": ([PLAN], ["I.(2.1.((1) (2)) 2.2.((3)))"], [], []),
    "nhan-dang-foot.txt": (
        [PLAN],
        ["I.(1.)"],
        ["Theo Kế hoạch 02-KH/TU ngày 02/10/2025 không bao gồm"],
        [],
    ),
    "nhan-dang-quy-xuong-dong.txt": (
        ["07-KL/ĐU kết luận"],
        ["1. 2."],
        ["trong quý III/2026."],
        [],
    ),
    "dan-tu-word-ky-tu-vung-rieng.txt": ([""], ["¶ •(▪(√))"], ["đợt một trong quý I;"], []),
}  # fmt: skip
REFUSED = {
    "tep-doc-cu-doi-ten-thanh.docx": ".docx",
    "chu-dam-thieu-ToUnicode.pdf": "“DejaVuSerifBold”",
    "chu-ghep-ti-sai-bang-ma-ToUnicode.pdf": "“Ɵ”",
}


def test_every_case_is_read_or_refused():
    files = {path.name for path in CASES.iterdir() if path.suffix in {".docx", ".pdf", ".txt"}}
    assert files == set(READ) | set(REFUSED)


def words_within(nodes) -> list[str]:
    return [word for node in nodes for word in words(repr(node))]


@pytest.mark.parametrize("name", READ)
def test_what_is_said_of_a_case_is_what_stands_on_its_page(name):
    said, trees, inside, aside = READ[name]
    read = reading_of((CASES / name).read_bytes(), name)

    assert [
        f"{one['number'] or ''} {(one['type'] or {'name': ''})['name'].lower()}".strip()
        for one in read["papers"]
    ] == said
    assert [outline(one["clauses"]) for one in read["papers"]] == trees
    held = " ".join(words_within([one["clauses"] for one in read["papers"]]))
    assert [one for one in inside if " ".join(words(one)) not in held] == []
    assert sorted(one["reason"] for one in read["set_aside"]) == sorted(aside)
    assert read["refused"] == []


def brought(client, province, name):
    file = SimpleUploadedFile(name, (CASES / name).read_bytes())
    form = {"import-file": file, "import-issuer": province.committee.pk}
    return client.post(reverse("documents:import"), form)


def printed_of(client, document) -> str:
    answer = client.get(reverse("documents:preview", args=[document.pk]))
    assert answer.status_code == 200
    pages = pdfium.PdfDocument(answer.content)
    return " ".join(words(" ".join(one.get_textpage().get_text_range() for one in pages)))


@pytest.mark.parametrize("name", READ)
def test_a_case_is_shown_and_printed_as_it_was_read(name, province, signed_in):
    _said, (tree, *_more), inside, aside = READ[name]
    client = signed_in("specialist")

    assert brought(client, province, name).status_code == 302
    document = Document.objects.get()
    pages = [
        client.get(reverse(f"documents:{one}", args=[document.pk])).content.decode()
        for one in ("details", "document", "text")
    ]
    printed = printed_of(client, document)

    assert outline(document.text.body) == tree
    for one in inside:
        sought = "".join(words(one))
        assert any(sought in "".join(words(page)) for page in pages)
        assert sought in printed.replace(" ", "")
    assert ('id="account"' in pages[0]) or not aside
    saved = client.get(reverse("documents:source", args=[document.pk]))
    assert f'filename="{name}"' in saved["Content-Disposition"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_case_that_cannot_be_read_is_refused_in_a_sentence_on_the_form(name, province, signed_in):
    refused = brought(signed_in("specialist"), province, name)

    assert refused.status_code in (409, 422)
    assert REFUSED[name] in refused.content.decode()
    assert reading_of((CASES / name).read_bytes(), name)["papers"] == []
    assert not Document.objects.exists()


def test_a_file_sent_after_the_session_has_ended_leads_back_to_its_form(province, signed_in):
    client = signed_in("specialist")
    where, sent_to = reverse("documents:new"), reverse("documents:import")
    form = {"form_of": token(client.get(where).content.decode(), sent_to)}
    file = SimpleUploadedFile("a.txt", PAPER.encode())
    client.logout()

    led_to = client.post(
        sent_to, form | {"import-file": file, "import-issuer": province.committee.pk}
    )
    signing_in = client.get(led_to["Location"]).content.decode()
    sign_in_with_factor(client, Account.objects.get(person=province.posts["specialist"].person))
    back = client.get(led_to["Location"].split("next=")[1].replace("%2F", "/"))

    assert "nothing was saved" in signing_in
    assert back.status_code == 200
    assert f'action="{sent_to}"' in back.content.decode()
    assert not Document.objects.exists()


def test_letters_of_a_font_of_marks_put_into_a_clause_are_printed_as_marks(province, signed_in):
    document = start_from_file(
        province.committee, BroughtFile("a.txt", PAPER.encode()), actor=province.actor("specialist")
    )
    client, clause = signed_in("specialist"), document.text.body[0]["children"][0]
    typed = (CASES / "dan-tu-word-ky-tu-vung-rieng.txt").read_text()

    answer = client.post(
        reverse("documents:clause", args=[document.pk, clause["wid"]]),
        {"revision": document.text.revision, "marker": "1.", "heading": "", "text": typed},
    )

    assert answer.status_code == 302
    assert "dot hai trong quy iii" in printed_of(client, document)


@pytest.mark.parametrize("letter", ["\ue123", "🙂", "漢"])
def test_a_letter_that_cannot_be_printed_is_named_and_the_typed_words_stay(
    letter, province, signed_in
):
    document = start_from_file(
        province.committee, BroughtFile("a.txt", PAPER.encode()), actor=province.actor("specialist")
    )
    client, clause = signed_in("specialist"), document.text.body[0]["children"][0]

    answer = client.post(
        reverse("documents:clause", args=[document.pk, clause["wid"]]),
        {
            "revision": document.text.revision,
            "marker": "1.",
            "heading": "",
            "text": f"Nửa câu {letter} đã gõ",
        },
    )

    assert answer.status_code in (409, 422)
    page = answer.content.decode()
    assert "đã gõ" in page
    assert letter in page
    assert printed_of(client, document)
