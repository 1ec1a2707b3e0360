"""What comes by post, by hand or by e-mail: scans, their entry in the register, who sees it."""

import datetime as dt

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.files.actions import kept_paths
from lienthong.kernel.files.public import reads_letters
from lienthong.kernel.people.public import Role
from lienthong.kernel.people.tests.factories import a_post, an_account, sign_in_with_factor
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of
from lienthong.records.correspondence.actions import outside
from lienthong.records.correspondence.actions.outside import BroughtScan, Described
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.models import IncomingDocument, Scan
from lienthong.records.correspondence.queries.outside import outside_for
from lienthong.records.correspondence.queries.stamp import place_for_the_stamp
from lienthong.records.texts.public import MARKED_SECRET, MarkedSecret

from .scans import a_letter, a_searchable_scan

with_tesseract = pytest.mark.skipif(
    not reads_letters(), reason="tesseract with Vietnamese is absent"
)
REPORT = Described(
    sender="Đảng ủy xã Hòa Bình",
    subject="kết quả chăm sóc rừng ngập mặn",
    notation="12-BC/ĐU",
    issued_on=dt.date(2026, 11, 5),
    type_code="report",
)


def brought(house, *, name="12-BC.pdf", data=None, who="clerk", unmarked=False):
    scan = BroughtScan(name, data or a_letter(), bears_no_mark=unmarked)
    return outside.bring_scan(scan, actor=house.actor(who))


def registered(house, described=REPORT, scan=None, who="clerk"):
    return outside.register_outside(described, scan and scan.pk, actor=house.actor(who))


def test_a_pdf_with_text_is_read_into_the_fields_of_the_register(house):
    read = brought(house).reading

    assert read["by"] == "text"
    assert read["fields"] == {
        "sender": "Đảng ủy xã Hòa Bình",
        "notation": "12-BC/ĐU",
        "issued_on": "2026-11-05",
        "type": "report",
        "subject": "kết quả chăm sóc rừng ngập mặn quý III năm 2026",
    }


@with_tesseract
def test_a_scan_upside_down_is_turned_and_read_each_field_with_how_sure_it_is(house):
    scan = brought(house, name="12-BC.png", data=a_letter(kind="png", turned=180), unmarked=True)

    assert (scan.turned, scan.reading["by"]) == (180, "letters")
    assert scan.reading["fields"]["notation"] == "12-BC/ĐU"
    assert scan.reading["fields"]["issued_on"] == "2026-11-05"
    assert set(scan.reading["confidence"]) == set(scan.reading["fields"])
    assert all(0 < sure <= 100 for sure in scan.reading["confidence"].values())


def test_the_clerk_turns_a_scan_that_lies_on_its_side(house):
    scan = brought(house)
    turned = [
        outside.turn_scan(scan.pk, actor=house.actor("clerk")).turned for _quarter in range(4)
    ]

    assert turned == [90, 180, 270, 0]
    assert scan.reading["by"] == "text", "what was read as text stays"


def test_without_tesseract_the_fields_are_typed(house, monkeypatch):
    monkeypatch.setattr(
        "lienthong.records.correspondence.queries.scanned.reads_letters", lambda: False
    )
    scan = brought(house, name="12-BC.png", data=a_letter(kind="png"), unmarked=True)

    assert scan.reading == {"fields": {}, "confidence": {}, "by": ""}
    assert registered(house, scan=scan).number.number == 1


def test_a_scan_is_taken_only_from_who_says_that_it_bears_no_mark_of_secrecy(house, monkeypatch):
    monkeypatch.setattr(
        "lienthong.records.correspondence.queries.scanned.reads_letters", lambda: False
    )
    with pytest.raises(RuleBroken, match="bears no mark of secrecy"):
        brought(house, name="12-BC.png", data=a_letter(kind="png"))

    assert not Scan.objects.exists()


@with_tesseract
def test_a_mark_in_the_picture_of_a_scan_counts_though_its_letters_were_recognised(house):
    searchable = a_searchable_scan(mark="#align(center)[*TỐI MẬT*]")

    with pytest.raises(RuleBroken, match="mark of secrecy"):
        brought(house, data=searchable, unmarked=True)

    assert not Scan.objects.exists()


def test_whoever_brings_a_scan_answers_for_it_though_its_letters_were_recognised(house):
    searchable = a_searchable_scan()

    with pytest.raises(RuleBroken, match="bears no mark of secrecy"):
        brought(house, data=searchable)

    assert brought(house, data=searchable, unmarked=True).reading["by"] == "text"


@pytest.mark.parametrize(
    ("name", "mark"), [("12-BC.pdf", "#align(center)[*MẬT*]"), ("12-BC_mat.pdf", "")]
)
def test_what_bears_a_mark_of_secrecy_is_refused_and_nothing_of_it_is_kept(house, name, mark):
    with pytest.raises(RuleBroken, match="mark of secrecy"):
        brought(house, name=name, data=a_letter(mark=mark), unmarked=True)

    assert not Scan.objects.exists()
    assert list(kept_paths()) == []


def test_a_scan_that_shows_its_mark_when_it_is_turned_is_removed_with_its_file(
    house, monkeypatch, django_capture_on_commit_callbacks
):
    scan = brought(house, name="12-BC.png", data=a_letter(kind="png"), unmarked=True)
    assert len(list(kept_paths())) == 1

    def read(*_given):
        raise MarkedSecret(MARKED_SECRET)

    monkeypatch.setattr(outside, "read_letters", read)
    with django_capture_on_commit_callbacks(execute=True):
        assert outside.turn_scan(scan.pk, actor=house.actor("clerk")) is None

    assert not Scan.objects.exists()
    assert list(kept_paths()) == []


def test_a_file_that_somebody_else_uses_stays_when_a_scan_is_discarded(
    house, django_capture_on_commit_callbacks
):
    data = a_letter()
    first, second = brought(house, data=data), brought(house, data=data)
    with django_capture_on_commit_callbacks(execute=True):
        outside.discard_scan(first.pk, actor=house.actor("clerk"))

    assert second.file.read() == data


@with_tesseract
def test_a_mark_that_only_the_letters_of_a_picture_show_is_refused_as_well(house):
    picture = a_letter(mark="#align(center)[*TUYỆT MẬT*]", kind="png")
    with pytest.raises(RuleBroken, match="mark of secrecy"):
        brought(house, name="scan.png", data=picture, unmarked=True)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("thư.docx", b"PK", "A scan is a"),
        ("scan.png", b"%PDF-1.7", "content"),
        ("scan.jpg", b"\xff\xd8\xff\xe0\x00\x02\xff\xd9", "damaged"),
        ("scan.pdf", b"", "empty"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_in_a_sentence(house, name, data, sentence):
    scan = BroughtScan(name, data, bears_no_mark=True)
    with pytest.raises(RuleBroken, match=sentence):
        outside.bring_scan(scan, actor=house.actor("clerk"))


def test_one_register_counts_what_comes_in_the_system_and_from_outside(house, resolution):
    first = registered(house, scan=brought(house))
    second = register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    third = registered(house, Described(sender="Ông Trần Văn Năm", subject="thư kiến nghị"))

    assert [one.number.number for one in (first, second, third)] == [1, 2, 3]
    assert third.notation == "Không số"
    assert "correspondence.registered" in {one.verb for one in history_of(first)}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sender": " "}, "who sent"),
        ({"subject": ""}, "what the document is about"),
        ({"subject": "Kế hoạch bảo vệ (MẬT)"}, "mark of secrecy"),
        ({"arrived_on": timezone.localdate() + dt.timedelta(days=1)}, "lies in the future"),
        ({"arrived_on": dt.date(2026, 11, 4)}, "after the day on which it arrived"),
        ({"sender": "TỐI MẬT"}, "mark of secrecy"),
        (
            {"arrived_on": dt.date(1999, 1, 1), "issued_on": dt.date(1998, 12, 31)},
            "the day of arrival lies in this year",
        ),
    ],
)
def test_a_line_of_the_register_that_cannot_be_is_refused(house, changes, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        registered(house, Described(**(vars(REPORT) | changes)))

    assert not IncomingDocument.objects.exists()


def test_what_arrived_before_the_last_entry_is_entered_with_a_reason_that_stays_said(house):
    first = timezone.localdate().replace(month=1, day=2)
    late = Described(**(vars(REPORT) | {"arrived_on": first, "issued_on": None}))
    registered(house, Described(sender="Ông Trần Văn Năm", subject="thư kiến nghị"))
    with pytest.raises(RuleBroken, match="say why this one is entered") as broken:
        registered(house, late)
    assert broken.value.field == "earlier_because"

    reason = {"earlier_because": "Văn thư trực đêm nhận thay"}
    entry = registered(house, Described(**(vars(late) | reason)))
    told = {one.verb: one.facts for one in history_of(entry)}
    assert told["correspondence.registered"]["arrived_on"] == f"{first:%d/%m/%Y}"
    assert told["correspondence.entered_behind"]["reason"] == "Văn thư trực đêm nhận thay"
    with pytest.raises(RuleBroken, match="say why"):
        outside.register_secret(
            Described(sender="Ông Lê Văn Sáu", subject="", arrived_on=first),
            actor=house.actor("clerk"),
        )


def test_of_a_secret_document_the_register_keeps_a_line_without_its_content(house):
    """Luật 117/2025/QH15: it takes its number in the same register, and lies on nobody's desk."""
    told = Described(**(vars(REPORT) | {"subject": "nội dung mật"}))
    entry = outside.register_secret(told, actor=house.actor("clerk"))

    assert (entry.number.number, entry.state, entry.subject) == (1, "closed", "Văn bản mật")
    assert not desk_of(house.actor("chief")).exists()
    with pytest.raises(PermissionDenied):
        outside.register_secret(told, actor=house.actor("secretary"))


def test_one_that_is_registered_already_is_named_before_it_takes_another_number(house):
    """# V-02: the clerk, who sees that it is another, registers it all the same."""
    registered(house)
    with pytest.raises(RuleBroken, match="12-BC/ĐU of Đảng ủy xã Hòa Bình, number of arrival 1/"):
        registered(house)

    again = registered(house, Described(**(vars(REPORT) | {"is_another": True})))
    assert again.number.number == 2, "a refusal leaves no gap"


def test_the_very_same_file_is_named_whatever_is_typed(house):
    registered(house, scan=brought(house))
    other = Described(sender="Ban Tổ chức", subject="việc khác")
    with pytest.raises(RuleBroken, match="number of arrival 1/"):
        registered(house, other, scan=brought(house))


def test_one_that_has_arrived_in_the_system_too_is_named(house, resolution):
    described = Described(
        sender=str(resolution.issuer),
        subject="chép tay",
        notation=resolution.notation,
        issued_on=resolution.issued_on,
    )
    with pytest.raises(RuleBroken, match="which arrived in the system"):
        registered(house, described)


def test_a_scan_is_entered_once_and_only_by_the_clerk_of_its_unit(house):
    scan = brought(house)
    for who in ("secretary", "chief", "other_clerk"):
        with pytest.raises(PermissionDenied):
            registered(house, scan=scan, who=who)
    registered(house, scan=scan)

    with pytest.raises(RuleBroken, match="already been entered"):
        registered(house, scan=scan)


def test_a_scan_brought_by_mistake_is_discarded_and_leaves_no_number(house):
    scan = brought(house)
    outside.discard_scan(scan.pk, actor=house.actor("clerk"))

    assert not Scan.objects.exists()
    assert registered(house).number.number == 1


def test_the_office_is_asked_first_and_who_has_no_part_in_it_does_not_find_it(house):
    entry = registered(house, scan=brought(house))

    assert outside_for(house.actor("secretary"), entry.pk)
    assert [one.step for one in desk_of(house.actor("chief"))] == ["propose"]
    for who in ("head", "other_clerk", "province_secretary", "branch_secretary"):
        assert outside_for(house.actor(who), entry.pk) is None


def test_the_clerk_brings_a_scan_compares_it_and_registers_it(house, enter):
    client = enter("clerk")
    with_file = {"came_by": "post", "file": SimpleUploadedFile("12-BC.pdf", a_letter())}
    led = client.post(reverse("correspondence:outside"), with_file, follow=True)
    scan = Scan.objects.get()
    assert led.redirect_chain[-1][0] == reverse("correspondence:scan", args=[scan.pk])
    assert 'value="12-BC/ĐU"' in led.content.decode()
    picture = client.get(reverse("correspondence:scan_image", args=[scan.pk, 1]))
    original = client.get(reverse("correspondence:scan_file", args=[scan.pk]))
    assert original["Content-Disposition"].startswith("attachment")
    assert picture.content.startswith(b"\x89PNG")

    given = {"sender": "Đảng ủy xã Hòa Bình", "subject": "kết quả", "notation": "12-BC/ĐU"}
    given |= {"came_by": "post", "issued_on": "05/11/2026", "type": "report"}
    shown = client.post(reverse("correspondence:enter_scan", args=[scan.pk]), given, follow=True)
    entry = IncomingDocument.objects.get()
    assert shown.redirect_chain[-1][0] == reverse("correspondence:outside:entry", args=[entry.pk])
    assert "Báo cáo kết quả" in shown.content.decode()
    for tab in ("outside", "to_direct"):
        assert (
            "12-BC/ĐU"
            in client.get(reverse("correspondence:incoming") + f"?tab={tab}").content.decode()
        )
    assert "Hòa Bình" in client.get(reverse("correspondence:register_of_arrivals")).content.decode()


def test_the_stamp_of_arrival_is_printed_on_a_copy_and_never_on_the_original(house, enter):
    scan = brought(house)
    entry = registered(house, scan=scan)
    client = enter("clerk")
    stamped = client.get(reverse("correspondence:outside:stamped", args=[entry.pk]))
    kept = client.get(reverse("correspondence:outside:file", args=[entry.pk]))

    with pypdfium2.PdfDocument(stamped.content) as pdf:
        words = " ".join(pdf[0].get_textpage().get_text_bounded().split())
    assert "ĐẢNG ỦY XÃ AN THÀNH ĐẾN Số: 1 Ngày: " in words
    assert kept.content == a_letter()


def test_the_stamp_covers_no_letter_where_the_page_has_room():
    blank = [bytearray(b"\xff" * 210) for _row in range(297)]
    for y in range(20, 120):
        blank[y][:] = b"\x00" * 210
    page = b"P5 210 297 255\n" + b"".join(blank)
    left, top = place_for_the_stamp(page)

    assert top >= 120
    full = b"P5 210 297 255\n" + b"\x00\xff" * (210 * 297 // 2)
    assert place_for_the_stamp(full) == (20, 46), "where there is no room, under the number"
    assert left + 54 <= 210


def test_who_only_reads_what_is_sent_to_a_committee_does_not_find_it_in_the_lists(house, client):
    registered(house)
    member = a_post(house.commune, Role.MEMBER)
    sign_in_with_factor(client, an_account(member.person))

    for tab in ("to_direct", "outside"):
        page = client.get(reverse("correspondence:incoming"), {"tab": tab}).content.decode()
        assert REPORT.subject not in page, tab
