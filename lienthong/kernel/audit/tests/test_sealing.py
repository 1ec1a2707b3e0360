import pytest
from procrastinate.contrib.django import app

from lienthong.kernel.audit import sealing
from lienthong.kernel.audit.chain import Place
from lienthong.kernel.audit.exporting import exported_lines
from lienthong.kernel.audit.keeping import KeeperAway, KeeperRefused
from lienthong.kernel.audit.models import AuditEntry, SealHead, SealPlan
from lienthong.kernel.audit.public import record, record_each
from lienthong.kernel.audit.sealing import seal_round
from lienthong.kernel.audit.tests.lines import as_read, check
from lienthong.kernel.audit.tests.superuser import as_superuser

pytestmark = pytest.mark.django_db


def test_seals_are_numbered_without_gaps_and_nothing_is_sealed_twice(export):
    seals = AuditEntry.objects.order_by("seal_number").values_list("seal_number", flat=True)

    assert list(seals) == list(range(1, 11))
    assert seal_round().count == 0
    assert SealHead.objects.count() == 2
    assert not SealPlan.objects.exists()


def test_a_round_that_seals_much_works_in_batches(export, keeper, thing, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    record_each(None, "kettles.boiled", [(thing, {"number": n}) for n in range(5)])

    assert seal_round().count == 5
    assert check(as_read(exported_lines()), keeper).is_whole


def test_sealing_happens_by_itself_every_minute():
    assert ("audit.seal", "") in app.periodic_registry.periodic_tasks


def test_an_entry_without_a_mark_is_never_sealed_and_is_named(export, keeper):
    as_superuser(
        "INSERT INTO audit_auditentry (at, verb, is_reading, subject_type, subject_id, actor_name,"
        " actor_title, unit_name, facts, trace, mark, seal_hash) VALUES (now(), 'documents.signed',"
        " false, '', '', 'Người Không Có', '', '', '{}', '', %s, '')",
        "0" * 80,
    )
    (invented,) = AuditEntry.objects.filter(actor_name="Người Không Có")

    assert seal_round() == sealing.Sealed(0, [invented.pk])
    verdict = check(as_read(exported_lines()), keeper)
    assert verdict.is_whole
    assert verdict.unsealed == 1


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'Người Không Có'",
        "at = at - interval '1 day'",
        """facts = '{"number": 7}'""",
        "mark = repeat('0', 80)",
        "seal_number = 11",
        "person_id = 99",
    ],
)
def test_an_entry_changed_before_its_seal_is_refused(export, thing, change):
    entry = record(None, "kettles.lost", thing, number=1)
    as_superuser(f"UPDATE audit_auditentry SET {change} WHERE id = {entry.pk}")

    assert seal_round() == sealing.Sealed(0, [entry.pk])


def copied(entry: AuditEntry) -> AuditEntry:
    """A superuser writes the same entry again, with its mark."""
    columns = ", ".join(
        field.column
        for field in AuditEntry._meta.concrete_fields
        if field.column not in ("id", "seal_number", "seal_hash")
    )
    as_superuser(
        f"INSERT INTO audit_auditentry ({columns}, seal_hash) SELECT {columns}, ''"
        f" FROM audit_auditentry WHERE id = {entry.pk}"
    )
    return AuditEntry.objects.latest("id")


def test_a_copy_of_an_entry_is_refused(export, thing):
    copy = copied(AuditEntry.objects.get(seal_number=3))

    assert seal_round() == sealing.Sealed(0, [copy.pk])


@pytest.mark.parametrize("planned", ["copy", "sealed", "both"])
def test_a_copy_that_a_superuser_has_planned_himself_is_refused(export, keeper, thing, planned):
    old = AuditEntry.objects.get(seal_number=3)
    copy = copied(old)
    chosen = {"copy": [copy.pk], "sealed": [old.pk], "both": [old.pk, copy.pk]}[planned]
    SealPlan.objects.create(start=sealing.last_place().as_list(), entry_ids=chosen)

    assert seal_round() == sealing.Sealed(0, [copy.pk])
    assert check(as_read(exported_lines()), keeper).entries == 10


def test_two_open_copies_that_a_superuser_has_planned_are_sealed_once(export, keeper, thing):
    entry = record(None, "kettles.lost", thing)
    copy = copied(entry)
    plan = {"start": sealing.last_place().as_list(), "entry_ids": [entry.pk, copy.pk]}
    SealPlan.objects.create(**plan)

    assert seal_round() == sealing.Sealed(1, [copy.pk])


def test_a_copy_that_was_sealed_all_the_same_is_found(export, keeper, thing, monkeypatch):
    copy = copied(AuditEntry.objects.get(seal_number=3))
    SealPlan.objects.create(start=sealing.last_place().as_list(), entry_ids=[copy.pk])
    monkeypatch.setattr(sealing, "_may_be_sealed", lambda entries: True)
    assert seal_round().count == 1

    faults = check(as_read(exported_lines()), keeper).faults

    assert [(fault.check, fault.facts["id"]) for fault in faults] == [("mark", copy.pk)]


def test_who_dies_after_the_signers_answer_asks_the_same_again(export, keeper, thing, monkeypatch):
    record(None, "kettles.lost", thing)
    monkeypatch.setattr(sealing, "_write_seals", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        seal_round()
    monkeypatch.undo()
    monkeypatch.setattr("lienthong.kernel.audit.keeping._keepers", [keeper])
    monkeypatch.setattr("django.conf.settings.KEYS", keeper.trust_folder.parent)
    record(None, "kettles.found", thing)

    assert keeper.closing().place.number == 11
    assert seal_round().count == 2
    assert check(as_read(exported_lines()), keeper).is_whole


def test_what_was_planned_and_then_changed_is_planned_anew(export, keeper, thing, monkeypatch):
    entries = [record(None, "kettles.lost", thing, number=n) for n in range(2)]
    sealing._planned()
    as_superuser("UPDATE audit_auditentry SET verb = 'x' WHERE id = %s", entries[0].pk)

    assert seal_round() == sealing.Sealed(1, [entries[0].pk])
    assert check(as_read(exported_lines()), keeper).is_whole


def test_a_superuser_has_nothing_sealed_anew(export, keeper):
    """The whole kind: history rewritten, seals taken away, and the worker asked to sign it again."""
    as_superuser("UPDATE audit_auditentry SET actor_name = 'Người Không Có' WHERE seal_number = 1")
    as_superuser("UPDATE audit_auditentry SET seal_number = NULL, seal_hash = ''")
    as_superuser("DELETE FROM audit_sealhead")

    with pytest.raises(KeeperRefused, match="does not go on from the last head"):
        seal_round()

    verdict = check(as_read(exported_lines()), keeper)
    assert not verdict.is_whole
    assert verdict.entries == 0


def test_without_the_signer_the_history_waits(export, keeper, thing, monkeypatch):
    record(None, "kettles.lost", thing)

    def away(*question):
        raise KeeperAway

    monkeypatch.setattr(keeper, "extend", away)
    with pytest.raises(KeeperAway):
        seal_round()
    monkeypatch.undo()


def test_sealing_many_entries_is_few_statements(
    export, thing, monkeypatch, django_assert_max_num_queries
):
    record_each(None, "kettles.boiled", [(thing, {"number": n}) for n in range(300)])

    with django_assert_max_num_queries(24):
        assert seal_round().count == 300


def test_after_a_restore_the_chain_goes_on_from_the_line_of_the_two(export, keeper, thing):
    kept = sealing.last_place()
    record(None, "kettles.lost", thing)
    seal_round()
    as_superuser("DELETE FROM audit_sealhead WHERE (content ->> 'n')::int = 11")
    as_superuser("DELETE FROM audit_auditentry WHERE seal_number = 11")
    record(None, "kettles.found", thing)
    with pytest.raises(KeeperRefused):
        seal_round()

    handle = keeper.restore(kept)
    begun = sealing.go_on_after_restore()

    assert sealing.go_on_after_restore() == begun
    assert seal_round().count == 1
    verdict = check(as_read(exported_lines()), keeper)
    assert verdict.faults == []
    assert verdict.end.number == 12
    assert [(one.epoch, one.lost, one.receipt) for one in verdict.restores] == [(2, 1, handle)]


def test_a_restore_of_another_history_is_not_taken_over(export, keeper):
    keeper.restore(Place(1, 6, "0" * 64))

    with pytest.raises(KeeperRefused, match="kept another history"):
        sealing.go_on_after_restore()
