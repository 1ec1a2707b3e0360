import datetime
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy, override

from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.audit.public import (
    describe,
    history_of,
    readings_of,
    record,
    record_read,
    sentence,
)
from lienthong.kernel.audit.sealing import seal_round
from lienthong.kernel.audit.tests.factories import an_actor
from lienthong.kernel.events.public import tracing

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_in_which_post_and_for_whom(thing):
    with tracing("abc"):
        record(an_actor(for_post_id=44), "kettles.boiled", thing, litres=2)

    (entry,) = history_of(thing)
    assert (entry.verb, entry.facts, entry.trace) == ("kettles.boiled", {"litres": 2}, "abc")
    assert (entry.person_id, entry.post_id, entry.for_post_id, entry.unit_id) == (11, 22, 44, 33)
    assert (entry.actor_name, entry.actor_title) == ("Nguyễn Văn An", "Văn thư")
    assert entry.unit_name == "Đảng ủy xã Bình Hòa"
    assert (entry.subject_type, entry.subject_id) == ("contenttypes.contenttype", str(thing.pk))


def test_what_the_system_did_itself_has_no_person(thing):
    record(None, "kettles.cooled", thing)

    assert history_of(thing).get().person_id is None


def test_one_entry_costs_one_statement(thing, django_assert_num_queries):
    with django_assert_num_queries(1):
        record(an_actor(), "kettles.boiled", thing)


def test_an_entry_of_a_action_that_fails_is_gone_with_it(thing):
    @transaction.atomic
    def action():
        record(an_actor(), "kettles.boiled", thing)
        raise KeyError

    with pytest.raises(KeyError):
        action()
    assert not history_of(thing).exists()


@pytest.mark.parametrize(
    ("fact", "kept"),
    [
        (5, 5),
        (None, None),
        (True, True),
        ("05-NQ/TU", "05-NQ/TU"),
        (datetime.date(2026, 3, 5), "2026-03-05"),
        (Decimal("1.50"), "1.50"),
        ([1, 2], [1, 2]),
        ("a" * 900, "a" * 500),
    ],
)
def test_a_fact_is_a_number_a_day_or_a_short_wording(thing, fact, kept):
    record(None, "kettles.boiled", thing, fact=fact)

    assert AuditEntry.objects.get().facts == {"fact": kept}


@pytest.mark.parametrize("fact", [object(), {"name": "An"}, b"bytes", 1.5])
def test_a_row_or_a_document_is_no_fact(thing, fact):
    with pytest.raises(TypeError, match="not a fact"):
        record(None, "kettles.boiled", thing, fact=fact)


def test_reading_personal_data_is_written_down_apart_from_the_actions(thing):
    record(an_actor(), "kettles.boiled", thing)
    record_read(an_actor(person_id=12), thing, part="family")

    assert [entry.verb for entry in history_of(thing)] == ["kettles.boiled"]
    assert [(e.person_id, e.verb) for e in readings_of(thing)] == [(12, "contenttypes.read")]


def test_the_history_of_several_things_is_one_history(thing):
    other = ContentType.objects.create(app_label="kettle", model="lid")
    record(None, "kettles.boiled", thing)
    record(None, "lids.opened", other)
    record(None, "kettles.cooled", thing)

    assert [e.verb for e in history_of(thing, other)] == [
        "kettles.boiled",
        "lids.opened",
        "kettles.cooled",
    ]
    assert not history_of().exists()


@pytest.mark.parametrize("column", ["verb", "facts", "person_id", "at", "actor_name"])
def test_an_entry_is_never_changed(thing, column):
    record(an_actor(), "kettles.boiled", thing)
    value = {
        "verb": "x.y",
        "facts": {"a": 1},
        "person_id": 1,
        "at": "2020-01-01T00:00Z",
        "actor_name": "B",
    }

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEntry.objects.update(**{column: value[column]})


def test_a_sealed_entry_is_not_sealed_again(keeper, thing):
    record(an_actor(), "kettles.boiled", thing)
    seal_round()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEntry.objects.update(seal_hash="0" * 64)


def test_an_entry_is_never_deleted(thing):
    record(an_actor(), "kettles.boiled", thing)

    with (
        pytest.raises(DatabaseError, match="Cannot delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM audit_auditentry")


def test_a_described_verb_becomes_a_sentence_in_the_readers_language(thing):
    describe("kettles.boiled", gettext_lazy("Monday"))
    describe("kettles.filled", "Filled %(litres)s litres of %(drink)s")

    entry = record(None, "kettles.boiled", thing)
    with override("vi"):
        assert sentence(entry) == "Thứ 2"
    with override("en"):
        assert sentence(entry) == "Monday"
    assert sentence(record(None, "kettles.filled", thing, litres=2)) == "Filled 2 litres of …"
    assert sentence(record(None, "kettles.lost", thing)) == "kettles.lost"
    with override("en"):
        assert sentence(record_read(an_actor(), thing)) == "Looked at the data."


def test_what_is_not_saved_has_no_history():
    with pytest.raises(ValueError, match="not yet saved"):
        record(None, "kettles.boiled", ContentType())
