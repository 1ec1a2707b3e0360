"""The history holds what was said, so that a rewritten row is found (docs/adr/0071)."""

import datetime as dt

import pytest

from lienthong.kernel.audit.public import history_of, record
from lienthong.work.commitments.actions import reporting
from lienthong.work.commitments.actions.difficulties import answer_difficulty, raise_difficulty
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.against_history import (
    difficulties_unlike_the_history,
    reports_unlike_the_history,
)
from lienthong.work.commitments.models import Difficulty, Evidence, TaskReport

from .factories import a_received, done_words
from .test_corrections import corrected, decided
from .test_corrections import line as line  # a fixture

pytestmark = pytest.mark.django_db


def found():
    return [
        fault.facts for fault in (*reports_unlike_the_history(), *difficulties_unlike_the_history())
    ]


@pytest.fixture
def result(house):
    task = a_received(house, due=dt.date(2026, 12, 31))
    secretary = house.actor("secretary")
    reporting.report_progress(task.pk, Told(result="Làm", percent=60), actor=secretary)
    document = house.resolution()
    told = done_words(document_ids=(document.pk,))
    report = reporting.send_result(task.pk, told, actor=secretary)
    reporting.accept_result(task.pk, actor=house.actor("province_secretary"))
    return report


@pytest.fixture
def difficulty(house):
    one = raise_difficulty(house.commune.pk, words="Thiếu giống", actor=house.actor("secretary"))
    return answer_difficulty(one.pk, answer="Cấp cây", actor=house.actor("province_secretary"))


def test_what_people_did_is_as_the_history_says(house, line, result, difficulty):
    corrected(house, line)
    assert found() == []
    decided(house, line, accepted=True)
    assert found() == []


@pytest.mark.parametrize(
    "rewritten", [{"result": "Chưa làm gì"}, {"percent": 5}, {"difficulties": "Không"}]
)
def test_a_rewritten_report_is_found(line, result, rewritten):
    TaskReport.objects.filter(pk=result.pk).update(**rewritten)
    assert found() == [{"report": result.pk}]


def test_other_evidence_is_found(result):
    Evidence.objects.filter(report=result).exclude(words="").update(words="Biên bản khác")
    assert found() == [{"report": result.pk}]


def test_what_nobody_accepted_or_sent_is_found(house, line):
    correction = corrected(house, line)
    TaskReport.objects.filter(pk=correction.pk).update(state="accepted")
    assert found() == [{"report": correction.pk}]
    TaskReport.objects.filter(pk=correction.pk).update(state="sent")
    forged = TaskReport.objects.get(pk=line.pk)
    forged.pk, forged.corrects, forged.correction = None, line, 2
    forged.save()
    assert found() == [{"report": forged.pk}]


@pytest.mark.parametrize("name", ["words", "asked", "answer"])
def test_a_rewritten_difficulty_is_found(difficulty, name):
    Difficulty.objects.filter(pk=difficulty.pk).update(**{name: "Khác"})
    assert found() == [{"difficulty": difficulty.pk}]


def test_the_history_names_the_figure_that_stood_before_each_correction(house, line):  # T-50
    corrected(house, line, percent=50)
    corrected(house, line, percent=80)
    corrections = history_of(line.task).filter(verb="commitments.line_corrected")
    figures = [(one.facts["old"], one.facts["new"]) for one in corrections.order_by("pk")]
    assert figures == [(10, 50), (50, 80)]


def test_the_entry_of_a_result_names_its_figures_and_the_files_it_shows(house, result):
    entry = history_of(result.task).get(verb="commitments.result_sent")
    document = result.evidence.get(document__isnull=False).document
    assert entry.facts["report"] == result.pk
    assert entry.facts["evidence"] == [document.sealed_file_id]
    accepted = history_of(result.task).get(verb="commitments.accepted")
    assert accepted.facts["content"] == entry.facts["content"]


def test_an_entry_from_before_excuses_only_what_was_sent_before_the_others(house, line, result):
    record(house.actor("secretary"), "commitments.reported", result.task, percent=10)

    TaskReport.objects.filter(pk=result.pk).update(percent=5)

    assert found() == [{"report": result.pk}]
