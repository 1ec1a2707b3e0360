import pytest
from django.db import connection

from lienthong.kernel.audit.binding import (
    VERB,
    bind_versions,
    faults_of,
    rows_unlike_their_versions,
    tables_of_versions,
)
from lienthong.kernel.audit.checking import check_history, seal_or_report
from lienthong.kernel.audit.keeping import KeeperAway
from lienthong.kernel.audit.models import AuditEntry, SelfCheck
from lienthong.kernel.audit.public import record, sign_history
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.events.models import OutboxEntry
from lienthong.kernel.events.public import tracing
from lienthong.kernel.people.models import Post
from lienthong.kernel.people.tests import factories
from lienthong.kernel.units.public import Unit, UnitKind

pytestmark = pytest.mark.django_db


def a_post():
    return factories.a_post(Unit.objects.latest("pk"))


@pytest.fixture
def posts(keeper):
    """The versions of three posts, bound."""
    factories.a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)
    bind_versions()
    posts = [a_post() for _ in range(3)]
    bind_versions()
    return posts


@pytest.fixture
def versions(posts):
    return Post.pgh_event_model


def faults(versions):
    return [fault.check for fault in faults_of(versions)]


def test_what_is_written_is_bound_once(posts, versions):
    binding = AuditEntry.objects.filter(verb=VERB, subject_type="people.posthistory").latest("id")

    assert binding.facts["count"] == 3
    assert binding.facts["last"] == versions.objects.latest("pgh_id").pgh_id
    assert bind_versions() == 0
    assert {table._meta.label_lower for table in tables_of_versions()} == {
        "units.unithistory",
        "people.posthistory",
        "people.delegationhistory",
    }
    assert not any(faults(table) for table in tables_of_versions())


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE people_posthistory SET title = 'Bí thư' WHERE pgh_id = {last}",
        "UPDATE people_posthistory SET pgh_context = '{{}}' WHERE pgh_id = {last}",
        "DELETE FROM people_posthistory WHERE pgh_id = {last}",
        "UPDATE people_posthistory SET pgh_id = pgh_id + 1000 WHERE pgh_id = {last}",
        "UPDATE people_posthistory SET pgh_id = 0 WHERE pgh_id = {last}",
    ],
)
def test_a_bound_version_is_not_touched_unseen(versions, tamper):
    last = versions.objects.latest("pgh_id").pgh_id

    assert as_superuser(tamper.format(last=last)) == 1

    assert "rows" in faults(versions)


def test_a_version_in_a_closed_hole_is_a_fault(versions):
    rolled_back = versions.objects.latest("pgh_id").pgh_id + 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('people_posthistory', 'pgh_id'), %s)",
            [rolled_back],
        )
    a_post()
    bind_versions()
    assert faults(versions) == []
    columns = ", ".join(
        one.column for one in versions._meta.concrete_fields if one.column != "pgh_id"
    )

    as_superuser(
        f"INSERT INTO people_posthistory (pgh_id, {columns}) SELECT {rolled_back}, {columns}"
        f" FROM people_posthistory WHERE pgh_id = {rolled_back + 1}"
    )

    assert faults(versions) == ["rows"]


def test_a_binding_that_is_gone_or_invented_is_found(versions):
    a_post()
    bind_versions()
    bindings = AuditEntry.objects.filter(verb=VERB, subject_type="people.posthistory")
    as_superuser("DELETE FROM audit_auditentry WHERE id = %s", bindings.order_by("-id")[1].pk)

    assert faults(versions) == ["rows"]


def test_a_binding_without_a_mark_does_not_count(versions):
    as_superuser(
        "INSERT INTO audit_auditentry (at, verb, is_reading, subject_type, subject_id, actor_name,"
        " actor_title, unit_name, facts, trace, mark, seal_hash) VALUES (now(), %s, false,"
        " 'people.posthistory', '', '', '', '', '{\"last\": 1000000}', '', '', '')",
        VERB,
    )
    a_post()

    assert bind_versions() == 1


def test_a_version_whose_action_has_no_entry_is_a_fault(versions):
    with tracing("abc"):
        sign_history(None)
        post = a_post()
        entry = record(None, "people.appointed", post)
    bind_versions()
    assert faults(versions) == []

    as_superuser("DELETE FROM audit_auditentry WHERE id = %s", entry.pk)

    assert faults(versions) == ["trace"]


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE people_post SET role = 'secretary' WHERE id = {pk}",
        "DELETE FROM people_post WHERE id = {pk}",
    ],
)
def test_a_row_changed_without_a_version_is_a_fault(posts, versions, tamper):
    posts[0].title = "Phó Bí thư"
    posts[0].save()
    Post.objects.filter(pk=posts[1].pk).delete()
    assert list(rows_unlike_their_versions(versions)) == []

    as_superuser(tamper.format(pk=posts[0].pk))

    (fault,) = rows_unlike_their_versions(versions)
    assert fault.facts == {"row": posts[0].pk, "table": "people.post"}


def test_versions_left_unbound_for_a_day_are_a_fault(versions):
    a_post()
    as_superuser(
        "UPDATE people_posthistory SET pgh_created_at = now() - interval '25 hours'"
        " WHERE pgh_id = (SELECT max(pgh_id) FROM people_posthistory)"
    )

    assert faults(versions) == ["rows"]


def test_the_daily_check_is_written_down_and_announced_either_way(posts, thing):
    record(None, "kettles.lost", thing)
    whole = check_history()
    as_superuser("UPDATE audit_auditentry SET verb = 'x' WHERE seal_number = 1")
    broken = check_history()

    assert (whole.faults, whole.fault_count) == ([], 0)
    assert whole.entries > 1
    assert whole.versions >= 3
    assert [one["check"] for one in broken.faults] == ["link"]
    announced = OutboxEntry.objects.filter(event="audit.HistoryChecked").order_by("id")
    assert [one.ids["check_id"] for one in announced] == [whole.pk, broken.pk]


def test_what_cannot_be_sealed_is_reported_at_once_and_then_daily(posts, thing):
    seal_or_report()
    assert not SelfCheck.objects.exists()
    entry = record(None, "kettles.lost", thing)
    as_superuser("UPDATE audit_auditentry SET verb = 'x' WHERE id = %s", entry.pk)

    seal_or_report()
    seal_or_report()

    check = SelfCheck.objects.get()
    assert [one["check"] for one in check.faults] == ["mark"]


def test_a_head_spoilt_by_a_superuser_is_reported_and_breaks_no_job(posts):
    seal_or_report()
    as_superuser("""UPDATE audit_sealhead SET content = '["x"]'""")

    seal_or_report()

    assert SelfCheck.objects.get().fault_count


def test_without_the_signer_the_check_says_so(posts, keeper, monkeypatch):
    def away(*question):
        raise KeeperAway

    monkeypatch.setattr(keeper, "closing", away)
    monkeypatch.setattr(keeper, "extend", away)
    seal_or_report()

    assert not SelfCheck.objects.exists()
    assert [one["check"] for one in check_history().faults] == ["keeper"]
