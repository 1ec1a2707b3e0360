"""A mail with nine attachments: taken at once, each looked at for itself, one of them the letter."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.kernel.audit.public import history_of, sentence
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.public import reads_letters
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.correspondence.actions import mail, outside
from lienthong.records.correspondence.actions.outside import BroughtScan, Described
from lienthong.records.correspondence.models import Enclosure, Scan
from lienthong.records.correspondence.queries import scanned
from lienthong.records.correspondence.queries.outside import outside_for
from lienthong.records.texts.public import MARKED_SECRET

from .scans import a_letter

LETTER = BroughtScan("12-BC.pdf", a_letter())
PAPER = BroughtScan("bang-so-lieu.txt", "Số liệu của các thôn.".encode())
SECRET = BroughtScan("phu-luc.pdf", a_letter(mark="#place(top + left)[*MẬT*]"))
MARKED_PICTURE = a_letter(mark="#align(center)[*TUYỆT MẬT*]", kind="png")
PICTURE = BroughtScan("anh.png", MARKED_PICTURE, bears_no_mark=True)
BROKEN = BroughtScan("hong.pdf", b"%PDF-1.4 nothing")
DESCRIBED = Described("Đảng ủy xã Hòa Bình", "kết quả chăm sóc rừng", "12-BC/ĐU")


def papers(count):
    return [BroughtScan(f"phu-luc-{n}.txt", f"Phụ lục {n}.".encode()) for n in range(1, count + 1)]


def brought(house, *files, who="clerk"):
    return mail.bring_mail(files, actor=house.actor(who))


def names(scan):
    return [one.name for one in Scan.objects.get(pk=scan.pk).enclosures.all()]


def test_a_letter_and_nine_files_are_taken_at_once_in_their_order(house):
    taken = brought(house, *papers(4), LETTER, *papers(9)[4:])

    assert (taken.scan.name, taken.enclosed, taken.refused) == ("12-BC.pdf", 9, [])
    assert names(taken.scan) == [f"phu-luc-{n}.txt" for n in range(1, 10)]
    assert taken.scan.reading["fields"]["notation"] == "12-BC/ĐU"
    assert "Took in 9 files" in sentence(history_of(taken.scan).last())


def test_one_that_is_refused_loses_none_of_the_others(house):
    taken = brought(house, BROKEN, LETTER, PAPER, *papers(2))

    assert taken.scan.name == "12-BC.pdf"
    assert names(taken.scan) == ["bang-so-lieu.txt", "phu-luc-1.txt", "phu-luc-2.txt"]
    assert [name for name, _why in taken.refused] == ["hong.pdf"]


# Luật 117/2025/QH15: the mark is looked for on every file, by its letters too, before anything is written.
@pytest.mark.parametrize("files", [(SECRET,), (LETTER, PAPER, SECRET), (LETTER, PICTURE)])
def test_one_marked_file_refuses_the_whole_mail_and_is_named(house, files):
    if files[-1] is PICTURE and not reads_letters():
        pytest.skip("this installation reads no letters")

    with pytest.raises(RuleBroken, match=f"“{files[-1].name}” bears a mark") as refused:
        brought(house, *files)

    assert str(MARKED_SECRET) in refused.value.sentence
    assert not Scan.objects.exists()
    assert not StoredFile.objects.exists()


def test_one_marked_file_among_further_ones_keeps_them_all_away(house):
    scan = brought(house, LETTER).scan

    with pytest.raises(RuleBroken, match=r"“phu-luc\.pdf” bears a mark"):
        mail.enclose(scan.pk, [*papers(2), SECRET], actor=house.actor("clerk"))

    assert names(scan) == []


def test_a_mark_that_could_not_be_read_when_it_came_removes_the_mail_when_it_is_read(
    house, monkeypatch
):
    with monkeypatch.context() as without:
        without.setattr(scanned, "reads_letters", lambda: False)
        scan = brought(house, LETTER, PICTURE, PAPER).scan
    if not reads_letters():
        pytest.skip("this installation reads no letters")

    removed = mail.make_letter(scan.pk, scan.enclosures.first().pk, actor=house.actor("clerk"))

    assert removed is None
    assert not Scan.objects.exists()
    assert not Enclosure.objects.exists()


def test_where_none_can_be_the_letter_nothing_is_kept(house):
    with pytest.raises(RuleBroken, match="None of the files can be the letter.*hong.pdf"):
        brought(house, BROKEN, PAPER)
    with pytest.raises(RuleBroken, match="Choose at most 20"):
        brought(house, *papers(21))

    assert not Scan.objects.exists()


def test_the_clerk_says_which_is_the_letter_and_in_what_order_the_others_are(house):
    other = BroughtScan("13-BC.pdf", a_letter(number=13))
    scan = brought(house, LETTER, PAPER, other).scan
    paper, second = scan.enclosures.all()
    clerk = house.actor("clerk")

    changed = mail.make_letter(scan.pk, second.pk, actor=clerk)
    assert (changed.name, changed.reading["fields"]["notation"]) == ("13-BC.pdf", "13-BC/ĐU")
    assert names(scan) == ["bang-so-lieu.txt", "12-BC.pdf"]
    with pytest.raises(RuleBroken, match="must be a .pdf"):
        mail.make_letter(scan.pk, paper.pk, actor=clerk)

    mail.move_enclosure(scan.pk, second.pk, up=True, actor=clerk)
    assert names(scan) == ["12-BC.pdf", "bang-so-lieu.txt"]
    mail.move_enclosure(scan.pk, second.pk, up=True, actor=clerk)
    assert names(scan) == ["12-BC.pdf", "bang-so-lieu.txt"]
    mail.take_out(scan.pk, second.pk, actor=clerk)
    assert names(scan) == ["bang-so-lieu.txt"]
    mail.enclose(scan.pk, papers(1), actor=clerk)
    assert names(scan) == ["bang-so-lieu.txt", "phu-luc-1.txt"]


def test_what_came_with_it_goes_into_the_register_with_it_and_is_fixed_then(house):
    scan = brought(house, LETTER, PAPER).scan
    enclosed = scan.enclosures.get()
    entry = outside.register_outside(DESCRIBED, scan.pk, actor=house.actor("clerk"))

    assert outside_for(house.actor("secretary"), entry.pk).scan.enclosures.get() == enclosed
    with pytest.raises(RuleBroken, match="already been entered"):
        mail.take_out(scan.pk, enclosed.pk, actor=house.actor("clerk"))


def test_discarded_its_files_go_too(house):
    scan = brought(house, LETTER, *papers(3)).scan

    outside.discard_scan(scan.pk, actor=house.actor("clerk"))

    assert not Enclosure.objects.exists()


@pytest.mark.parametrize("who", ["secretary", "chief", "head", "branch_secretary"])
def test_only_the_clerk_brings_files(house, who):
    with pytest.raises(PermissionDenied):
        brought(house, LETTER, PAPER, who=who)


def test_another_clerk_finds_nothing_of_it(house):
    scan = brought(house, LETTER, PAPER).scan

    with pytest.raises(PermissionDenied):
        mail.enclose(scan.pk, papers(1), actor=house.actor("other_clerk"))
    with pytest.raises(PermissionDenied):
        mail.take_out(scan.pk, scan.enclosures.get().pk, actor=house.actor("other_clerk"))


def test_the_page_takes_many_files_and_says_which_were_not_taken(house, enter):
    sent = [SimpleUploadedFile(one.name, one.data) for one in (LETTER, PAPER, BROKEN)]

    answer = enter("clerk").post(
        reverse("correspondence:outside"), {"file": sent, "came_by": "email"}, follow=True
    )

    said = answer.content.decode()
    scan = Scan.objects.get()
    assert scan.came_by == "email"
    assert "1 file came with it." in said
    assert "Not taken in: hong.pdf" in said
    assert (
        reverse("correspondence:scan_enclosure", args=[scan.pk, scan.enclosures.get().pk]) in said
    )
    saved = enter("clerk").get(
        reverse("correspondence:scan_enclosure", args=[scan.pk, scan.enclosures.get().pk])
    )
    assert saved.getvalue() == PAPER.data if saved.streaming else saved.content == PAPER.data
