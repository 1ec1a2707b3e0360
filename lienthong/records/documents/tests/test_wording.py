"""What the form of the day words otherwise is proposed, taken by the drafter, and put back again."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.permissions.public import RuleBroken

from ..actions.adoption import BroughtFile
from ..actions.importing import start_from_file
from ..actions.wording import put_wording_back, take_wording
from ..models import Recipient
from ..queries.corrections import corrections_of
from ..queries.form_check import form_check
from ..queries.progress import Turn

pytestmark = pytest.mark.django_db
PAPER = """TỈNH ỦY ĐỒNG XUÂN            ĐẢNG CỘNG SẢN VIỆT NAM
*
Số     -TTr/TU            Đồng Xuân, ngày     tháng     năm 2026

TỜ TRÌNH
về ☑ nhiệm vụ

Kính gửi: Ban Thường vụ Tỉnh ủy

1. Nội dung ☒ đã duyệt.
2. Đề nghị xem xét./.

Nơi nhận:
- Như trên,
- Lưu Văn phòng Tỉnh ủy.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Trần Minh Quang
"""


@pytest.fixture(autouse=True)
def under_the_form_of_2026(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2026, 11, 30))


@pytest.fixture
def drafter(province):
    return province.actor("specialist")


@pytest.fixture
def draft(province, drafter):
    return start_from_file(province.committee, BroughtFile("a.txt", PAPER.encode()), actor=drafter)


def words(document):
    document.refresh_from_db()
    return [document.subject, document.address_word, *(node["text"] for node in document.text.body)]


AS_WRITTEN = ["về ☑ nhiệm vụ", "Kính gửi", "Nội dung ☒ đã duyệt.", "Đề nghị xem xét./."]


def test_each_place_is_proposed_and_nothing_is_changed_by_itself(draft):
    proposed = {one.key.split(".")[0]: (one.before, one.after) for one in corrections_of(draft)}

    assert proposed.keys() == {"letters", "address_word", "closing"}
    assert proposed["address_word"] == ("Kính gửi", "Kính trình")
    assert proposed["closing"] == ("…Đề nghị xem xét./.", "…Đề nghị xem xét.")
    assert proposed["letters"] == ("☒ (U+2612)", "[x]")
    assert words(draft) == AS_WRITTEN


def test_who_is_shown_other_words_is_not_warned_of_the_same_place_beside_them(draft, drafter):
    warned = {one.key for one in form_check(draft)}
    beside = {one.key for one in Turn(draft, drafter).findings}

    assert {"letters", "address_word", "closing"} <= warned
    assert not {"letters", "address_word", "closing"} & beside


def test_a_note_below_the_last_words_stays_there(draft, drafter):
    draft.text.body[-1]["text"] = "Đề nghị xem xét² ngay./.\n² Trước ngày 30/6/2027."
    draft.text.save()

    take_wording(draft.pk, "closing", actor=drafter)

    assert words(draft)[-1] == "Đề nghị xem xét² ngay.\n² Trước ngày 30/6/2027."


@pytest.mark.parametrize("mark", [":", ";"])
def test_no_mark_is_proposed_behind_what_opens_a_list(draft, mark):
    draft.text.body[-1]["text"] = f"Đảng ủy xã có ý kiến như sau{mark}"
    draft.text.save()

    assert "closing" not in [one.key for one in corrections_of(draft)]


def test_one_is_taken_alone(draft, drafter):
    take_wording(draft.pk, "closing", actor=drafter)

    assert words(draft) == [*AS_WRITTEN[:3], "Đề nghị xem xét."]
    assert "closing" not in [one.key for one in corrections_of(draft)]


def test_all_are_taken_and_put_back(draft, drafter):
    take_wording(draft.pk, "all", actor=drafter)

    assert words(draft) == [
        "về [x] nhiệm vụ",
        "Kính trình",
        "Nội dung [x] đã duyệt.",
        "Đề nghị xem xét.",
    ]
    assert corrections_of(draft) == []
    assert not [one for one in form_check(draft) if "☒" in one.sentence]

    put_wording_back(draft.pk, actor=drafter)

    assert words(draft) == AS_WRITTEN
    said = AuditEntry.objects.filter(verb__startswith="documents.wording").order_by("pk")
    assert [(one.verb, one.facts["places"]) for one in said] == [
        ("documents.wording_taken", 4),
        ("documents.wording_put_back", 4),
    ]


def test_what_was_written_since_is_not_put_back(draft, drafter):
    take_wording(draft.pk, "all", actor=drafter)
    draft.refresh_from_db()
    draft.subject = "về việc khác"
    draft.save()

    put_wording_back(draft.pk, actor=drafter)

    assert words(draft) == ["về việc khác", *AS_WRITTEN[1:]]


def test_a_letter_opens_and_the_body_stands_in_capitals(draft, drafter):
    draft.type_id, draft.signing_body, draft.subject = "official_letter", "Ban Thường vụ", "báo cáo"
    draft.save()
    Recipient.objects.create(document=draft, kind="outside", label="Đoàn ①", position=9)

    take_wording(draft.pk, "all", actor=drafter)

    draft.refresh_from_db()
    assert (draft.subject, draft.signing_body) == ("V/v báo cáo", "BAN THƯỜNG VỤ")
    assert "Đoàn (1)" in [line.label for line in draft.recipients.all()]


def test_what_is_no_longer_proposed_is_refused_and_so_is_who_may_not_draft(
    draft, drafter, province
):
    with pytest.raises(RuleBroken, match="no longer proposed"):
        take_wording(draft.pk, "opening", actor=drafter)
    with pytest.raises(RuleBroken, match="No proposed wording"):
        put_wording_back(draft.pk, actor=drafter)
    with pytest.raises(PermissionDenied):
        take_wording(draft.pk, "all", actor=province.actor("secretary"))
    with pytest.raises(PermissionDenied):
        put_wording_back(draft.pk, actor=province.actor("secretary"))
    assert words(draft) == AS_WRITTEN


def test_the_page_offers_each_all_and_the_way_back(draft, signed_in):
    client, where = signed_in("specialist"), reverse("documents:document", args=[draft.pk])
    page = client.get(where).content.decode()
    assert "Kính trình" in page
    assert reverse("documents:wording", args=[draft.pk, "all"]) in page
    assert reverse("documents:wording_back", args=[draft.pk]) not in page

    client.post(reverse("documents:wording", args=[draft.pk, "all"]), {"once": "1"})

    assert words(draft)[1] == "Kính trình"
    assert reverse("documents:wording_back", args=[draft.pk]) in client.get(where).content.decode()
    client.post(reverse("documents:wording_back", args=[draft.pk]), {"once": "2"})
    assert words(draft) == AS_WRITTEN

    refused = client.post(reverse("documents:wording_back", args=[draft.pk]), {"once": "3"})
    assert refused.status_code == 409
