"""Several files brought to a draft at once, each looked at for itself, and their order."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.kernel.files.public import store
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.documents.actions import attaching
from lienthong.records.documents.actions.adoption import BroughtFile
from lienthong.records.documents.actions.letters import SentAlong, start_letter_below
from lienthong.records.documents.models import Document

BROKEN = BroughtFile("hong.docx", b"PK nothing")


def papers(count):
    return [BroughtFile(f"phu-luc-{n}.txt", f"Phụ lục {n}.".encode()) for n in range(1, count + 1)]


def names(document):
    return [one.name for one in document.attachments.all()]


def test_nine_files_are_attached_at_once_in_their_order(province):
    document = province.draft()

    done = attaching.attach_files(document.pk, papers(9), actor=province.actor("specialist"))

    assert (done.count, done.refused) == (9, [])
    assert names(document) == [f"phu-luc-{n}.txt" for n in range(1, 10)]


def test_one_that_is_refused_loses_none_of_the_others(province):
    document = province.draft()
    files = [papers(2)[0], BROKEN, papers(2)[1]]

    done = attaching.attach_files(document.pk, files, actor=province.actor("specialist"))

    assert names(document) == ["phu-luc-1.txt", "phu-luc-2.txt"]
    assert [name for name, _why in done.refused] == ["hong.docx"]
    with pytest.raises(RuleBroken, match="hong.docx"):
        attaching.attach_files(document.pk, [BROKEN, BROKEN], actor=province.actor("specialist"))


def test_their_order_changes_and_at_the_ends_it_stays(province):
    document, actor = province.draft(), province.actor("specialist")
    attaching.attach_files(document.pk, papers(3), actor=actor)
    first, _second, third = document.attachments.all()

    attaching.move_attachment(document.pk, third.pk, up=True, actor=actor)
    attaching.move_attachment(document.pk, first.pk, up=True, actor=actor)

    assert names(document) == ["phu-luc-1.txt", "phu-luc-3.txt", "phu-luc-2.txt"]
    with pytest.raises(PermissionDenied):
        attaching.move_attachment(document.pk, first.pk, up=False, actor=province.stranger)


def test_a_draft_begins_from_one_file_and_the_others_travel_with_it(signed_in, province):
    text = "THÔNG BÁO\nvề trồng rừng\n\n1. Trồng rừng ven đầm.\n".encode()
    sent = {
        "import-issuer": province.committee.pk,
        "import-file": SimpleUploadedFile("thong-bao.txt", text),
        "import-attached": [SimpleUploadedFile(one.name, one.data) for one in [*papers(2), BROKEN]],
    }

    answer = signed_in("specialist").post(reverse("documents:import"), sent, follow=True)

    document = Document.objects.get()
    assert names(document) == ["phu-luc-1.txt", "phu-luc-2.txt"]
    said = answer.content.decode()
    assert "2 files are attached." in said
    assert "Not attached: hong.docx" in said


def test_a_letter_to_all_below_begins_with_what_travels_with_it(province):
    files = [
        SentAlong(name, store(name.encode(), media_type="text/plain"))
        for name in ("cong-van.txt", "phu-luc.txt")
    ]

    letter = start_letter_below(
        province.committee, "V/v gửi công văn", ["Gửi kèm."], files, actor=province.actor("clerk")
    )

    assert names(letter) == ["cong-van.txt", "phu-luc.txt"]
    assert [one.file_id for one in letter.attachments.all()] == [one.file.pk for one in files]
    assert [line.kind for line in letter.recipients.all()] == ["subordinates", "file"]
