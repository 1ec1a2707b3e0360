"""Files as evidence: looked into, kept with the report, opened by who reads the task (rules T-02, T-52; ADR 43)."""

import datetime as dt
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.correspondence.public import BroughtFile
from lienthong.records.correspondence.tests.scans import a_letter
from lienthong.work.commitments.actions import reporting
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.models import Evidence, State, Task, TaskReport

from .factories import a_received, done_words

pytestmark = pytest.mark.django_db
DUE = dt.date(2099, 12, 20)
MINUTES = "Biên bản sinh hoạt chi bộ.pdf"


@pytest.fixture
def task(house) -> Task:
    return a_received(house, due=DUE, rhythm="month")


def brought(*, kind: str = "pdf", said: bool = False, **about) -> BroughtFile:
    return BroughtFile(f"bien-ban.{kind}", a_letter(3, kind=kind, **about), bears_no_mark=said)


def test_minutes_and_a_photograph_are_handed_in_on_the_page(house, task, enter):
    photo = SimpleUploadedFile("anh-niem-yet.png", a_letter(3, kind="png"), "image/png")
    minutes = SimpleUploadedFile(MINUTES, a_letter(3), "application/pdf")
    page = reverse("commitments:task", args=[task.pk])
    enter("secretary").post(
        f"{page}send-result/",
        {"result": "Đã niêm yết", "attached": [minutes, photo], "bears_no_mark": "on"},
    )

    task.refresh_from_db()
    assert task.state == State.AWAITING
    shown = enter("province_secretary").get(page).content.decode()
    for one in Evidence.objects.all():
        address = reverse("commitments:evidence", args=[task.pk, one.pk])
        assert f'<a href="{address}">{one.name}</a>' in shown
        assert enter("province_secretary").get(address).content == one.file.read()
        assert enter("other_secretary").get(address).status_code == 404


def test_what_is_marked_secret_is_refused(house, task):
    told = done_words(files=(brought(mark="#align(center)[*MẬT*]"),))
    with pytest.raises(RuleBroken, match="mark of secrecy"):
        reporting.send_result(task.pk, told, actor=house.actor("secretary"))
    assert not TaskReport.objects.exists()


def test_a_picture_is_answered_for_by_a_tick(house, task):  # ADR 43
    secretary = house.actor("secretary")
    with pytest.raises(RuleBroken, match="Look at every page"):
        reporting.report_progress(
            task.pk, Told(result="Đang làm", files=(brought(kind="png"),)), actor=secretary
        )

    picture, minutes = brought(kind="png", said=True), brought(said=True)
    reporting.report_progress(
        task.pk, Told(result="Đang làm", files=(picture, minutes)), actor=secretary
    )
    facts = history_of(task).get(verb="commitments.reported").facts
    hashes = [sha256(one.data).hexdigest() for one in (picture, minutes)]
    assert (facts["evidence"], facts["said_unmarked"]) == (sorted(hashes), hashes[:1])


def test_a_line_and_its_correction_keep_their_own_files(house, task, enter):
    period = reporting.open_period(
        house.province.pk,
        rhythm="month",
        name="Tháng 11/2026",
        ends_on=dt.date(2026, 11, 30),
        closes_on=dt.date(2026, 11, 30),
        actor=house.actor("province_secretary"),
    )
    line, secretary = period.lines.get(), house.actor("secretary")
    reporting.send_line(
        line.pk, Told(result="Đã trồng 2 ha", percent=40, files=(brought(),)), actor=secretary
    )
    told = Told(
        result="Đã trồng 1 ha",
        percent=20,
        reason="Nhầm",
        files=(BroughtFile("dinh-chinh.pdf", a_letter(4)),),
    )
    correction = reporting.correct_line(line.pk, told, actor=secretary)

    assert line.evidence.get().name == "bien-ban.pdf"
    assert correction.evidence.get().name == "dinh-chinh.pdf"
    page = reverse("commitments:line", args=[line.pk])
    shown = enter("province_secretary").get(page).content.decode()
    assert "bien-ban.pdf" in shown
    assert "dinh-chinh.pdf" in shown


def test_no_more_than_ten_files_are_handed_in(house, task):
    many = tuple(BroughtFile(f"{number}.pdf", b"") for number in range(11))
    with pytest.raises(RuleBroken, match="Choose at most 10 files"):
        reporting.send_result(task.pk, done_words(files=many), actor=house.actor("secretary"))


def test_a_chosen_document_shows_its_own_number_and_title(house, task, enter):
    document = house.resolution()
    told = done_words(document_ids=(document.pk,), evidence_words="Biên bản ngày 28/11/2026")
    reporting.send_result(task.pk, told, actor=house.actor("secretary"))

    shown = enter("secretary").get(reverse("commitments:task", args=[task.pk])).content.decode()
    assert f">{document.notation} {document.subject_line}</a></li>" in shown
    assert "<li>Biên bản ngày 28/11/2026</li>" in shown
