"""What came from outside goes down with a letter of the committee, its scan and files attached."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.correspondence.actions import handling, mail, outside
from lienthong.records.correspondence.actions.forwarding_outside import forward_outside
from lienthong.records.correspondence.actions.outside import BroughtScan, Described

from .scans import a_letter

DESCRIBED = Described("Sở Nông nghiệp", "phòng chống cháy rừng", "31/SNN-VP")


@pytest.fixture
def entry(house):
    clerk = house.actor("clerk")
    files = [BroughtScan("31.pdf", a_letter()), BroughtScan("phu-luc.txt", b"Phu luc.")]
    scan = mail.bring_mail(files, actor=clerk).scan
    return outside.register_outside(DESCRIBED, scan.pk, actor=clerk)


@pytest.fixture
def decided(house, entry):
    handling.file_away(entry.pk, note="", actor=house.actor("chief"))
    return entry


def test_the_letter_goes_to_all_below_with_the_scan_and_what_came_with_it(house, decided):
    letter = forward_outside(decided.pk, actor=house.actor("clerk"))

    assert [one.name for one in letter.attachments.all()] == ["31.pdf", "phu-luc.txt"]
    assert letter.attachments.first().file_id == decided.scan.file_id
    assert [line.kind for line in letter.recipients.all()] == ["subordinates", "file"]
    assert "31/SNN-VP" in letter.subject
    assert forward_outside(decided.pk, actor=house.actor("chief")) == letter


def test_before_it_is_issued_a_scan_is_opened_by_who_reads_it_anyway(house, decided, enter):
    letter = forward_outside(decided.pk, actor=house.actor("clerk"))
    scan, paper = letter.attachments.all()

    def opened(who, document=letter):
        urls = [
            reverse("documents:attachment", args=[document.pk, one.pk]) for one in (scan, paper)
        ]
        return [enter(who).get(url).status_code for url in urls]

    assert opened("clerk") == opened("secretary") == opened("chief") == [200, 200]
    for who in ("head", "specialist", "inspector"):
        page = enter(who).get(reverse("documents:document", args=[letter.pk]))
        assert page.status_code == 200
        assert reverse("documents:attachment", args=[letter.pk, scan.pk]) not in page.text
        assert opened(who) == [404, 404]

    issued = house.answer_document(issuer=house.commune)
    letter.attachments.update(document=issued)
    assert opened("head", issued) == [200, 200]


def test_somebody_decides_first(house, entry):
    with pytest.raises(RuleBroken, match="Somebody decides on it first"):
        forward_outside(entry.pk, actor=house.actor("clerk"))


def test_without_a_scan_there_is_nothing_to_send(house):
    entry = outside.register_outside(DESCRIBED, actor=house.actor("clerk"))
    handling.file_away(entry.pk, note="", actor=house.actor("chief"))

    with pytest.raises(RuleBroken, match="with a scan"):
        forward_outside(entry.pk, actor=house.actor("clerk"))


@pytest.mark.parametrize("who", ["secretary", "head", "other_clerk", "province_clerk", "member"])
def test_only_the_office_of_the_committee_forwards_it(house, decided, who):
    with pytest.raises(PermissionDenied):
        forward_outside(decided.pk, actor=house.actor(who))
