"""A draft from a file: what stands printed becomes particulars, recipients and clauses."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.people.public import Role
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.models import Text

from ..actions.adoption import BroughtFile
from ..actions.appraisal import finalise
from ..actions.drafting import edit_details
from ..actions.importing import start_another, start_from_file
from ..actions.recipients import add_recipient
from ..models import Document, Recipient
from ..queries.document import official_document, typeset_document
from ..queries.form_check import form_check
from ..queries.known import known_of

pytestmark = pytest.mark.django_db
PAPER = """TỈNH ỦY ĐỒNG XUÂN            ĐẢNG CỘNG SẢN VIỆT NAM
*
Số     -NQ/TU            Đồng Xuân, ngày     tháng     năm 2026

NGHỊ QUYẾT
CỦA BAN CHẤP HÀNH ĐẢNG BỘ TỈNH
về bảo vệ nguồn nước các hồ chứa

I- MỤC TIÊU
1. Giữ sạch nguồn nước của mười hai hồ chứa trong tỉnh.
2. Mỗi chi bộ ven hồ có một tổ tự quản.

II- TỔ CHỨC THỰC HIỆN
1. Các đảng ủy trực thuộc xây dựng kế hoạch trong quý IV.
Nghị quyết này phổ biến đến chi bộ./.

Nơi nhận:
- Các đảng ủy trực thuộc Tỉnh ủy (để thực hiện),
- Các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh (để biết),
- Báo Đồng Xuân (để biết),
- Lưu Văn phòng Tỉnh ủy.

T/M BAN CHẤP HÀNH
BÍ THƯ

Trần Minh Quang
"""


def start(province, text, name="du-thao.txt", who="specialist"):
    data = text if isinstance(text, bytes) else text.encode()
    return start_from_file(province.committee, BroughtFile(name, data), actor=province.actor(who))


def test_what_stands_printed_is_taken_over(province):
    document = start(province, PAPER)

    assert document.type_id == "resolution"
    assert document.subject == "về bảo vệ nguồn nước các hồ chứa"
    assert document.signer == province.posts["secretary"]
    assert (document.authority, document.signing_body) == ("T/M", "BAN CHẤP HÀNH")
    assert document.scope == "branches"
    assert [node["marker"] for node in document.text.body] == ["I-", "II-", None]
    assert document.text.body[-1]["text"] == "Nghị quyết này phổ biến đến chi bộ./."
    assert [(line.kind, line.purpose) for line in document.recipients.all()] == [
        ("subordinates", "carry_out"),
        ("members", "know"),
        ("outside", "know"),
        ("file", ""),
    ]
    assert document.source_file.read() == PAPER.encode()


def test_no_words_are_added_to_a_recipient_printed_without_a_purpose(province):
    text = PAPER.replace(" (để thực hiện),", ",").replace(
        "Báo Đồng Xuân (để biết)", "Hội Cựu chiến binh (để theo dõi)"
    )
    document = start(province, text)

    assert official_document(document).recipients == (
        "Các đảng ủy trực thuộc Tỉnh ủy",
        "Các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh (để biết)",
        "Hội Cựu chiến binh (để theo dõi)",
        "Lưu Văn phòng Tỉnh ủy",
    )
    # The delivery knows a purpose all the same, and another line changes nothing on the document.
    assert document.recipients.first().purpose == "carry_out"
    more = Recipient(kind="bodies", label="Các ban của Tỉnh ủy", purpose="coordinate")
    document = add_recipient(document.pk, more, actor=province.actor("specialist"))
    assert official_document(document).recipients[0] == "Các đảng ủy trực thuộc Tỉnh ủy"
    assert "Các ban của Tỉnh ủy (để phối hợp)" in official_document(document).recipients


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.exe", b"MZ", "not accepted"),
        ("a.docm", b"PK", "macros"),
        ("a.doc", b"\xd0\xcf", "save it as .docx"),
        ("a.txt", b"", "empty"),
        ("a.pdf", b"%PDF-1.7 broken", "."),
        ("a.docx", b"PK\x03\x04 broken", "."),
        ("mat.txt", ("MẬT\n\n" + PAPER).encode(), "mark of secrecy"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(province, name, data, words):
    with pytest.raises(RuleBroken, match=words) as refused:
        start(province, data, name)

    assert refused.value.field == "file"
    assert Document.objects.count() == Text.objects.count() == StoredFile.objects.count() == 0


def test_the_word_in_a_sentence_is_no_mark(province):
    text = PAPER.replace("Giữ sạch", "Tuyệt đối giữ bí mật nhà nước; giữ sạch")

    assert start(province, text).pk


def test_who_may_not_draft_brings_no_file(province):
    with pytest.raises(PermissionDenied):
        start(province, PAPER, who="secretary")


SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample documents are not on this machine")
@pytest.mark.parametrize(("name", "code"), [("plan.txt", "plan"), ("resolution.txt", "resolution")])
def test_real_documents_become_drafts(province, name, code):
    document = start(province, (SAMPLES / name).read_bytes(), name)

    assert document.type_id == code
    assert len(document.text.body) >= 3
    assert document.recipients.exists()


STAMPED = PAPER + "TỈNH ỦY ĐỒNG XUÂN\n03-02-2026 08:15:00 +07:00\n"


def test_what_became_of_the_file_is_said_beside_the_draft_until_it_is_appraised(
    province, signed_in
):
    document = start(province, STAMPED, name="nghị quyết nước.txt")
    client = signed_in("specialist")
    for address in (f"/outgoing/{document.pk}/", f"/outgoing/{document.pk}/details/"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert "stamp of a digital signature (2)" in page
        assert "03-02-2026 08:15:00 +07:00" in page

    Document.objects.filter(pk=document.pk).update(state="adoption")
    page = client.get(f"/outgoing/{document.pk}/").content.decode()
    assert "03-02-2026 08:15:00" not in page


def test_a_draft_that_was_typed_has_no_account(province, signed_in):
    document = start(province, PAPER)
    Text.objects.filter(pk=document.text_id).update(account=None)
    client = signed_in("specialist")
    assert 'id="account"' not in client.get(f"/outgoing/{document.pk}/details/").content.decode()


def test_the_file_a_draft_began_with_comes_back_under_its_name(province, signed_in):
    document = start(province, PAPER, name="nghi-quyet.txt")
    client = signed_in("specialist")
    answer = client.get(f"/outgoing/{document.pk}/source/")
    assert "nghi-quyet.txt" in answer["Content-Disposition"]


LETTER = PAPER.replace("NGHỊ QUYẾT\nCỦA BAN CHẤP HÀNH ĐẢNG BỘ TỈNH", "TỜ TRÌNH").replace(
    "-NQ/", "-TTr/"
)


def test_another_document_of_the_file_is_offered_and_begun_too(province, signed_in):
    first = start(province, LETTER + PAPER.replace("I- MỤC", "I- CÁC MỤC"), name="hai-van-ban.txt")
    (other,) = first.text.account["others"]
    client = signed_in("specialist")
    page = client.get(f"/outgoing/{first.pk}/details/").content.decode()
    assert other["title"] in page

    answer = client.post(f"/outgoing/{first.pk}/another/{other['at']}/", {"once": "1"})
    assert answer.status_code == 302
    second = Document.objects.exclude(pk=first.pk).get()
    assert {first.type_id, second.type_id} == {"submission", "resolution"}
    assert second.source_file_id == first.source_file_id
    assert second.text.account["others"][0]["title"] != other["title"]


def test_a_document_the_file_does_not_hold_is_not_begun(province):
    document = start(province, PAPER)
    with pytest.raises(RuleBroken, match="holds no such document"):
        start_another(document.pk, 4, actor=province.actor("specialist"))


def test_a_document_without_a_subject_asks_for_it_and_is_not_finalised(province, signed_in):
    document = start(
        province, PAPER.replace("về bảo vệ nguồn nước các hồ chứa\n", ""), name="tep.txt"
    )
    assert document.subject == ""
    page = signed_in("specialist").get(f"/outgoing/{document.pk}/").content.decode()
    assert "tep" not in page.split("</title>")[0]
    with pytest.raises(RuleBroken, match="Say what the document is about"):
        finalise(document.pk, actor=province.actor("specialist"))


SUBMISSION = PAPER.replace("NQ/TU", "TTr/TU").replace(
    "NGHỊ QUYẾT\nCỦA BAN CHẤP HÀNH ĐẢNG BỘ TỈNH", "TỜ TRÌNH"
).replace("hồ chứa\n", "hồ chứa\n\n%s: Ban Bí thư Trung ương Đảng\n", 1).replace(
    "để thực hiện", "để biết"
)  # fmt: skip


@pytest.mark.parametrize(("written", "is_unusual"), [("Kính gửi", True), ("Kính trình", False)])
def test_a_submission_is_addressed_in_the_word_of_its_file(province, written, is_unusual):
    document = start(province, SUBMISSION % written)

    official = official_document(document)
    assert official.addressees == ("Ban Bí thư Trung ương Đảng",)
    assert official.addressed_as == written
    page = pdfium.PdfDocument(typeset_document(document).pdf)[0].get_textpage().get_text_range()
    assert f"{written}: Ban Bí thư Trung ương Đảng." in " ".join(page.split())
    said = " ".join(one.sentence for one in form_check(document) if not one.is_error)
    proposed = "“Kính gửi” is printed as it is written; the usual words of address on this type"
    assert (f"{proposed} are “Kính trình”" in said) == is_unusual


def test_the_page_says_of_every_particular_how_it_is_known(province, signed_in):
    document = start(province, PAPER.replace("NGHỊ QUYẾT\n", "", 1))

    known = known_of(document)
    assert {name: one.said for name, one in known.items()} == {
        "type": "Inferred",
        "subject": "Not known",
        "issuer": "Read from the file",
        "urgency": "Usual, to be checked",
        "authority": "Read from the file",
        "signing_body": "Read from the file",
        "address_word": "Usual, to be checked",
        "signer": "Read from the file",
    }
    assert known["type"].because == "No title names the type; it follows from the number."
    where = reverse("documents:details", args=[document.pk])
    page = signed_in("specialist").get(where).content.decode()
    assert page.count('class="known') == len(known)


def test_what_the_drafter_changed_is_said_to_be_changed(province):
    document = start(province, PAPER)

    given = province.details(subject="về hồ chứa")
    document = edit_details(document.pk, given, actor=province.actor("specialist"))

    assert known_of(document)["subject"].said == "Changed since the file was read"
    assert (
        known_of(document)["subject"].because == "The file says “về bảo vệ nguồn nước các hồ chứa”."
    )


def test_a_printed_signer_who_does_not_sign_here_is_a_question(province):
    document = start(province, PAPER.replace("Trần Minh Quang", "Lò Thị Mẫu"))

    assert document.signer is None
    known = known_of(document)["signer"]
    assert known.is_question
    assert "signed by “Lò Thị Mẫu”, who does not sign for this committee" in known.because
    said = [one.sentence for one in form_check(document)]
    assert "It is not said who signs." in said
    assert "The file is signed by “Lò Thị Mẫu”; the document is not." in said

    document = edit_details(document.pk, province.details(), actor=province.actor("specialist"))
    said = [one.sentence for one in form_check(document)]
    assert "It is not said who signs." not in said
    assert "The file is signed by “Lò Thị Mẫu”; the document is not." in said


def test_where_only_a_title_is_printed_the_one_person_with_it_signs(province):
    document = start(province, PAPER.replace("\nBÍ THƯ\n\nTrần Minh Quang\n", "\nPHÓ BÍ THƯ\n"))

    assert document.signer == province.posts["deputy"]
    assert known_of(document)["signer"].said == "Read from the file"


def test_where_nobody_or_more_than_one_has_the_title_the_drafter_is_asked(province):
    province.post(province.committee, Role.DEPUTY_SECRETARY, "Phó Bí thư", "Vũ Văn Đạt")
    document = start(province, PAPER.replace("\nBÍ THƯ\n\nTrần Minh Quang\n", "\nPHÓ BÍ THƯ\n"))

    assert document.signer is None
    known = known_of(document)["signer"]
    assert known.is_question
    assert "the “PHÓ BÍ THƯ” without a name; no one person with this title" in known.because


def test_where_no_signer_is_printed_the_usual_one_is_set_and_said_so(province):
    document = start(province, PAPER.replace("\nBÍ THƯ\n\nTrần Minh Quang\n", ""))

    assert document.signer == province.posts["secretary"]
    assert known_of(document)["signer"].said == "Usual, to be checked"


def test_of_a_typed_draft_nothing_is_said(province):
    assert known_of(province.draft()) == {}


def test_who_is_named_above_stays_above_and_the_list_stays_as_it_was_printed(province):
    text = (SUBMISSION % "Kính trình").replace(
        "Nơi nhận:\n", "Nơi nhận:\n- Như trên,\n- Ban Tổ chức Tỉnh ủy (để thực hiện),\n"
    )
    document = start(province, text.replace("- Lưu", "- Lưu Phòng Tổng hợp,\n- Lưu"))

    official = official_document(document)
    assert official.addressees == ("Ban Bí thư Trung ương Đảng",)
    assert official.recipients[:2] == ("Như trên", "Ban Tổ chức Tỉnh ủy (để thực hiện)")
    assert official.recipients[-2:] == ("Lưu Phòng Tổng hợp", "Lưu Văn phòng Tỉnh ủy")
    said = [one.sentence for one in form_check(document)]
    assert not any("Như trên" in one for one in said)


def test_a_report_that_names_somebody_above_keeps_the_words_and_is_warned_about(province):
    document = start(province, (SUBMISSION % "Kính gửi").replace("TỜ TRÌNH", "BÁO CÁO"))

    assert document.type_id == "report"
    assert official_document(document).addressees == ("Ban Bí thư Trung ương Đảng",)
    said = [one.sentence for one in form_check(document) if not one.is_error]
    assert any("“Ban Bí thư Trung ương Đảng” is named above the text" in one for one in said)


def test_what_no_particular_takes_is_said(province):
    attached = "(Kèm theo Quyết định số 05-QĐ/TU)"
    document = start(province, PAPER.replace("hồ chứa\n", f"hồ chứa\n{attached}\n", 1))

    aside = [(one["text"], one["reason"]) for one in document.text.account["set_aside"]]
    assert (attached, "unplaced") in aside


def test_who_signs_beside_the_signer_is_printed_beside(province, signed_in):
    blocks = ("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ"), ("Lù Thị Chẩn", "Trần Minh Quang")
    signed = "\n\n\n".join("{:40}{}".format(*row) for row in blocks)

    document = start(
        province, "BIÊN BẢN\nhọp Ban Thường vụ\n\n1. Thống nhất như trên.\n\n" + signed
    )

    assert document.signer == province.posts["secretary"]
    assert document.beside == "NGƯỜI GHI BIÊN BẢN\nLù Thị Chẩn"
    assert known_of(document)["beside"].said == "Read from the file"
    (printed,) = official_document(document).beside
    assert (printed.authority, printed.title, printed.name) == (
        "",
        "NGƯỜI GHI BIÊN BẢN",
        "Lù Thị Chẩn",
    )
    assert not document.text.account["set_aside"]
    assert not any("Lù Thị Chẩn" in one.sentence for one in form_check(document))

    page = signed_in("specialist").get(reverse("documents:document", args=[document.pk]))
    assert page.content.decode().count("Lù Thị Chẩn") == 1

    document.beside = ""

    assert any("Lù Thị Chẩn" in one.sentence for one in form_check(document))


def test_who_sends_a_telegram_stays_before_its_addressees(province, signed_in):
    telegram = (
        "CÔNG ĐIỆN\nvề việc sơ tán dân ở bãi bồi\n\nBAN THƯỜNG VỤ TỈNH ỦY điện:\n- Công an tỉnh;\n"
        "- Các đảng ủy xã.\n\n1. Đưa dân lên nhà văn hóa.\n\nNơi nhận:\n- Như trên,\n- Lưu Văn phòng.\n\n"
        "T/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nLù Thị Chẩn\n"
    )
    drafter = province.actor("specialist")
    file = BroughtFile("a.txt", telegram.encode())
    document = start_from_file(province.committee, file, actor=drafter)

    assert document.address_word == "BAN THƯỜNG VỤ TỈNH ỦY điện"
    above = [line.label for line in document.recipients.all() if line.is_above]
    assert above == ["Công an tỉnh", "Các đảng ủy xã"]
    page = signed_in("specialist").get(reverse("documents:details", args=[document.pk]))
    assert '<option value="BAN THƯỜNG VỤ TỈNH ỦY điện" selected>' in page.text
